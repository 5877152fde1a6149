/**
 * Which PDM wrote a lock, by its `lock_version`, and how that PDM hashed. Read from the sources of
 * pdm 1.0.0 to 2.29.3 (`LOCKFILE_VERSION`, `Lockfile.spec_version`, `content_hash`).
 */
import { parseVersion } from '../../python/version.ts';
import type { Formula } from './content-hash.ts';

export interface Generation {
  readonly formula: Formula;
  /** `2.3 to 2.15` */
  readonly writer: string;
  /** How its hash differs from today's. */
  readonly rule: string;
}

const OVERRIDES_ONLY = 'hashes overrides in the place of [tool.pdm.resolution]';

const V1_0: Generation = {
  formula: '1.0',
  writer: '1.0 to 1.4',
  rule: 'hashes [project] dev-dependencies and neither overrides nor [tool.pdm.resolution]',
};
const V1_5: Generation = {
  formula: '1.5',
  writer: '1.5 to 1.11',
  rule: 'hashes neither overrides nor [tool.pdm.resolution]',
};
const V1_12: Generation = { formula: '1.12', writer: '1.12 to 2.2', rule: OVERRIDES_ONLY };
const V2_3: Generation = { formula: '2.3', writer: '2.3 to 2.15', rule: OVERRIDES_ONLY };
const V2_15: Generation = { ...V2_3, formula: '2.15' };
const V2_16: Generation = {
  formula: '2.16',
  writer: '2.16 to 2.19',
  rule: 'does not hash [dependency-groups]',
};

const BY_VERSION: Readonly<Record<string, readonly Generation[]>> = {
  '2': [V1_0, V1_5],
  '3': [V1_5, V1_12],
  '3.1': [V1_5, V1_12],
  '4': [V1_12],
  '4.1': [V2_3, V2_15],
  '4.2': [V2_3, V2_15],
  '4.3': [V2_3, V2_15],
  '4.4': [V2_3, V2_15],
  '4.4.1': [V2_3, V2_15],
  '4.4.2': [V2_16],
  '4.5': [V2_16],
};

/** The older rules that a lock of this version can have been written by. */
export function generationsOf(lockVersion: string): readonly Generation[] {
  const key =
    releaseOf(lockVersion)
      ?.join('.')
      .replace(/(\.0)+$/, '') ?? '';
  return Object.hasOwn(BY_VERSION, key) ? (BY_VERSION[key] ?? []) : [];
}

/** What PDM 2.29, whose locks have version 4.5.1, thinks of a lock version (`compatibility`). */
export function compatibilityOf(lockVersion: string): 'compatible' | 'incompatible' | 'invalid' {
  const release = releaseOf(lockVersion);
  if (release === undefined) return 'invalid';
  const [major, minor = 0] = release;
  return major === 4 && minor <= 5 ? 'compatible' : 'incompatible';
}

/** Older than what today's PDM writes, patches aside. */
export function isOldFormat(lockVersion: string): boolean {
  const [major = 0, minor = 0] = releaseOf(lockVersion) ?? [4, 5];
  return major < 4 || (major === 4 && minor < 5);
}

function releaseOf(lockVersion: string): readonly number[] | undefined {
  return parseVersion(lockVersion)?.release;
}
