import type { WriteStream } from 'node:tty';

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Remarks go beside the report, so that the report can be read by a program. */
export function remark(text: string): void {
  const line = useColor(process.stderr) ? `\x1b[2m${text}\x1b[22m` : text;
  process.stderr.write(`${line}\n`);
}

/** A reader that has seen enough (`| head`) is no failure. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Colours only on a terminal that knows them; NO_COLOR (no-color.org) wins over FORCE_COLOR. */
export function useColor(
  { isTTY }: Partial<Pick<WriteStream, 'isTTY'>>,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTTY === true && env.TERM !== 'dumb';
}
