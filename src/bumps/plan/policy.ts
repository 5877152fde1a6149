/** What the configuration says about one package. Pure. */
import type { BumpsConfiguration, IgnoreRule, MaxStep, PackageRule } from '../../config/bumps.ts';
import { isIgnored as matchesGlob } from '../../config/ignore.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { Candidate, Step } from '../types.ts';

const STEPS: readonly MaxStep[] = ['none', 'patch', 'minor', 'major'];
const DAY_MS = 86_400_000;

/** The instant (ISO 8601, UTC) after which releases do not count, for the repository as a whole. */
export function cutOff(bumps: BumpsConfiguration, now: Date): string {
  return daysBefore(now, bumps['min-release-age']);
}

/** Why a candidate may not be proposed; `none` if it may. Ends a sentence. */
export function objection(
  candidate: Candidate,
  bumps: BumpsConfiguration,
  now: Date,
): string | 'none' {
  const ignored = whyIgnored(candidate, bumps, now);
  if (ignored !== 'none') return ignored;
  if (!candidate.inRange && bumps.manifest === 'lock-only') {
    return 'its constraint keeps it out, and `bumps.manifest` is `lock-only`';
  }
  // What is vulnerable waits for nothing that was said about ordinary updates.
  return candidate.fixes.length > 0 ? 'none' : impatience(candidate, bumps, now);
}

/** Holds for what would only come along, too. */
export function whyIgnored(
  candidate: Pick<Candidate, 'name' | 'to'>,
  bumps: BumpsConfiguration,
  now: Date,
): string | 'none' {
  const ignored = bumps.ignore.find((rule) => covers(rule, candidate, now));
  if (ignored === undefined) return 'none';
  const end = ignored.until === undefined ? '' : ` (until ${ignored.until})`;
  return `it is ignored: ${ignored.reason}${end}`;
}

function impatience(
  { name, step, uploaded }: Candidate,
  bumps: BumpsConfiguration,
  now: Date,
): string | 'none' {
  const rule = ruleFor(name, bumps);
  const steps = rule?.steps ?? 'major';
  if (exceeds(step, steps)) return `\`bumps.packages\` allows ${STEP_WORDS[steps]}`;
  const age = rule?.['min-release-age'] ?? bumps['min-release-age'];
  const isYoung = uploaded !== 'unknown' && uploaded > daysBefore(now, age);
  return isYoung ? tooYoung(uploaded, age) : 'none';
}

/** "it is 2 days old; releases wait for 3 days" with the day when that is over. */
export function tooYoung(uploaded: string, days: number): string {
  const ready = new Date(Date.parse(uploaded) + days * DAY_MS).toISOString().slice(0, 10);
  return `it was released on ${uploaded.slice(0, 10)} and waits until ${ready} (\`bumps.min-release-age\`)`;
}

const STEP_WORDS: Readonly<Record<MaxStep, string>> = {
  none: 'no updates of it',
  patch: 'patch updates of it only',
  minor: 'patch and minor updates of it only',
  major: 'all updates of it',
};

export function exceeds(step: Step, limit: MaxStep): boolean {
  return STEPS.indexOf(step === 'none' ? 'patch' : step) > STEPS.indexOf(limit);
}

function covers(
  rule: IgnoreRule,
  { name, to }: Pick<Candidate, 'name' | 'to'>,
  now: Date,
): boolean {
  const today = now.toISOString().slice(0, 10);
  if (rule.until !== undefined && rule.until < today) return false;
  if (!matchesGlob(name, [rule.package])) return false;
  const [set, version] = [parseSpecifiers(rule.versions ?? ''), parseVersion(to)];
  return set === undefined || version === undefined || contains(set, version);
}

function ruleFor(name: string, bumps: BumpsConfiguration): PackageRule | undefined {
  return bumps.packages.find((rule) => matchesGlob(name, [rule.package]));
}

/** The first group of the configuration that takes the package, by its name or as `group:dev`. */
export function groupFor(
  { name, dependencyGroups }: Pick<Candidate, 'name' | 'dependencyGroups'>,
  { groups }: BumpsConfiguration,
): string | 'none' {
  const found = Object.entries(groups).find(
    ([, globs]) =>
      matchesGlob(name, globs) ||
      dependencyGroups.some((group) => matchesGlob(`group:${group}`, globs)),
  );
  return found?.[0] ?? 'none';
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString();
}
