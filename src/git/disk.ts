import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { blobTextOf, objectIdOf } from '../gates/blob-text.ts';
import { MAX_TEXT_BYTES } from '../gates/gather.ts';
import type { BlobText, FileEntry, ObjectId } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';

/** Files of a folder, looked at only when somebody asks for more than their path. */
export interface Disk {
  entry(path: string): FileEntry;
  /** The texts of the entries whose ids were asked for. */
  readonly texts: ReadonlyMap<ObjectId, BlobText>;
}

export type Hash = 'sha1' | 'sha256';

interface Looks {
  readonly mode: string;
  readonly size: number;
}

/** Not a file: gone meanwhile, a folder, a socket, or behind a symlink that leads elsewhere. */
const NO_FILE: Looks = { mode: '000000', size: 0 };

/**
 * Files under `directory` as git would record them, ids included, so that an edited file which is
 * equal to a recorded one counts as equal. Lazy, because a folder can hold a hundred thousand
 * files that git does not know, and the gates ask for a handful. Symlinks are never followed.
 */
export function openDisk(directory: string, hash: Hash): Disk {
  const root = realpathSync(directory);
  const texts = new Map<ObjectId, BlobText>();

  function identify(path: string, { mode, size }: Looks): ObjectId {
    const file = join(root, path);
    if (mode === '120000') return objectIdOf(readlinkSync(file, 'buffer'), hash);
    // Never read: an id that no content has.
    if (mode === NO_FILE.mode || size > MAX_TEXT_BYTES) {
      return objectIdOf(Buffer.from(`${size}\0${path}`), hash);
    }
    const bytes = readFile(file, path);
    const oid = objectIdOf(bytes, hash);
    texts.set(oid, blobTextOf(bytes));
    return oid;
  }

  function entry(path: string): FileEntry {
    let looks: Looks | undefined;
    let oid: ObjectId | undefined;
    const look = () => {
      looks ??= lookAt(root, path);
      return looks;
    };
    return {
      path,
      get mode() {
        return look().mode;
      },
      get size() {
        return look().size;
      },
      get oid() {
        oid ??= identify(path, look());
        return oid;
      },
    };
  }

  return { entry, texts };
}

function lookAt(root: string, path: string): Looks {
  const file = join(root, path);
  try {
    if (realpathSync(dirname(file)) !== dirname(file)) return NO_FILE;
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) return { mode: '120000', size: stat.size };
    if (!stat.isFile()) return NO_FILE;
    return { mode: (stat.mode & 0o100) === 0 ? '100644' : '100755', size: stat.size };
  } catch {
    return NO_FILE;
  }
}

/** @throws {CannotRun} when the file may not be read */
function readFile(file: string, path: string): Buffer {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      return readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CannotRun(`${path} cannot be read${code}.`, 'Check its permissions: ls -l');
  }
}
