/** Groups of bumps: their names, and what the names mean. */
import type { Candidate } from '../types.ts';

/** Patch and minor updates. */
export const WEEKLY = 'weekly';
/** Patch and minor updates that leave known vulnerabilities behind. */
export const SECURITY = 'security';
/** The patch version of Python, in all places of a project. */
export const PYTHON = 'python';

const PREFIXES = { major: 'major-', security: `${SECURITY}-`, single: 'only-' } as const;

/** Of a package alone: `security-httpx`, `major-httpx`, or what was split off: `only-httpx`. */
export function loneGroup({
  name,
  fixes,
  step,
}: Pick<Candidate, 'name' | 'fixes' | 'step'>): string {
  const kind = fixes.length > 0 ? 'security' : step === 'major' ? 'major' : 'single';
  return `${PREFIXES[kind]}${name}`;
}

/** Those that a package can have once it was split off. */
export function splitGroups(name: string): readonly string[] {
  return [`${PREFIXES.single}${name}`, `${PREFIXES.security}${name}`];
}

export function isSecurityGroup(group: string): boolean {
  return group === SECURITY || group.startsWith(PREFIXES.security);
}

/** Named by us, not by the configuration. */
export function isOwnGroup(group: string): boolean {
  return [WEEKLY, SECURITY, PYTHON].includes(group) || isLoneGroup(group);
}

/** Of one package; whoever else is in it cannot move without it. */
export function isLoneGroup(group: string): boolean {
  return Object.values(PREFIXES).some((prefix) => group.startsWith(prefix));
}

/** What has to come, and what somebody asked for, does not wait until others are merged. */
export function isLimited(group: string): boolean {
  return !isSecurityGroup(group) && !group.startsWith(PREFIXES.single);
}
