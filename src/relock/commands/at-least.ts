import { compareVersions, parseVersion } from '../../python/version.ts';

/** Whether a tool has what came with its version `least`; not where its version is no PEP 440. */
export function isAtLeast(version: string, least: string): boolean {
  const [own, other] = [parseVersion(version), parseVersion(least)];
  return own !== undefined && other !== undefined && compareVersions(own, other) >= 0;
}
