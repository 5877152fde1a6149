/** Check suites and runs as GraphQL shows them. */
import { newestByName, runsOf, suiteConclusion } from '../checks.ts';
import { nodeId, time } from '../views/accounts.ts';
import { runView } from '../views/checks.ts';
import type { Annotation, App, Repository, Run, Suite, World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import type { CommitFields } from './objects.ts';

interface SuiteArguments extends PageArguments {
  readonly filterBy?: { readonly appId?: number | null; readonly checkName?: string | null } | null;
}

interface RunArguments extends PageArguments {
  readonly filterBy?: {
    readonly appId?: number | null;
    readonly checkName?: string | null;
    readonly checkType?: 'ALL' | 'LATEST' | null;
    readonly status?: string | null;
  } | null;
}

/** What a commit knows of its checks in this repository. */
export function commitChecks(world: World, repository: Repository): CommitFields {
  return (oid) => ({
    // Nobody sets commit statuses here.
    status: null,
    checkSuites({ filterBy, ...page }: SuiteArguments) {
      const found = [...world.suites.values()]
        .filter((suite) => suite.repository === repository && suite.headSha === oid)
        .filter((suite) => (filterBy?.appId ?? suite.app.id) === suite.app.id)
        .filter((suite) => {
          const name = filterBy?.checkName ?? undefined;
          return name === undefined || runsOf(world, suite).some((run) => run.name === name);
        });
      return connection(
        found.map((suite) => suiteNode(world, suite)),
        page,
      );
    },
  });
}

function appNode(world: World, app: App) {
  const url = `${world.url}/apps/${app.slug}`;
  return { id: nodeId('A', app.id), databaseId: app.id, name: app.name, slug: app.slug, url };
}

function upper(text: string | undefined): string | null {
  return text?.toUpperCase() ?? null;
}

function suiteNode(world: World, suite: Suite) {
  return {
    __typename: 'CheckSuite',
    id: nodeId('CS', suite.id),
    databaseId: suite.id,
    app: appNode(world, suite.app),
    status: upper(suite.status),
    conclusion: upper(suiteConclusion(world, suite)),
    createdAt: time(suite.createdAt),
    updatedAt: time(suite.updatedAt),
    checkRuns({ filterBy, ...page }: RunArguments) {
      const all = runsOf(world, suite);
      const shown = filterBy?.checkType === 'ALL' ? [...all].reverse() : newestByName(all);
      const found = shown
        .filter((run) => (filterBy?.appId ?? suite.app.id) === run.suite.app.id)
        .filter((run) => (filterBy?.checkName ?? run.name) === run.name)
        .filter((run) => (filterBy?.status ?? upper(run.status)) === upper(run.status));
      return connection(
        found.map((run) => runNode(world, run)),
        page,
      );
    },
  };
}

function runNode(world: World, run: Run) {
  const view = runView(world, run);
  return {
    __typename: 'CheckRun',
    id: view.node_id,
    databaseId: run.id,
    name: run.name,
    status: upper(run.status),
    conclusion: upper(run.conclusion),
    title: run.title ?? null,
    summary: run.summary ?? null,
    text: run.text ?? null,
    externalId: run.externalId ?? null,
    detailsUrl: view.details_url,
    url: view.html_url,
    permalink: view.html_url,
    startedAt: view.started_at,
    completedAt: view.completed_at,
    checkSuite: () => suiteNode(world, run.suite),
    annotations: (page: PageArguments) => connection(run.annotations.map(annotationNode), page),
  };
}

function annotationNode(annotation: Annotation) {
  return {
    path: annotation.path,
    annotationLevel: annotation.annotation_level.toUpperCase(),
    message: annotation.message,
    title: annotation.title ?? null,
    rawDetails: annotation.raw_details ?? null,
    location: {
      start: { line: annotation.start_line, column: annotation.start_column ?? null },
      end: { line: annotation.end_line, column: annotation.end_column ?? null },
    },
  };
}
