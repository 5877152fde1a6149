/**
 * Bubblewrap, where the host has it: the program sees a read-only system, its scratch folder and its
 * cache, has no network but a socket of ours, and no other process.
 * @see https://github.com/containers/bubblewrap
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Program } from './process.ts';

export interface Mounts {
  /** Folders that may be written. */
  readonly writable: readonly string[];
  /** Files and folders that are shown, beside the system's own. */
  readonly readable: readonly string[];
}

/** Programs and libraries, and the few files of /etc that name hosts and certificates. */
const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64'],
  ...['/etc/ssl', '/etc/ca-certificates', '/etc/pki', '/etc/alternatives'],
  ...['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/localtime'],
];

/** Whether this host can run it; asked once. */
export function hasBubblewrap(): boolean {
  known ??= tryIt();
  return known;
}

let known: boolean | undefined;

/** Being installed is not enough: containers often forbid new namespaces. */
function tryIt(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const { command, args } = wrapped(
      { command: '/bin/true', args: [], cwd: '/', environment: {} },
      { writable: [], readable: [] },
    );
    execFileSync(command, [...args], { stdio: 'ignore', timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

/** The same program inside a sandbox. */
export function wrapped(program: Program, { writable, readable }: Mounts): Program {
  const shown = [...SYSTEM, ...readable].filter((path) => existsSync(path));
  return {
    ...program,
    command: 'bwrap',
    args: [
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
      ...shown.flatMap((path) => ['--ro-bind', path, path]),
      ...writable.flatMap((path) => ['--bind', path, path]),
      ...['--chdir', program.cwd, '--', program.command],
      ...program.args,
    ],
  };
}
