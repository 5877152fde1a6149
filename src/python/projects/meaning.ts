/** What a place comes to, once the file that it names has been asked. */
import type { Tree } from '../../gates/types.ts';
import type { PythonPlace, Versions } from '../places/types.ts';
import { versionsOf } from '../places/versions.ts';

/** As {@link Versions}, without what only points somewhere; a float is what was intended. */
export type Meaning = Exclude<Versions, { readonly kind: 'file' | 'float' }>;

/** Version files; `pyproject.toml` says a range, which is decided at run time. */
const NAMEABLE: ReadonlySet<PythonPlace['role']> = new Set(['pin', 'tooling']);

/** What `place` means, among all `places` of the tree. */
export function meaningOf(
  { versions, raw }: PythonPlace,
  places: readonly PythonPlace[],
  tree: Tree,
): Meaning {
  if (versions.kind === 'float') return intended(versions.written);
  if (versions.kind !== 'file') return versions;
  const { path, isOptional } = versions;
  const named = places.find((place) => place.path === path && NAMEABLE.has(place.role))?.versions;
  if (named?.kind === 'float') return intended(named.written);
  if (named !== undefined && named.kind !== 'file') return named;
  if (tree.files.has(path)) return dynamic(`\`${path}\` decides when the job runs`);
  // An input that names a missing file fails; without an input the runner's Python is taken.
  if (raw !== '') return dynamic(`\`${path}\` is not there`);
  return isOptional ? dynamic('uv takes what the manifest admits') : { kind: 'loose' };
}

function intended(written: string): Meaning {
  const versions = versionsOf(written);
  return versions.kind === 'float' || versions.kind === 'file' ? dynamic(written) : versions;
}

function dynamic(reason: string): Meaning {
  return { kind: 'dynamic', reason };
}
