/**
 * The conda packages of one environment on one platform: what the manifest asks for is there, and what
 * that needs too. Source: pixi `lock_file/satisfiability/platform.rs`.
 */
import { admitsVersion, parseCondaDependency } from '../conda/spec.ts';
import { stringsAt } from '../values.ts';
import type { Declared, PixiSpec } from './declared.ts';
import type { Findings } from './findings.ts';
import type { LockedPlatform, PixiRecord } from './lock-file.ts';

export interface Scope {
  readonly manifestPath: string;
  readonly environment: string;
  /** Where PyPI packages without an index of their own may come from. */
  readonly environmentIndexes: readonly string[];
  readonly declared: Declared;
  readonly locked: LockedPlatform;
  readonly found: Findings;
}

export function checkConda(scope: Scope): void {
  const records = scope.locked.records.filter(({ kind }) => kind === 'conda');
  const byName = new Map(records.map((record) => [record.name, record]));
  for (const spec of scope.declared.conda) checkDirect(scope, spec, byName);
  for (const record of records) checkDependencies(scope, record, byName);
}

type ByName = ReadonlyMap<string, PixiRecord>;

function checkDirect(
  { manifestPath, declared, found }: Scope,
  spec: PixiSpec,
  byName: ByName,
): void {
  const record = byName.get(spec.name);
  const at = { path: manifestPath, key: spec.key };
  const { name, section, text: manifest } = spec;
  if (record === undefined) {
    if (spec.isConditional) {
      found.open(
        `whether the condition of \`${name}\` holds is not decided`,
        'run `pixi lock --check`',
      );
    } else found.stale({ reason: { kind: 'requirement-added', name, section, manifest }, at });
    return;
  }
  if (spec.isSource !== record.isSource && declared.isComplete) {
    const lock = record.isSource ? record.location : `${record.version} of a channel`;
    found.stale({ reason: { kind: 'source-changed', name, manifest, lock }, at });
    return;
  }
  if (spec.isSource || spec.version === '') return;
  const admitted = admitsVersion(spec.version, record.version);
  if (admitted === undefined) openSpec(found, `${name} ${spec.version}`);
  if (admitted !== false) return;
  found.stale({
    reason: { kind: 'requirement-changed', name, section, manifest, lock: record.version },
    at,
    related: [{ at: record.at, note: 'the locked version' }],
  });
}

function openSpec(found: Findings, spec: string): void {
  found.open(
    `the version spec \`${spec}\` is not one that can be compared here`,
    'run `pixi lock --check`',
  );
}

/** What a record needs has to be locked, in a version that it allows. */
function checkDependencies(scope: Scope, record: PixiRecord, byName: ByName): void {
  // A source is built for each platform on its own.
  if (record.isSource) return;
  for (const text of stringsAt(record.table, 'depends')) {
    const dependency = parseCondaDependency(text);
    if (dependency === undefined || dependency.isConditional) continue;
    const { name, version } = dependency;
    const other = byName.get(name);
    const isMet =
      other !== undefined &&
      (version === '' || other.isSource || admitsVersion(version, other.version) !== false);
    if (isMet) continue;
    const requirement = `${name} ${version}`.trim();
    const lock = other === undefined ? 'no such package' : other.version;
    scope.found.stale({
      reason: {
        kind: 'dependency-unmet',
        name,
        requiredBy: record.name,
        requirement,
        lock,
        where: `${scope.environment} on ${scope.locked.name}`,
      },
      at: record.at,
    });
  }
}
