/** Compares the requirements of one group with those that a lock records. */
import { parseRequirement } from '../../../python/requirement.ts';
import type { ProjectInputs } from './build.ts';
import type { Found } from './compare.ts';
import type { GroupLine } from './groups.ts';
import { isFingerprint, type Line } from './requirement-line.ts';

/** As PDM does: the same lines, in any order, as often. May throw `MarkerTooComplex`. */
export function compareLines(
  current: ProjectInputs,
  group: string,
  lines: readonly GroupLine[],
  recorded: readonly string[],
  found: Found,
): void {
  const left = new Map<string, number>();
  for (const input of recorded) left.set(input, (left.get(input) ?? 0) + 1);
  const unmatched = lines.filter(({ line }) => line.kind === 'opaque' || !take(left, line.input));
  const opaque = unmatched.filter(({ line }) => line.kind === 'opaque');
  const twins = unmatched.length > 0 ? leftByName(left) : new Map<string, string[]>();
  for (const one of unmatched) {
    if (one.line.kind !== 'known') continue;
    const twin = isFingerprint(one.line.input) ? undefined : twins.get(one.line.name)?.pop();
    if (twin !== undefined) take(left, twin);
    explain(current, one, one.line, twin, found);
  }
  // One more than the lock has fingerprints is new, whichever it is.
  for (const one of opaque.slice(dropFingerprints(left, opaque.length))) {
    found.reasons.push(added(current, one, one.text));
  }
  for (const [input, count] of left) {
    if (count > 0) found.reasons.push(removed(current, group, input));
  }
}

/** What the lock has and the manifest has not, by package. */
function leftByName(left: ReadonlyMap<string, number>): Map<string, string[]> {
  const named = new Map<string, string[]>();
  for (const [input, count] of left) {
    const name = count > 0 ? nameOf(input) : undefined;
    if (name === undefined) continue;
    const known = named.get(name);
    if (known === undefined) named.set(name, [input]);
    else known.push(input);
  }
  return named;
}

function take(left: Map<string, number>, input: string): boolean {
  const count = left.get(input) ?? 0;
  if (count > 0) left.set(input, count - 1);
  return count > 0;
}

/** Each line that we cannot compute stands for one that we cannot read. Returns how many did. */
function dropFingerprints(left: Map<string, number>, opaque: number): number {
  let rest = opaque;
  for (const [input, count] of left) {
    if (!isFingerprint(input)) continue;
    const dropped = Math.min(rest, count);
    left.set(input, count - dropped);
    rest -= dropped;
  }
  return opaque - rest;
}

/** A line that the lock has not: with another marker, spelled differently, or not at all. */
function explain(
  current: ProjectInputs,
  one: GroupLine,
  line: Line & { kind: 'known' },
  twin: string | undefined,
  { reasons, undecided }: Found,
): void {
  const { name } = line;
  const { text, section, key } = one;
  if (twin === undefined) {
    reasons.push(added(current, one, name));
    return;
  }
  if (mayBeSame(line, twin)) {
    undecided.push({
      reason: `the marker of ${text} means the same as in the lock, but PDM compares its spelling`,
      remedy: 'Check it with `pdm lock --check` itself, or spell the marker as the lock does.',
    });
    return;
  }
  const reason = {
    kind: 'requirement-changed',
    name,
    section,
    manifest: text,
    lock: twin,
  } as const;
  reasons.push({ reason, at: { path: current.manifest.path, key } });
}

function added(
  { manifest: { path } }: ProjectInputs,
  { text, section, key }: GroupLine,
  name: string,
): Found['reasons'][number] {
  const reason = { kind: 'requirement-added', name, section, manifest: text } as const;
  return { reason, at: { path, key } };
}

function nameOf(input: string): string | undefined {
  return isFingerprint(input) ? undefined : parseRequirement(input)?.name;
}

/** dep-logic rewrites markers that ask a variable twice; what it makes of them is its own affair. */
function mayBeSame(
  { input, marker, requirement }: Line & { kind: 'known' },
  twin: string,
): boolean {
  const locked = parseRequirement(twin);
  if (marker.isPlain || locked === undefined || requirement === undefined) return false;
  return head(input) === head(twin) && requirement.marker.equals(locked.marker);
}

function head(input: string): string {
  const semicolon = input.indexOf(';');
  return semicolon < 0 ? input : input.slice(0, semicolon);
}

function removed(
  { manifest: { path } }: ProjectInputs,
  group: string,
  input: string,
): Found['reasons'][number] {
  const name = nameOf(input) ?? 'a requirement with a URL';
  const section = group === 'default' ? 'project.dependencies' : group;
  return { reason: { kind: 'requirement-removed', name, section, lock: input }, at: { path } };
}
