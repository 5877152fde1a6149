/** What was seen of a required check: on this head, and before it. */
import type { ReportedCheck, RequiredCheck, Surroundings } from '../surroundings.ts';

/** GitHub Actions on github.com; elsewhere its slug tells. */
const ACTIONS = { id: 15_368, slug: 'github-actions' };

type Seen = Pick<Surroundings, 'reported'>;

/** Reports of the required name, of the required App if there is one. */
export function reportsOf(
  { context, app }: RequiredCheck,
  { reported }: Seen,
): readonly ReportedCheck[] {
  return reported.filter(({ name, by }) => {
    if (by === 'status') return name.toLowerCase() === context.toLowerCase() && app === undefined;
    return name === context && (app === undefined || by.id === app);
  });
}

/** Reports of the required name that do not count, because they are another App's. */
export function othersReportsOf(
  { context, app }: RequiredCheck,
  { reported }: Seen,
): readonly ReportedCheck[] {
  return reported.filter(
    ({ name, by }) => name === context && app !== undefined && (by === 'status' || by.id !== app),
  );
}

/** The id of GitHub Actions where these checks were reported. */
export function actionsId({ reported }: Seen): number {
  const seen = reported.flatMap(({ by }) => (by === 'status' ? [] : [by]));
  return seen.find(({ slug }) => slug === ACTIONS.slug)?.id ?? ACTIONS.id;
}

/** Who reported it, in words. */
export function reporterName({ by }: ReportedCheck): string {
  if (by === 'status') return 'a commit status';
  return by.slug === ACTIONS.slug ? 'GitHub Actions' : by.slug;
}

/**
 * The other system that reports it: known by what was reported, since its name says little. What
 * Actions reported before says nothing: its workflow would be here.
 */
export function reporterBefore(check: RequiredCheck, seen: Seen): string | undefined {
  const actions = actionsId(seen);
  const found = reportsOf(check, seen).find(({ by }) => by === 'status' || by.id !== actions);
  return found && reporterName(found);
}
