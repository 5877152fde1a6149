/** Limits that the kernel keeps, set by util-linux's `prlimit` where it is there. */
import { existsSync } from 'node:fs';
import type { Limits } from './limits.ts';
import type { Program } from './process.ts';

const PRLIMIT = '/usr/bin/prlimit';

/** The same program; its files cannot fill the disk, and it leaves no core dumps. */
export function withFileLimit(program: Program, { fileBytes }: Limits): Program {
  if (!existsSync(PRLIMIT)) return program;
  const args = [`--fsize=${fileBytes}`, '--core=0', '--', program.command, ...program.args];
  return { ...program, command: PRLIMIT, args };
}
