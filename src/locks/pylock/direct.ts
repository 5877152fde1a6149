/** The requirements of the manifest against the packages that the lock holds for them. */
import type { TomlPath } from '../../gates/types.ts';
import {
  FALSE,
  type Marker,
  MarkerTooComplex,
  parseMarker,
  TRUE,
} from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement, type Requirement } from '../../python/requirement.ts';
import {
  ANY_PYTHON,
  parseRequiresPython,
  pythonRangeMarker,
} from '../../python/requires-python.ts';
import { contains } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, StaleReason } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt } from '../values.ts';
import type { Coverage } from './coverage.ts';
import { markerOf, type Pylock, type PylockPackage } from './lock-file.ts';

interface Declared {
  readonly requirement: Requirement;
  readonly key: TomlPath;
  readonly section: string;
  /** Where it applies: its own marker, in what is selected by default or by its extra or group. */
  readonly marker: Marker;
}

/** Entries of one name, each for some environments; real ones have a dozen at most. */
const MAX_VARIANTS = 200;

/** Requirements that the lock lacks, or holds in a version outside. Throws `MarkerTooComplex`. */
export function directReasons(
  project: LockProject,
  lock: Pylock,
  manifest: TomlTable,
  coverage: Coverage,
): readonly Located<StaleReason>[] {
  const byName = Map.groupBy(lock.packages, ({ name }) => name);
  const environment = environmentOf(lock, manifest);
  const skipped = new Set([...coverage.omitted, ...replacedNames(manifest)]);
  return declaredIn(manifest, coverage, lock).flatMap((declared) => {
    const { requirement, marker } = declared;
    // Without environments in the file nobody knows for which one it was made.
    const isOpen = !coverage.universal && requirement.written.marker !== '';
    const where = marker.and(environment);
    if (skipped.has(requirement.name) || isOpen || where.isFalse()) return [];
    const locked = byName.get(requirement.name) ?? [];
    if (locked.length > MAX_VARIANTS) throw new MarkerTooComplex();
    const applying = locked.filter((item) => !markerOf(item).isDisjoint(where));
    if (applying.length === 0) return [missing(project, declared)];
    const isEverywhere = !coverage.universal || covers(applying, where);
    const isMet = isEverywhere && applying.some((item) => isInside(item, requirement));
    return isMet ? [] : [outside(project, declared, applying)];
  });
}

function missing(
  { manifest: path }: LockProject,
  { requirement, section, key }: Declared,
): Located<StaleReason> {
  const { name } = requirement;
  return {
    reason: { kind: 'requirement-added', name, section, manifest: textOf(requirement) },
    at: { path, key },
  };
}

function outside(
  { manifest: path }: LockProject,
  { requirement, section, key }: Declared,
  locked: readonly PylockPackage[],
): Located<StaleReason> {
  const { name } = requirement;
  const lock = locked.map(lockedText).join(', ');
  return {
    reason: { kind: 'requirement-changed', name, section, manifest: textOf(requirement), lock },
    at: { path, key },
    related: locked.map(({ at }) => ({ at, note: 'the locked version' })),
  };
}

function lockedText({ version, table }: PylockPackage): string {
  const marker = stringAt(table, 'marker');
  return marker === undefined ? version : `${version}; ${marker}`;
}

/** Whether one of the packages is installed wherever the requirement applies. */
function covers(packages: readonly PylockPackage[], where: Marker): boolean {
  const together = packages.reduce((sum, item) => sum.or(markerOf(item)), FALSE);
  return where.isDisjoint(together.not());
}

function textOf({ url, written }: Requirement): string {
  const text = url ?? written.specifiers;
  return written.marker === '' ? text : `${text}; ${written.marker}`;
}

/** Only versions of an index are chosen by the specifier. */
function isInside({ version: text, source }: PylockPackage, { specifiers }: Requirement): boolean {
  const version = parseVersion(text);
  if (version === undefined || source.kind !== 'registry') return true;
  return contains(specifiers, version);
}

/** Where both the manifest and the lock are to work. */
function environmentOf(lock: Pylock, manifest: TomlTable): Marker {
  const pythons = [tableAt(manifest, 'project'), lock.table].map((table) => {
    const range = parseRequiresPython(stringAt(table, 'requires-python') ?? '');
    return pythonRangeMarker(range ?? ANY_PYTHON);
  });
  const environments = stringsAt(lock.table, 'environments').map(
    (text) => parseMarker(text) ?? TRUE,
  );
  const supported = environments.length === 0 ? [] : [environments.reduce((a, b) => a.or(b))];
  return [...pythons, ...supported].reduce((a, b) => a.and(b));
}

function declaredIn(manifest: TomlTable, coverage: Coverage, lock: Pylock): readonly Declared[] {
  const project = tableAt(manifest, 'project');
  const optional = tableAt(project, 'optional-dependencies');
  const groups = tableAt(manifest, 'dependency-groups');
  const base = selection('dependency_groups', stringsAt(lock.table, 'default-groups'));
  const own = coverage.project
    ? requirementsIn(arrayAt(project, 'dependencies'), ['project', 'dependencies'], base)
    : [];
  const extras = Object.keys(optional).flatMap((extra) =>
    coverage.extras.has(normalizeName(extra))
      ? requirementsIn(
          arrayAt(optional, extra),
          ['project', 'optional-dependencies', extra],
          selection('extras', [normalizeName(extra)]).and(base),
        )
      : [],
  );
  const grouped = includedGroups(groups, coverage.groups).flatMap(({ key, through }) =>
    requirementsIn(
      arrayAt(groups, key),
      ['dependency-groups', key],
      selection('dependency_groups', [through]),
    ),
  );
  const name = normalizeName(stringAt(project, 'name') ?? '');
  return [...own, ...extras, ...grouped].filter(({ requirement }) => requirement.name !== name);
}

/** True where these extras or groups are selected. */
function selection(variable: string, names: readonly string[]): Marker {
  return names.reduce<Marker>((all, name) => {
    // A name with both quotes in it is no name.
    const marker = parseMarker(`${JSON.stringify(name)} in ${variable}`);
    return marker === undefined ? all : all.and(marker);
  }, TRUE);
}

function requirementsIn(
  list: readonly unknown[],
  key: TomlPath,
  selected: Marker,
): readonly Declared[] {
  return list.flatMap((item, index): readonly Declared[] => {
    const requirement = typeof item === 'string' ? parseRequirement(item) : undefined;
    if (requirement === undefined) return [];
    const marker = requirement.marker.and(selected);
    return [{ requirement, key: [...key, index], section: key.join('.'), marker }];
  });
}

interface IncludedGroup {
  /** As written. */
  readonly key: string;
  /** The selected group that leads to it, normalised. */
  readonly through: string;
}

/** The groups with all that they include (PEP 735); cycles are the manifest's own matter. */
function includedGroups(table: TomlTable, selected: ReadonlySet<string>): readonly IncludedGroup[] {
  const keys = new Map(Object.keys(table).map((key) => [normalizeName(key), key]));
  const found = new Map<string, IncludedGroup>();
  const open = [...selected].map((name) => ({ name, through: name }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, through } = next;
    const key = keys.get(name);
    if (key === undefined || found.has(name)) continue;
    found.set(name, { key, through });
    for (const item of arrayAt(table, key)) {
      const include = isTable(item) ? stringAt(item, 'include-group') : undefined;
      if (include !== undefined) open.push({ name: normalizeName(include), through });
    }
  }
  return [...found.values()];
}

/** Requirements that the manifest replaces or drops everywhere. */
function replacedNames(manifest: TomlTable): readonly string[] {
  const tool = tableAt(manifest, 'tool');
  const [uv, pdm] = [tableAt(tool, 'uv'), tableAt(tool, 'pdm')];
  const resolution = tableAt(pdm, 'resolution');
  const lists = [
    ...stringsAt(uv, 'override-dependencies'),
    ...stringsAt(uv, 'exclude-dependencies'),
    ...stringsAt(resolution, 'excludes'),
  ];
  const names = lists.map((text) => /^\s*([\w.-]+)/.exec(text)?.[1] ?? text);
  return [...names, ...Object.keys(tableAt(resolution, 'overrides'))].map(normalizeName);
}
