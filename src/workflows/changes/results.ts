/** Changes that make one job stand for the results of others. */
import { nodeAt } from '../../edits/nodes.ts';
import type { Splice } from '../../edits/splice.ts';
import { atEnd, beforeEntry, beforeItems } from '../../edits/yaml-lines.ts';
import type { Job, Workflow } from '../workflow.ts';
import { proven, sameJobs } from './prove.ts';

/** Fails the job unless all that it needs has succeeded; for `if: always()`, which hides failures. */
export function resultStep(bad: readonly string[]): readonly string[] {
  const tests = bad.map((result) => `contains(needs.*.result, '${result}')`);
  return [
    '- name: Fail unless the needed jobs succeeded',
    `  if: ${tests.join(' || ')}`,
    '  run: exit 1',
  ];
}

/**
 * Lets a job that would be skipped when one of its `needs` fails run and fail instead.
 * Only for one without a condition of its own, and with steps.
 */
export function failWithNeeds(workflow: Workflow, job: Job): readonly Splice[] | undefined {
  const { text } = workflow;
  const needs = job.node.kind === 'map' ? job.node.entries.get('needs') : undefined;
  const steps = nodeAt(job.node, 'steps');
  if (needs === undefined || steps?.kind !== 'list' || job.condition !== undefined)
    return undefined;
  const splices = [
    beforeEntry(text, needs.keySpan[0], ['if: always()']),
    beforeItems(text, steps, resultStep(['failure', 'cancelled', 'skipped'])),
  ];
  return proven(workflow, splices, (after) => {
    const changed = after.jobs.find(({ id }) => id === job.id);
    const count = (node: Job['node'] | undefined) => {
      const list = node && nodeAt(node, 'steps');
      return list?.kind === 'list' ? list.items.length : 0;
    };
    return (
      changed?.condition === 'always()' &&
      count(changed.node) === count(job.node) + 1 &&
      sameJobs(workflow, after, [job.id])
    );
  });
}

/** A job at the end of the workflow that passes if none of `needs` failed; skipped ones pass. */
export function collectResults(
  workflow: Workflow,
  needs: readonly string[],
  name: string,
): { readonly splices: readonly Splice[]; readonly id: string } | undefined {
  const jobs = nodeAt(workflow.root, 'jobs');
  if (jobs?.kind !== 'map' || !/^[\w .+-]+$/.test(name)) return undefined;
  const id = freeId(workflow);
  const lines = [
    '',
    `${id}:`,
    // A name that YAML could read as something else is quoted.
    `  name: ${/^[A-Za-z_][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : `"${name}"`}`,
    `  needs: [${needs.join(', ')}]`,
    '  if: always()',
    '  runs-on: ubuntu-latest',
    '  permissions: {}',
    '  steps:',
    ...resultStep(['failure', 'cancelled']).map((line) => `    ${line}`),
  ];
  const splices = proven(workflow, [atEnd(workflow.text, jobs, lines)], (after) => {
    const added = after.jobs.at(-1);
    return (
      added?.name === name &&
      added.condition === 'always()' &&
      JSON.stringify(added.needs) === JSON.stringify(needs) &&
      sameJobs(workflow, after, [id])
    );
  });
  return splices && { splices, id };
}

function freeId({ jobs }: Workflow): string {
  const taken = new Set(jobs.map(({ id }) => id));
  const candidates = ['required', 'all-checks', 'required-checks'];
  const free = candidates.find((id) => !taken.has(id));
  return free ?? `required-${jobs.length}`;
}
