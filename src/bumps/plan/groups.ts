/** Groups of bumps: their names, and what the names mean. */
import type { Candidate } from '../types.ts';

/** Patch and minor updates. */
export const WEEKLY = 'weekly';
/** Patch and minor updates that leave known vulnerabilities behind. */
export const SECURITY = 'security';
/** The patch version of Python, in all places of a project. */
export const PYTHON = 'python';

const PREFIXES = { major: 'major-', security: `${SECURITY}-`, single: 'only-' } as const;

/** A major update is alone: `major-httpx`, `security-httpx`. */
export function majorGroup({ name, fixes }: Pick<Candidate, 'name' | 'fixes'>): string {
  return `${fixes.length > 0 ? PREFIXES.security : PREFIXES.major}${name}`;
}

/** What somebody wanted to have apart from the others. */
export function singleGroup(name: string): string {
  return `${PREFIXES.single}${name}`;
}

export function isSecurityGroup(group: string): boolean {
  return group === SECURITY || group.startsWith(PREFIXES.security);
}

/** Named by us, not by the configuration. */
export function isOwnGroup(group: string): boolean {
  const isPrefixed = Object.values(PREFIXES).some((prefix) => group.startsWith(prefix));
  return [WEEKLY, SECURITY, PYTHON].includes(group) || isPrefixed;
}

/** What has to come, and what somebody asked for, does not wait until others are merged. */
export function isLimited(group: string): boolean {
  return !isSecurityGroup(group) && !group.startsWith(PREFIXES.single);
}
