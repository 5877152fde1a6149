/** Repairs of workflows as edits, each proven by reading the result. */
import type { Splice } from '../../edits/splice.ts';
import { filterInJobs } from '../../workflows/changes/filters.ts';
import { collectResults, failWithNeeds } from '../../workflows/changes/results.ts';
import { startFor, startForType } from '../../workflows/changes/triggers.ts';
import type { Workflow } from '../../workflows/workflow.ts';
import type { Fix } from '../types.ts';
import { exactNames, type Producer, type Production } from './producers.ts';

function fixOf({ path }: Workflow, splices: readonly Splice[] | undefined): { readonly fix?: Fix } {
  if (splices === undefined) return {};
  return { fix: { kind: 'edit', edits: splices.map((splice) => ({ path, ...splice })) } };
}

export function startInQueue({ workflow }: Producer): { readonly fix?: Fix } {
  return fixOf(workflow, startFor(workflow, 'merge_group'));
}

export function startOnCommits({ workflow }: Producer): { readonly fix?: Fix } {
  return fixOf(workflow, startForType(workflow, 'pull_request', 'synchronize'));
}

export function failInsteadOfSkip({ workflow, job }: Producer): { readonly fix?: Fix } {
  return fixOf(workflow, failWithNeeds(workflow, job.job));
}

export function filterJobs({ workflow }: Producer): { readonly fix?: Fix } {
  return fixOf(workflow, filterInJobs(workflow));
}

/**
 * A job that reports the required name for all cells that took its place, so that nobody has to
 * change what is required.
 */
export function keepName(
  context: string,
  likely: readonly string[],
  { producers }: Production,
): { readonly fix?: Fix } {
  // One for one, the new name is to be required.
  if (likely.length < 2) return {};
  const own = producers.filter((producer) =>
    exactNames(producer).some((it) => likely.includes(it)),
  );
  const [workflow, ...others] = new Set(own.map((producer) => producer.workflow));
  if (workflow === undefined || others.length > 0) return {};
  const needs = [...new Set(own.map(({ job }) => job.chain[0] ?? job.job.id))];
  return fixOf(workflow, collectResults(workflow, needs, context)?.splices);
}

/** A job with a name that is always reported, to be required instead. */
export function collectInstead({ workflow, job }: Producer): {
  readonly fix?: Fix;
  readonly name?: string;
} {
  const caller = job.chain[0] ?? job.job.id;
  const name = `${caller}-result`;
  if (workflow.jobs.some((one) => one.id === name || one.name === name)) return {};
  const collected = collectResults(workflow, [caller], name);
  return collected === undefined ? {} : { ...fixOf(workflow, collected.splices), name };
}
