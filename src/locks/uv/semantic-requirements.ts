/** Requirements that the lock records but does not meet. */
import type { TomlPath } from '../../gates/types.ts';
import { FALSE, type Marker, parseMarker } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { pythonRangeMarker } from '../../python/requires-python.ts';
import { contains } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { Located, SemanticProblem } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt } from '../values.ts';
import type { Declaration } from './declaration.ts';
import { type Edge, type Edges, edgesOf } from './edges.ts';
import { isMember, type Lock, type LockPackage } from './lock-file.ts';
import { isSourceTree } from './lock-source.ts';
import { lockedDeclarations } from './locked-declarations.ts';
import { topLevelExtra } from './top-level-extra.ts';

/**
 * Every recorded requirement of a source tree needs an edge in its section, to a version that it
 * allows. Requirements that never apply, or that the root overrides or excludes, need none.
 */
export function findUnmetRequirements(lock: Lock): readonly Located<SemanticProblem>[] {
  const edges = edgesOf(lock);
  const replaced = replacedNames(lock);
  const environment = environmentOf(lock);
  const problems: Located<SemanticProblem>[] = [];
  for (const item of lock.packages) {
    const own = edges[item.index];
    if (own === undefined || !isSourceTree(item.source)) continue;
    for (const { declaration, edges: candidates } of recorded(lock, item, own)) {
      if (declaration.name === item.name || replaced.has(declaration.name)) continue;
      if (declaration.marker.and(environment).isFalse()) continue;
      const problem = problemOf(item, declaration, candidates);
      if (problem !== undefined) problems.push({ reason: problem, at: declaration.origin.at });
    }
  }
  return problems;
}

interface Recorded {
  readonly declaration: Declaration;
  /** Of the section that the requirement stands in. */
  readonly edges: readonly Edge[];
}

function recorded(lock: Lock, item: LockPackage, edges: Edges): readonly Recorded[] {
  const metadata = tableAt(item.table, 'metadata');
  const key: TomlPath = ['package', item.index, 'metadata'];
  const found: Recorded[] = [];
  const dist = arrayAt(metadata, 'requires-dist');
  for (const declaration of lockedDeclarations(lock, dist, [...key, 'requires-dist'], 'project')) {
    const extra = topLevelExtra(declaration.marker);
    const section = extra === undefined ? edges.dependencies : edges.extras.get(extra);
    const isMixed = extra === undefined && declaration.marker.extras().length > 0;
    // The extras of what is no member are locked only when something asks for them.
    if (isMixed || (section === undefined && !isMember(lock, item))) continue;
    if (extra === undefined || stringsAt(metadata, 'provides-extras').some(isExtra(extra))) {
      found.push({ declaration, edges: section ?? [] });
    }
  }
  if (!isMember(lock, item)) return found;
  const field = metadata['requires-dev'] === undefined ? 'dependency-groups' : 'requires-dev';
  const groups = tableAt(metadata, field);
  for (const name of Object.keys(groups)) {
    const place = [...key, field, name];
    for (const declaration of lockedDeclarations(lock, arrayAt(groups, name), place, name)) {
      found.push({ declaration, edges: edges.groups.get(normalizeName(name)) ?? [] });
    }
  }
  return found;
}

function isExtra(extra: string): (name: string) => boolean {
  return (name) => normalizeName(name) === extra;
}

function problemOf(
  item: LockPackage,
  declaration: Declaration,
  edges: readonly Edge[],
): SemanticProblem | undefined {
  const { name, specifiers } = declaration;
  const versions = edges.filter((edge) => edge.to.name === name).map((edge) => edge.to.version);
  if (versions.length === 0) return { kind: 'missing-dependency', name, requiredBy: item.name };
  const known = versions.flatMap((text) => {
    const version = text === undefined ? undefined : parseVersion(text);
    return version === undefined ? [] : [version];
  });
  if (specifiers.length === 0 || known.length < versions.length) return undefined;
  if (known.some((version) => contains(specifiers, version))) return undefined;
  const version = known.map(({ text }) => text).join(', ');
  return {
    kind: 'outside-specifier',
    name,
    version,
    requirement: `${name}${declaration.origin.text}`,
  };
}

/** Names whose requirements the root replaces or drops, anywhere. */
function replacedNames(lock: Lock): ReadonlySet<string> {
  const entries = [...arrayAt(lock.manifest, 'overrides'), ...arrayAt(lock.manifest, 'excludes')];
  const names = entries.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    if (!isTable(entry)) return [];
    const own = stringAt(entry, 'name');
    const scoped = arrayAt(entry, 'dependencies').map((item) =>
      isTable(item) ? stringAt(item, 'name') : item,
    );
    return [own, ...scoped].filter((name) => typeof name === 'string');
  });
  return new Set(names.map(normalizeName));
}

/** Where the lock is to work: its Python versions and its environments. */
function environmentOf(lock: Lock): Marker {
  const python = pythonRangeMarker(lock.requiresPython);
  const supported = stringsAt(lock.table, 'supported-markers').flatMap((text) => {
    const marker = parseMarker(text);
    return marker === undefined ? [] : [marker];
  });
  if (supported.length === 0) return python;
  return supported.reduce((sum, marker) => sum.or(marker), FALSE).and(python);
}
