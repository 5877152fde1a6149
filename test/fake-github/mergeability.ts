/** Whether a pull request can be merged, as the base branch's rules have it. */
import { runsOn } from './checks.ts';
import type { Pull, World } from './world.ts';

const PASSED = new Set(['success', 'neutral', 'skipped']);

/**
 * The required checks that keep a pull request from being merged: not there, not finished, or not
 * passed. Of several runs of one name the newest counts.
 *
 * @see https://docs.github.com/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */
export function waitingFor(world: World, pull: Pull): readonly string[] {
  const requires = pull.repository.rules.get(pull.baseRef)?.requires ?? [];
  const runs = runsOn(world, pull.repository, pull.headSha);
  return requires
    .filter(({ context, appId }) => {
      const newest = runs
        .filter(({ name, suite }) => name === context && (appId ?? suite.app.id) === suite.app.id)
        .at(-1);
      return newest?.conclusion === undefined || !PASSED.has(newest.conclusion);
    })
    .map(({ context }) => context);
}

/** REST's `mergeable_state`. */
export function mergeableState(world: World, pull: Pull): 'clean' | 'dirty' | 'blocked' {
  if (pull.mergeSha === 'conflict') return 'dirty';
  return waitingFor(world, pull).length > 0 ? 'blocked' : 'clean';
}
