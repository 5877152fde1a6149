/**
 * GitHub Actions, as far as check runs tell: it runs the workflow files of a head and reports under
 * their names. Which names these are is computed by `src/workflows/`, which `bench:workflows` holds
 * against thousands of real runs.
 */
import type { EventFacts } from '../../src/workflows/events.ts';
import { type ProducedJob, producedJobs } from '../../src/workflows/produced.ts';
import { starts } from '../../src/workflows/triggers.ts';
import { isWorkflowPath, readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';
import { createRun } from './checks.ts';
import { readObject } from './git.ts';
import { compareCommits } from './git-compare.ts';
import { listTree } from './git-tree.ts';
import type { Hub } from './hub.ts';
import { appOf, fullName } from './lookups.ts';
import type { Pull, Repository } from './world.ts';

export const ACTIONS_APP = 15_368;

/** What one job of a run ends with; `success` for jobs that are not named. */
export type Conclusions = Readonly<Record<string, string>>;

/** Runs the workflows of a pull request's head to their end; gives the names that they reported. */
export async function runWorkflows(
  hub: Hub,
  pull: Pull,
  conclusions: Conclusions = {},
): Promise<readonly string[]> {
  const { world } = hub;
  const { repository, headSha } = pull;
  const reported: string[] = [];
  for (const job of await jobsOf(pull)) {
    const names = job.decision === 'runs' ? job.names : [job.skipped];
    for (const name of job.decision === 'absent' ? [] : names) {
      if (name.kind !== 'name') throw new Error(`a name of ${job.job.id} is not known`);
      const skipped = job.decision === 'runs' ? 'success' : 'skipped';
      const conclusion = conclusions[name.name] ?? skipped;
      const input = { name: name.name, head_sha: headSha, conclusion };
      const run = await createRun(world, repository, appOf(world, ACTIONS_APP), input);
      hub.runChanged(run, 'created');
      reported.push(name.name);
    }
  }
  return reported;
}

async function jobsOf(pull: Pull): Promise<readonly ProducedJob[]> {
  const { repository, headSha, baseRef, baseSha } = pull;
  const workflows = await workflowsAt(repository, headSha);
  const comparison = await compareCommits(repository.git, baseSha, headSha);
  const files = (comparison?.files ?? []).map(({ path }) => path);
  const event = eventOf(pull);
  return [...workflows.values()]
    .filter(({ on }) => {
      const happened = { event: event.event, action: 'synchronize', branch: baseRef, files };
      return starts(on, happened).runs === true;
    })
    .flatMap((workflow) => producedJobs(workflow, event, (path) => workflows.get(path)));
}

async function workflowsAt(
  { git }: Repository,
  sha: string,
): Promise<ReadonlyMap<string, Workflow>> {
  const tree = await readObject(git, `${sha}^{tree}`);
  const workflows = new Map<string, Workflow>();
  for (const { path, oid } of await listTree(git, tree?.oid ?? '')) {
    if (!isWorkflowPath(path)) continue;
    const text = (await readObject(git, oid))?.content.toString() ?? '';
    const read = readWorkflow(path, text);
    // What GitHub refuses reports nothing.
    if (read.kind === 'workflow') workflows.set(path, read.workflow);
  }
  return workflows;
}

function eventOf(pull: Pull): EventFacts & { readonly event: 'pull_request' } {
  const { repository, headRepository } = pull;
  const isFork = headRepository !== repository;
  return {
    event: 'pull_request',
    repository: fullName(repository),
    base: pull.baseRef,
    pull: {
      number: pull.number,
      action: 'synchronize',
      isDraft: pull.isDraft,
      labels: [],
      branch: pull.headRef,
      isFork,
      headRepository: headRepository === 'deleted' ? 'deleted/deleted' : fullName(headRepository),
      author: pull.author.login,
      isBot: pull.author.type === 'Bot',
    },
  };
}
