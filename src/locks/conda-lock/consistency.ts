/** Where the lock contradicts its environment files. */
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import { admitsVersion } from '../conda/spec.ts';
import type { Located, StaleReason, Undecidable } from '../types.ts';
import { stringsAt } from '../values.ts';
import { type CondaSpec, specsFor } from './environment.ts';
import type { CondaLock, CondaLockPackage } from './lock-file.ts';
import type { EnvironmentFile } from './sources.ts';

export interface Consistency {
  readonly reasons: readonly Located<StaleReason>[];
  readonly undecided: readonly Undecidable[];
}

/** Throws `MarkerTooComplex`. */
export function consistencyOf(lock: CondaLock, files: readonly EnvironmentFile[]): Consistency {
  const byPlatform = Map.groupBy(lock.packages, ({ platform }) => platform);
  const reasons = new Map<string, Located<StaleReason>>();
  const undecided = new Map<string, Undecidable>();
  for (const located of [...channelReasons(lock, files), ...platformReasons(lock, files)]) {
    reasons.set(JSON.stringify(located.reason), located);
  }
  for (const file of files) {
    for (const platform of lock.platforms) {
      const packages = byPlatform.get(platform) ?? [];
      for (const spec of specsFor(file.text, platform) ?? []) {
        const verdict = compare(file.path, spec, packages);
        if (verdict === undefined) continue;
        // Once, however many platforms have it.
        const key = JSON.stringify(verdict.reason);
        if (typeof verdict.reason === 'string') undecided.set(key, openSpec(verdict.reason));
        else if (!reasons.has(key)) reasons.set(key, verdict as Located<StaleReason>);
      }
    }
  }
  return { reasons: [...reasons.values()], undecided: [...undecided.values()] };
}

function openSpec(reason: string): Undecidable {
  return { reason, remedy: 'Lock again and look whether the file changes.' };
}

type Compared = Located<StaleReason> | { readonly reason: string } | undefined;

function compare(path: string, spec: CondaSpec, packages: readonly CondaLockPackage[]): Compared {
  if (spec.isConditional) return undefined;
  const { name, text: manifest, manager, key } = spec;
  const at = { path, key };
  const section = manager === 'pip' ? 'dependencies.pip' : 'dependencies';
  const locked = packages.find((item) => item.manager === manager && item.name === name);
  if (locked === undefined) {
    const other = manager === 'pip' ? packages.find((item) => canStandFor(item, name)) : undefined;
    if (other?.name === name) return undefined;
    if (other === undefined) {
      return { reason: { kind: 'requirement-added', name, section, manifest }, at };
    }
    return {
      reason: `whether the conda package \`${other.name}\` stands for \`${name}\` of pip is not in the files`,
    };
  }
  const admitted =
    manager === 'pip' ? admitsPip(spec, locked) : admitsVersion(spec.version, locked.version);
  if (admitted === undefined)
    return { reason: `the version spec \`${manifest}\` is not one that can be compared here` };
  if (admitted) return undefined;
  return {
    reason: { kind: 'requirement-changed', name, section, manifest, lock: locked.version },
    at,
    related: [{ at: locked.at, note: 'the locked version' }],
  };
}

/** conda-lock leaves out for pip what conda provides, by a table of names; most names are similar. */
function canStandFor({ manager, name }: CondaLockPackage, pip: string): boolean {
  const conda = name.replaceAll(/[-_.]+/g, '-');
  return manager === 'conda' && (conda.includes(pip) || (conda.length > 2 && pip.includes(conda)));
}

function admitsPip({ version }: CondaSpec, locked: CondaLockPackage): boolean | undefined {
  const [specifiers, found] = [parseSpecifiers(version), parseVersion(locked.version)];
  return specifiers === undefined || found === undefined ? undefined : contains(specifiers, found);
}

function channelReasons(
  lock: CondaLock,
  files: readonly EnvironmentFile[],
): readonly Located<StaleReason>[] {
  const given = files.map((file) => ({
    file,
    channels: stringsAt(file.table, 'channels').filter((channel) => channel !== 'nodefaults'),
  }));
  const [first, ...others] = given.filter(({ channels }) => channels.length > 0);
  // Several files with channels are merged in an order of their own.
  if (first === undefined || others.length > 0) return [];
  const [now, then] = [first.channels, lock.channels].map((list) =>
    list.map(withoutSlash).join(', '),
  );
  return now === then ? [] : [setting(lock, first.file, 'channels', now, then)];
}

function withoutSlash(channel: string): string {
  return channel.replace(/\/+$/, '');
}

function platformReasons(
  lock: CondaLock,
  files: readonly EnvironmentFile[],
): readonly Located<StaleReason>[] {
  const [file] = files.filter(({ table }) => stringsAt(table, 'platforms').length > 0);
  if (file === undefined) return [];
  const declared = new Set(files.flatMap(({ table }) => stringsAt(table, 'platforms')));
  const [now, then] = [[...declared], [...new Set(lock.platforms)]].map((list) =>
    list.sort().join(', '),
  );
  return now === then ? [] : [setting(lock, file, 'platforms', now, then)];
}

function setting(
  lock: CondaLock,
  { path }: EnvironmentFile,
  name: string,
  manifest = '',
  then = '',
): Located<StaleReason> {
  return {
    reason: { kind: 'setting-changed', setting: name, manifest, lock: then || 'none' },
    at: { path, key: [name] },
    related: [
      { at: { path: lock.path, key: ['metadata', name] }, note: 'what the lock was made with' },
    ],
  };
}
