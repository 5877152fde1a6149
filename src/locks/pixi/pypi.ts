/**
 * The PyPI packages of one environment on one platform.
 * Source: pixi `lock_file/satisfiability/{platform,pypi}.rs`.
 */
import { type Marker, parseMarker, TRUE } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import { contains, parseSpecifiers, type SpecifierSet } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import { stringAt, stringsAt } from '../values.ts';
import type { Scope } from './conda.ts';
import type { Declared, PixiSpec } from './declared.ts';
import type { LockedPlatform, PixiRecord } from './lock-file.ts';

/** Throws `MarkerTooComplex`. */
export function checkPypi(scope: Scope): void {
  const provided = providedBy(scope.locked);
  const environment = markerOf(scope.locked);
  for (const spec of scope.declared.pypi) {
    const applies = appliesIn(environment, parseMarker(spec.marker));
    if (applies === true && !spec.isConditional) checkDirect(scope, spec, provided.get(spec.name));
    else if (applies !== false) {
      scope.found.open(`whether \`${spec.name}\` applies is not decided`, CHECK);
    }
  }
  checkRequirements(scope, provided, environment);
  for (const { kind, isSource, name } of scope.locked.records) {
    if (!isSource) continue;
    const why =
      kind === 'pypi'
        ? ', a local or git package, is not compared'
        : ' comes from its build backend';
    scope.found.open(`the metadata of \`${name}\`${why}`, CHECK);
  }
}

const CHECK = 'run `pixi lock --check`';

/** `undefined` where the environment leaves it open. */
function appliesIn(environment: Marker, marker: Marker | undefined): boolean | undefined {
  if (marker === undefined) return undefined;
  if (environment.isDisjoint(marker)) return false;
  return environment.isDisjoint(marker.not()) ? true : undefined;
}

function checkDirect(
  { manifestPath, environmentIndexes, found }: Scope,
  { name, section, text: manifest, key, version, index, isSource }: PixiSpec,
  record: PixiRecord | undefined,
): void {
  const at = { path: manifestPath, key };
  if (record === undefined) {
    found.stale({ reason: { kind: 'requirement-added', name, section, manifest }, at });
    return;
  }
  const specifiers = parseSpecifiers(version);
  if (isSource || specifiers === undefined || record.kind === 'conda' || record.isSource) return;
  const related = [{ at: record.at, note: 'the locked version' }];
  if (!isInside(specifiers, record)) {
    const lock = record.version || 'no version';
    found.stale({
      reason: { kind: 'requirement-changed', name, section, manifest, lock },
      at,
      related,
    });
  }
  // Recorded since version 7.
  const from = stringAt(record.table, 'index');
  if (from === undefined) return;
  const allowed = index === undefined ? environmentIndexes : [index];
  if (allowed.some((url) => withoutSlash(url) === withoutSlash(from))) return;
  const asked = allowed.join(', ');
  found.stale({
    reason: { kind: 'source-changed', name, manifest: asked, lock: from },
    at,
    related,
  });
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** By PyPI name; a conda package stands for the PyPI packages in its `purls`. */
function providedBy({ records }: LockedPlatform): ReadonlyMap<string, PixiRecord> {
  const provided = new Map<string, PixiRecord>();
  for (const record of records) {
    if (record.kind !== 'conda') continue;
    for (const purl of stringsAt(record.table, 'purls')) {
      const name = /^pkg:pypi\/([^@?#]+)/.exec(purl)?.[1];
      if (name !== undefined) provided.set(normalizeName(name), record);
    }
    // Older locks record no purls; pixi has a table of names, most of which are the same.
    const own = normalizeName(record.name);
    if (!provided.has(own)) provided.set(own, record);
  }
  for (const record of records) if (record.kind === 'pypi') provided.set(record.name, record);
  return provided;
}

/** A package without a version fits only where any version does. */
function isInside(specifiers: SpecifierSet, { version: text }: PixiRecord): boolean {
  if (text === '') return specifiers.length === 0;
  const version = parseVersion(text);
  return version === undefined || contains(specifiers, version);
}

type Provided = ReadonlyMap<string, PixiRecord>;

/** `requires_dist` of locked packages, where it certainly applies. Throws `MarkerTooComplex`. */
function checkRequirements(scope: Scope, provided: Provided, environment: Marker): void {
  const { declared, found, locked } = scope;
  for (const { record, extras } of reached(declared, provided, environment)) {
    for (const { text, requirement } of requirementsOf(record, extras, environment)) {
      const { name, specifiers } = requirement;
      const other = provided.get(name);
      const isFree = declared.overridden.has(name) || other?.kind === 'conda' || other?.isSource;
      if (isFree || (other !== undefined && isInside(specifiers, other))) continue;
      const where = `${scope.environment} on ${locked.name}`;
      const lock = other === undefined ? 'no such package' : other.version;
      const requiredBy = record.name;
      found.stale({
        reason: { kind: 'dependency-unmet', name, requiredBy, requirement: text, lock, where },
        at: record.at,
      });
    }
  }
}

interface Reached {
  readonly record: PixiRecord;
  readonly extras: ReadonlySet<string>;
}

/** Locked PyPI packages that are certainly needed, each with the extras that are asked of it. */
function reached(declared: Declared, provided: Provided, environment: Marker): readonly Reached[] {
  const extrasOf = new Map<string, Set<string>>();
  const open: { name: string; extras: readonly string[] }[] = declared.pypi.filter(
    ({ marker, isConditional }) =>
      !isConditional && appliesIn(environment, parseMarker(marker)) === true,
  );
  const queue = [...open];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const record = provided.get(next.name);
    if (record?.kind !== 'pypi' || record.isSource) continue;
    const known = extrasOf.get(next.name);
    const extras = known ?? new Set<string>();
    const news = next.extras.filter((extra) => !extras.has(extra));
    if (known !== undefined && news.length === 0) continue;
    for (const extra of news) extras.add(extra);
    extrasOf.set(next.name, extras);
    for (const { requirement } of requirementsOf(record, extras, environment))
      queue.push(requirement);
  }
  return [...extrasOf].flatMap(([name, extras]) => {
    const record = provided.get(name);
    return record === undefined ? [] : [{ record, extras }];
  });
}

function requirementsOf(record: PixiRecord, extras: ReadonlySet<string>, environment: Marker) {
  return stringsAt(record.table, 'requires_dist').flatMap((text) => {
    const requirement = parseRequirement(text);
    if (requirement === undefined) return [];
    const marker = requirement.marker.withExtras(extras);
    return appliesIn(environment, marker) === true ? [{ text, requirement }] : [];
  });
}

/** The environment as far as the locked Python and the platform say it. */
function markerOf({ records, subdir }: LockedPlatform): Marker {
  const python = records.find(({ kind, name }) => kind === 'conda' && name === 'python');
  const [family = '', machine = ''] = subdir.split('-', 2);
  const system = SYSTEMS[family];
  const parts = [
    system &&
      `sys_platform == '${system[0]}' and platform_system == '${system[1]}' and os_name == '${system[2]}'`,
    machine === '64' && system && `platform_machine == '${family === 'win' ? 'AMD64' : 'x86_64'}'`,
    (machine === 'arm64' || machine === 'aarch64') && `platform_machine == '${machine}'`,
    python && /^[\d.]+$/.test(python.version) && `python_full_version == '${python.version}'`,
    "implementation_name == 'cpython' and platform_python_implementation == 'CPython'",
  ];
  const texts = parts.filter((part) => typeof part === 'string');
  return parseMarker(texts.join(' and ')) ?? TRUE;
}

/** `sys_platform`, `platform_system`, `os_name` */
const SYSTEMS: Readonly<Record<string, readonly [string, string, string]>> = {
  linux: ['linux', 'Linux', 'posix'],
  osx: ['darwin', 'Darwin', 'posix'],
  win: ['win32', 'Windows', 'nt'],
};
