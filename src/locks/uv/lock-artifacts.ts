/** Wheels and source distributions of a locked package: what uv checks when it reads them. */
import type { TomlPath } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt } from '../values.ts';
import type { LockPackage } from './lock-file.ts';
import { refuseLock } from './refusal.ts';
import { isSameVersion } from './versions.ts';

/** A wheel must be of the package's version, and have a hash where its source asks for one. */
export function checkArtifacts(path: string, at: TomlPath, item: LockPackage): void {
  const { sdist } = item.table;
  if (isTable(sdist)) checkFile(path, [...at, 'sdist'], item, sdist);
  const wheels = item.table.wheels;
  if (wheels === undefined) return;
  if (!Array.isArray(wheels)) throw refuseLock(path, [...at, 'wheels'], '`wheels` is not an array');
  for (const [index, wheel] of wheels.entries()) {
    const key = [...at, 'wheels', index];
    const file = isTable(wheel) ? fileNameOf(wheel) : undefined;
    if (!isTable(wheel) || file === undefined) {
      throw refuseLock(path, key, `a wheel of \`${item.name}\` has no URL, path, or filename`);
    }
    const version = wheelVersion(file);
    if (version === undefined) {
      throw refuseLock(path, key, `\`${file}\` is not the name of a wheel`);
    }
    if (item.version !== undefined && !isVersionOf(version, item.version)) {
      throw refuseLock(
        path,
        key,
        `\`${item.name}==${item.version}\` has a wheel of another version: \`${file}\``,
      );
    }
    checkFile(path, key, item, wheel);
    checkPresence(path, key, item, wheel);
  }
}

/** The file's name, however the lock writes where it is. */
export function fileNameOf(artifact: TomlTable): string | undefined {
  const location =
    stringAt(artifact, 'url') ?? stringAt(artifact, 'path') ?? stringAt(artifact, 'filename');
  if (location === undefined) return undefined;
  const hasTail = location.includes('?') || location.includes('#');
  const path = hasTail ? location.replace(/[?#].*$/s, '') : location;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** `name-version(-build)?-python-abi-platform.whl` */
function wheelVersion(file: string): string | undefined {
  if (!file.endsWith('.whl')) return undefined;
  const start = file.indexOf('-') + 1;
  const end = file.indexOf('-', start);
  if (start === 0 || end < 0) return undefined;
  let dashes = 1;
  for (let at = end; at >= 0; at = file.indexOf('-', at + 1)) dashes += 1;
  return dashes === 4 || dashes === 5 ? file.slice(start, end) : undefined;
}

function isVersionOf(wheel: string, version: string): boolean {
  if (wheel === version) return true;
  return isSameVersion(wheel, version) || isSameVersion(wheel.replace(/\+.*$/s, ''), version);
}

/** Lengths of the digests that uv knows, in hexadecimal digits. */
const DIGESTS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['blake2b', 128],
  ['md5', 32],
]);

function checkFile(path: string, key: TomlPath, item: LockPackage, file: TomlTable): void {
  const { hash, size } = file;
  const time = file['upload-time'] ?? file.upload_time;
  if (hash !== undefined && !isHash(hash)) {
    throw refuseLock(path, [...key, 'hash'], `a hash of \`${item.name}\` cannot be read`);
  }
  if (size !== undefined && typeof size !== 'bigint') {
    throw refuseLock(path, [...key, 'size'], `a size of \`${item.name}\` is no number`);
  }
  if (time !== undefined && !isTime(time)) {
    throw refuseLock(path, key, `an upload time of \`${item.name}\` cannot be read`);
  }
}

function isHash(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const colon = value.indexOf(':');
  return DIGESTS.get(value.slice(0, colon)) === value.length - colon - 1;
}

/** Looks at the frame only: locks hold tens of thousands of these. */
function isTime(value: unknown): boolean {
  return typeof value === 'string' && value.charAt(4) === '-' && /[Tt ]/.test(value.charAt(10));
}

function checkPresence(path: string, key: TomlPath, item: LockPackage, wheel: TomlTable): void {
  const { kind } = item.source;
  const isRequired = kind === 'url' || kind === 'path';
  const isForbidden = kind === 'directory' || kind === 'editable' || kind === 'virtual';
  if (isRequired && wheel.hash === undefined) {
    throw refuseLock(path, key, `expected a hash for the wheel of \`${item.name}\``);
  }
  if (isForbidden && wheel.hash !== undefined) {
    throw refuseLock(path, key, `unexpected hash for the wheel of \`${item.name}\``);
  }
}
