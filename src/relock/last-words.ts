/** The last line that a program wrote before it failed, for a sentence. */
export function lastWords(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message?: string };
  const lines = (stderr || message || '').trim().split('\n');
  return (lines.at(-1) ?? '').trim().slice(0, 200);
}
