import type { RequiredCheck, Surroundings } from '../surroundings.ts';
import type { Finding } from '../types.ts';
import { finding } from './finding.ts';
import type { Producer } from './producers.ts';
import { reporterName, reportsOf } from './reported.ts';
import type { CheckVerdict } from './verdicts.ts';

/** Everything that the files foretell of these is said already. */
const EXPLAINED: readonly CheckVerdict['kind'][] = ['ghost', 'not-started', 'waits', 'present'];

/** All workflows of the head have finished, and the check is not there. */
export function waiting(
  { check, verdict }: { readonly check: RequiredCheck; readonly verdict: CheckVerdict },
  [job]: readonly Producer[],
  seen: Surroundings,
): readonly Finding[] {
  if (seen.workflows !== 'finished' || EXPLAINED.includes(verdict.kind)) return [];
  const reports = reportsOf(check, seen);
  if (reports.some(({ on }) => on === 'head')) return [];
  const [before] = reports;
  const usual = before === undefined ? 'unknown' : reporterName(before);
  const found = finding(check, { kind: 'waiting', usual }, job);
  // Another system may be slower than all workflows.
  return [verdict.kind === 'external' ? { ...found, severity: 'notice' } : found];
}

/** True while a required check may still come: nobody has seen it, and workflows are at work. */
export function isAwaited(seen: Surroundings): boolean {
  if (seen.workflows === 'finished') return false;
  return seen.required.some((check) => !reportsOf(check, seen).some(({ on }) => on === 'head'));
}
