/** Names of wheels and source distributions. Source: `packaging/utils.py`, `packaging/pylock.py`. */
import { normalizeName } from '../../python/names.ts';
import { parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../documents.ts';
import { fileNameOf } from '../uv/lock-artifacts.ts';
import { stringAt } from '../values.ts';

export interface ArtifactName {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
}

/** The file's name: its `name`, or the last part of where it is. */
export function artifactName(file: TomlTable): string | undefined {
  return stringAt(file, 'name') ?? fileNameOf(file);
}

/** `name-version(-build)?-python-abi-platform.whl`; `undefined` when it is none. */
export function parseWheelName(file: string): ArtifactName | undefined {
  if (!file.endsWith('.whl')) return undefined;
  const parts = file.slice(0, -'.whl'.length).split('-');
  const [name = '', version = ''] = parts;
  if (parts.length !== 5 && parts.length !== 6) return undefined;
  if (!/^[\w.]+$/u.test(name) || name.includes('__')) return undefined;
  return valid(name, version);
}

/** `name-version.tar.gz` or `.zip`; `undefined` when it is none. */
export function parseSdistName(file: string): ArtifactName | undefined {
  const extension = ['.tar.gz', '.zip'].find((end) => file.endsWith(end));
  if (extension === undefined) return undefined;
  const stem = file.slice(0, -extension.length);
  const dash = stem.lastIndexOf('-');
  return dash < 0 ? undefined : valid(stem.slice(0, dash), stem.slice(dash + 1));
}

function valid(name: string, version: string): ArtifactName | undefined {
  if (parseVersion(version) === undefined) return undefined;
  return { name: normalizeName(name), version };
}
