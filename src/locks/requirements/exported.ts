/** Files that `uv export` or `pdm export` wrote from a lock: every pin is one of the lock's. */
import type { Tree } from '../../gates/types.ts';
import { ancestorsOf, directoryOf, fileIn } from '../paths.ts';
import { pdm } from '../pdm/index.ts';
import type { Freshness, Located, LockFormat, LockProject, StaleReason } from '../types.ts';
import { uv } from '../uv/index.ts';
import { requirementsAt } from './inputs.ts';

const SOURCES: readonly { readonly name: string; readonly format: LockFormat }[] = [
  { name: 'uv.lock', format: uv },
  { name: 'pdm.lock', format: pdm },
];

/** The lock beside the file, or in a folder above. */
export function exportedFrom(tree: Tree, path: string): string | undefined {
  const folder = directoryOf(path);
  return [folder, ...ancestorsOf(folder)]
    .flatMap((one) => SOURCES.map(({ name }) => fileIn(one, name)))
    .find((lock) => tree.files.has(lock));
}

export function exportedFreshness({ lock, manifest }: LockProject, tree: Tree): Freshness {
  const source = SOURCES.find(({ name }) => manifest.endsWith(name))?.format;
  const project = source?.find(tree).find((one) => one.lock === manifest);
  const model = project === undefined ? undefined : source?.model(project, tree);
  if (model === undefined) {
    const reason = `the lock that ${lock} was exported from is not in the repository, or cannot be read`;
    return { status: 'unable', undecided: [{ reason, remedy: 'Commit the lock beside it.' }] };
  }
  const locked = Map.groupBy(model.packages, ({ name }) => name);
  const reasons = requirementsAt(tree, lock).requirements.flatMap(
    ({ name, version, line }): readonly Located<StaleReason>[] => {
      if (name === '' || version === '') return [];
      const at = { path: lock, line };
      const versions = (locked.get(name) ?? []).map((one) => one.version);
      if (versions.includes(version)) return [];
      const expected = versions.length === 0 ? 'no such package' : versions.join(', ');
      const reason = { kind: 'derived-differs', name, origin: manifest, expected } as const;
      return [{ reason: { ...reason, found: version }, at }];
    },
  );
  const [first, ...others] = reasons;
  if (first !== undefined) return { status: 'stale', reasons: [first, ...others], undecided: [] };
  return {
    status: 'fresh',
    note: `every pin is one of ${manifest}; whether any is missing is not checked`,
  };
}
