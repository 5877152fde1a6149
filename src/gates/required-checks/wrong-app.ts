import type { RequiredCheck, Surroundings } from '../surroundings.ts';
import type { Finding } from '../types.ts';
import { finding } from './finding.ts';
import type { Producer } from './producers.ts';
import { actionsId, othersReportsOf, reporterName, reportsOf } from './reported.ts';

/** A check of which only one App's report counts, and another one reports it. */
export function wrongApp(
  { check }: { readonly check: RequiredCheck },
  own: readonly Producer[],
  seen: Surroundings,
): readonly Finding[] {
  const { app } = check;
  if (app === undefined || reportsOf(check, seen).length > 0) return [];
  const actions = actionsId(seen);
  const started = own.filter(({ started: { runs } }) => runs === true);
  if (app === actions && started.length > 0) return [];
  const others = othersReportsOf(check, seen);
  const [job] = started;
  const [other] = others;
  if (job === undefined && other === undefined) return [];
  const reporters = [
    ...new Set([...(job === undefined ? [] : ['GitHub Actions']), ...others.map(reporterName)]),
  ];
  const instead = job === undefined ? idOf(other?.by) : actions;
  return [finding(check, { kind: 'wrong-app', app, reporters, instead }, job)];
}

function idOf(by: Surroundings['reported'][number]['by'] | undefined): number | 'unknown' {
  return by === undefined || by === 'status' ? 'unknown' : by.id;
}
