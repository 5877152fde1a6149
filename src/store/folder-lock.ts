import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The embedded database is open in another process. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The database folder ${folder} is in use by process ${pid}. Stop that process, or give this one another folder (LOCKKEEPER_DATA), or set DATABASE_URL: a PostgreSQL server takes any number of processes.`,
    );
  }
}

/**
 * Keeps a second process out of the folder: the embedded database takes one writer, and two would
 * destroy it. A lock whose process is gone (kill -9) is taken over, also when another one has its
 * number by now, as happens in every new container.
 */
export function lockFolder(folder: string): { release: () => void } {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lockkeeper.pid');
  for (;;) {
    try {
      writeFileSync(file, identity(process.pid), { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    const holder = readHolder(file);
    const pid = Number.parseInt(holder, 10);
    if (pid !== process.pid && isAlive(pid) && identity(pid) === holder) {
      throw new FolderInUse(folder, pid);
    }
    rmSync(file, { force: true });
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The number, and on Linux when the process began: numbers are given again. */
function identity(pid: number): string {
  try {
    // The name, second and in brackets, can hold anything; the start time is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return String(pid);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
