import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  const own = identity(process.pid);
  for (;;) {
    if (take(file, own)) return { release: () => release(file, own) };
    const holder = readHolder(file);
    const pid = Number.parseInt(holder, 10);
    if (pid !== process.pid && isAlive(pid) && identity(pid) === holder) {
      throw new FolderInUse(folder, pid);
    }
    putAside(file, holder);
  }
}

/** The file appears with its content, or not at all: nobody can read an empty one. */
function take(file: string, own: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (!isExisting(error)) throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead holder's lock; one that somebody took meanwhile is put back. */
function putAside(file: string, holder: string): void {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const found = readHolder(aside);
  if (found !== holder) take(file, found);
  rmSync(aside, { force: true });
}

function release(file: string, own: string): void {
  if (readHolder(file) === own) rmSync(file, { force: true });
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
