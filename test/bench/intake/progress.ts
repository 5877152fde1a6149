/** What is going on, on stderr: the figures alone are on stdout. */
export function progress(text: string): void {
  process.stderr.write(`${text} …\n`);
}
