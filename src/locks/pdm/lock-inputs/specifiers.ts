/**
 * Whether the locked packages satisfy the specifiers of today, which `lock_inputs` do not record.
 * Source: pdm 2.29.3 `lockfile/freshness.py` (`_all_specifiers_match` and what it calls).
 */
import type { Located, StaleReason } from '../../types.ts';
import { arrayAt, stringAt, tableAt } from '../../values.ts';
import type { PdmLock } from '../lock-file.ts';
import { normalizeGroup, resolutionOf } from '../manifest.ts';
import type { LockInputs, ProjectInputs } from './build.ts';
import type { Found } from './compare.ts';
import type { GroupLine } from './groups.ts';
import { type Demand, demandOf, type Overrides, overridesOf } from './overrides.ts';
import { createRegions, type Regions } from './regions.ts';

interface Context {
  readonly lock: PdmLock;
  readonly excludes: ReadonlySet<string>;
  readonly overrides: Overrides;
  readonly regions: Regions;
  readonly byName: ReadonlyMap<string, PdmLock['packages']>;
}

/** Throws `OpenQuestion`, `MarkerTooComplex`. */
export function compareSpecifiers(inputs: LockInputs, lock: PdmLock, found: Found): void {
  const resolution = resolutionOf(inputs.root.manifest);
  const excludes = arrayAt(resolution, 'excludes').filter((name) => typeof name === 'string');
  compareLocked(inputs.root, lock, found);
  const context: Context = {
    lock,
    excludes: new Set(excludes.map(normalizeGroup)),
    overrides: overridesOf(tableAt(resolution, 'overrides')),
    regions: createRegions(lock),
    byName: Map.groupBy(lock.packages, ({ name }) => name),
  };
  compareProject(context, inputs.root, lock.groups ?? ['default'], found);
  for (const member of inputs.members) compareProject(context, member, ['default'], found);
}

/** PDM stops with an error at a locked group that the manifest has not. */
function compareLocked({ manifest, groups }: ProjectInputs, lock: PdmLock, found: Found): void {
  const locked = (lock.groups ?? []).filter((group) => group !== 'default');
  if (locked.every((group) => groups.has(group))) return;
  const name = stringAt(manifest.project, 'name') ?? 'this project';
  const declared = [...groups.keys()].filter((group) => group !== 'default').sort();
  found.reasons.push({
    reason: { kind: 'groups-changed', name, manifest: declared, lock: locked },
    at: { path: manifest.path },
  });
}

function compareProject(
  context: Context,
  inputs: ProjectInputs,
  groups: readonly string[],
  { reasons, undecided }: Found,
): void {
  for (const group of groups) {
    for (const one of inputs.groups.get(group) ?? []) {
      // The rest of the verdict is open already where a line is opaque.
      if (one.line.kind === 'opaque' || context.excludes.has(one.line.name)) continue;
      const demand = demandOf(one.line, context.overrides);
      const answer = isMet(context, group, one, demand);
      if (answer === 'unmet') reasons.push(unmet(context, inputs, one, demand));
      if (answer !== 'unsure') continue;
      undecided.push({
        reason: `whether the locked ${one.line.name} covers every environment that ${one.text} asks for takes PDM's own comparison of markers`,
        remedy: 'Check it with `pdm lock --check` itself.',
      });
    }
  }
}

type Answer = 'met' | 'unmet' | 'unsure';

function isMet(
  { byName, regions }: Context,
  group: string,
  { line }: GroupLine,
  demand: Demand,
): Answer {
  if (line.kind === 'opaque') return 'unsure';
  const region = regions.of(line.marker);
  if (region === 'empty') return 'met';
  if (region === 'unsure') return 'unsure';
  const locked = (byName.get(line.name) ?? []).filter(
    ({ groups }) => groups.length === 0 || groups.includes(group),
  );
  const overlaps = locked.map((item) => ({ item, overlap: regions.overlap(region, item.marker) }));
  const near = overlaps.filter(({ overlap }) => overlap !== 'no').map(({ item }) => item);
  const bad = overlaps.filter(({ item, overlap }) => overlap !== 'no' && !demand.admits(item));
  if (demand.isNamed && bad.length > 0) {
    return bad.some(({ overlap }) => overlap === 'yes') && !region.isVague ? 'unmet' : 'unsure';
  }
  const fitting = near.filter((item) => demand.admits(item));
  return regions.covers(
    region,
    fitting.map(({ marker }) => marker),
  );
}

function unmet(
  { byName }: Context,
  { manifest: { path } }: ProjectInputs,
  { line, text, section, key }: GroupLine,
  demand: Demand,
): Located<StaleReason> {
  const name = line.kind === 'known' ? line.name : text;
  const locked = byName.get(name) ?? [];
  const at = { path, key };
  const [first] = locked;
  if (first === undefined) return { reason: { kind: 'package-missing', name }, at };
  const lock = [...new Set(locked.map(({ version }) => version))].join(', ');
  return {
    reason: { kind: 'requirement-changed', name, section, manifest: demand.text ?? text, lock },
    at,
    related: [{ at: first.at, note: 'the locked version' }],
  };
}
