import {
  createRun,
  createSuite,
  latestRuns,
  newestByName,
  type RunInput,
  runsOf,
  runsOn,
  suiteFor,
  updateRun,
} from '../checks.ts';
import { forbidden, notFound, unprocessable } from '../errors.ts';
import { resolveCommit } from '../git.ts';
import { runView, suiteView } from '../views/checks.ts';
import { repositoryView } from '../views/repositories.ts';
import type { Annotation, Run, Suite } from '../world.ts';
import {
  type Answer,
  ok,
  paged,
  type RepositoryCall,
  type Route,
  repositoryRoute,
} from './route.ts';

async function commitOf({ repository, params }: RepositoryCall): Promise<string> {
  const sha = await resolveCommit(repository.git, params.ref ?? '');
  if (sha === undefined) throw unprocessable(`No commit found for SHA: ${params.ref}`);
  return sha;
}

function runOf({ world, repository, params }: RepositoryCall): Run {
  const run = world.runs.get(Number(params.check_run_id));
  if (run === undefined || run.suite.repository !== repository) throw notFound();
  return run;
}

function suiteOf({ world, repository, params }: RepositoryCall): Suite {
  const suite = world.suites.get(Number(params.check_suite_id));
  if (suite === undefined || suite.repository !== repository) throw notFound();
  return suite;
}

/** The filters that the lists of runs share; newest of each name unless `filter=all`. */
function listRuns(call: RepositoryCall, runs: readonly Run[]): Answer {
  const { world, query } = call;
  const name = query.get('check_name');
  const status = query.get('status');
  const appId = query.get('app_id');
  const shown = query.get('filter') === 'all' ? [...runs].reverse() : newestByName(runs);
  const found = shown
    .filter((run) => name === null || run.name === name)
    .filter((run) => status === null || run.status === status)
    .filter((run) => appId === null || run.suite.app.id === Number(appId));
  return paged(call, found, (page) => ({
    total_count: found.length,
    check_runs: page.map((run) => runView(world, run)),
  }));
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { hub, world, repository, body } = call;
  const run = await createRun(world, repository, world.app, body as RunInput);
  hub.runChanged(run, 'created');
  return { status: 201, body: runView(world, run) };
}

function update(call: RepositoryCall): Answer {
  const { hub, world, body } = call;
  const run = runOf(call);
  const wasCompleted = run.status === 'completed';
  updateRun(world, run, world.app, body as RunInput);
  hub.runChanged(run, wasCompleted ? 'updated' : 'completed');
  return ok(runView(world, run));
}

function annotationView(call: RepositoryCall, run: Run, annotation: Annotation) {
  const { html_url } = repositoryView(call.world, call.repository);
  return {
    start_column: null,
    end_column: null,
    title: null,
    raw_details: null,
    ...annotation,
    blob_href: `${html_url}/blob/${run.suite.headSha}/${annotation.path}`,
  };
}

async function listSuites(call: RepositoryCall): Promise<Answer> {
  const { world, query, repository } = call;
  const sha = await commitOf(call);
  const appId = query.get('app_id');
  const name = query.get('check_name');
  const found = [...world.suites.values()]
    .filter((suite) => suite.repository === repository && suite.headSha === sha)
    .filter((suite) => appId === null || suite.app.id === Number(appId))
    .filter((suite) => name === null || runsOf(world, suite).some((run) => run.name === name));
  const views = await Promise.all(found.map((suite) => suiteView(world, suite)));
  return paged(call, views, (page) => ({ total_count: found.length, check_suites: page }));
}

export const checkRoutes: readonly Route[] = [
  repositoryRoute('POST', '/check-runs', ['checks:write'], create),
  repositoryRoute('GET', '/check-runs/{check_run_id}', ['checks:read'], (call) =>
    ok(runView(call.world, runOf(call))),
  ),
  repositoryRoute('PATCH', '/check-runs/{check_run_id}', ['checks:write'], update),
  repositoryRoute('GET', '/check-runs/{check_run_id}/annotations', ['checks:read'], (call) => {
    const run = runOf(call);
    return paged(call, run.annotations, (page) =>
      page.map((annotation) => annotationView(call, run, annotation)),
    );
  }),
  repositoryRoute('POST', '/check-runs/{check_run_id}/rerequest', ['checks:write'], (call) => {
    const run = runOf(call);
    if (run.suite.app !== call.world.app) throw forbidden();
    call.hub.rerequestRun(run);
    return { status: 201, body: {} };
  }),
  repositoryRoute('GET', '/commits/{ref}/check-runs', ['checks:read'], async (call) =>
    listRuns(call, runsOn(call.world, call.repository, await commitOf(call))),
  ),
  repositoryRoute('GET', '/commits/{ref}/check-suites', ['checks:read'], listSuites),
  repositoryRoute('POST', '/check-suites', ['checks:write'], async (call) => {
    const { world, repository, body } = call;
    const { head_sha } = body as { readonly head_sha: string };
    const known = suiteFor(world, repository, world.app, head_sha);
    const suite = known ?? createSuite(world, repository, world.app, head_sha);
    return { status: known === undefined ? 201 : 200, body: await suiteView(world, suite) };
  }),
  repositoryRoute('GET', '/check-suites/{check_suite_id}', ['checks:read'], async (call) =>
    ok(await suiteView(call.world, suiteOf(call))),
  ),
  repositoryRoute('GET', '/check-suites/{check_suite_id}/check-runs', ['checks:read'], (call) =>
    listRuns(
      call,
      call.query.get('filter') === 'all'
        ? runsOf(call.world, suiteOf(call))
        : latestRuns(call.world, suiteOf(call)),
    ),
  ),
  repositoryRoute(
    'POST',
    '/check-suites/{check_suite_id}/rerequest',
    ['checks:write'],
    async (call) => {
      await call.hub.rerequestSuite(suiteOf(call));
      return { status: 201, body: {} };
    },
  ),
];
