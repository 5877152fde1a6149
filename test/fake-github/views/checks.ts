import { latestRuns, suiteConclusion } from '../checks.ts';
import type { Run, Suite, World } from '../world.ts';
import { appView, nodeId, time } from './accounts.ts';
import { readCommit, simpleCommitView } from './commits.ts';
import { checkedPulls } from './pulls.ts';
import { apiUrl, repositoryView } from './repositories.ts';

function orNull(date: Date | undefined): string | null {
  return date === undefined ? null : time(date);
}

export function runView(world: World, run: Run) {
  const { suite } = run;
  const { repository, headSha } = suite;
  const url = `${apiUrl(world, repository)}/check-runs/${run.id}`;
  const html = `${repositoryView(world, repository).html_url}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: html,
    details_url: run.detailsUrl ?? appView(world, suite.app).external_url,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: orNull(run.startedAt),
    completed_at: orNull(run.completedAt),
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: appView(world, suite.app),
    pull_requests: checkedPulls(world, repository, headSha),
  };
}

/** The suite's own fields, as a webhook about a run carries them inside the run. */
export function simpleSuiteView(world: World, suite: Suite) {
  const { repository } = suite;
  return {
    id: suite.id,
    node_id: nodeId('CS', suite.id),
    head_branch: suite.headBranch ?? null,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suiteConclusion(world, suite) ?? null,
    url: `${apiUrl(world, repository)}/check-suites/${suite.id}`,
    before: suite.before ?? null,
    after: suite.headSha,
    pull_requests: checkedPulls(world, repository, suite.headSha),
    app: appView(world, suite.app),
    created_at: time(suite.createdAt),
    updated_at: time(suite.updatedAt),
  };
}

export async function suiteView(world: World, suite: Suite) {
  const { repository } = suite;
  const commit = await readCommit(repository.git, suite.headSha);
  const view = simpleSuiteView(world, suite);
  return {
    ...view,
    repository: repositoryView(world, repository),
    head_commit: commit === undefined ? null : simpleCommitView(commit),
    latest_check_runs_count: latestRuns(world, suite).length,
    check_runs_url: `${view.url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}
