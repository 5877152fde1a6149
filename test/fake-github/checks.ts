/** Check runs and suites with GitHub's rules, those of the prose included. */
import { forbidden, invalid, unprocessable } from './errors.ts';
import { resolveCommit } from './git.ts';
import type {
  Annotation,
  App,
  CheckAction,
  CheckStatus,
  Repository,
  Run,
  Suite,
  World,
} from './world.ts';

/** The body of a create or update request, as the contract lets it through. */
export interface RunInput {
  readonly name?: string;
  readonly head_sha?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly Annotation[];
  };
  readonly actions?: readonly CheckAction[];
}

const MAX_OUTPUT_BYTES = 65_535;
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_ANNOTATIONS = 50;

function annotationProblems(annotation: Annotation): readonly string[] {
  const { path, message, raw_details = '', title = '', start_line, end_line } = annotation;
  const hasColumns = annotation.start_column !== undefined || annotation.end_column !== undefined;
  const broken = [
    Buffer.byteLength(message) > MAX_MESSAGE_BYTES && 'message exceeds 64 KB',
    message === '' && 'message is blank',
    Buffer.byteLength(raw_details) > MAX_MESSAGE_BYTES && 'raw_details exceeds 64 KB',
    [...title].length > 255 && 'title exceeds 255 characters',
    start_line < 1 && 'start_line starts at 1',
    end_line < start_line && 'end_line is before start_line',
    hasColumns && start_line !== end_line && 'columns need start_line equal to end_line',
    (path === '' || path.startsWith('/')) && 'path is not relative to the repository',
  ];
  return broken.filter((problem) => problem !== false).map((text) => `annotation: ${text}`);
}

/** What GitHub refuses beyond its own schema. */
function inputProblems(input: RunInput): readonly string[] {
  const { output } = input;
  const tooLong = (['summary', 'text'] as const).filter(
    (key) => Buffer.byteLength(output?.[key] ?? '') > MAX_OUTPUT_BYTES,
  );
  const isEnd = input.status === 'completed' || input.completed_at !== undefined;
  const annotations = output?.annotations ?? [];
  return [
    ...tooLong.map((key) => `${key} exceeds a maximum bytesize of ${MAX_OUTPUT_BYTES}`),
    ...(isEnd && input.conclusion === undefined ? ['a completed run needs a conclusion'] : []),
    ...(input.conclusion === 'stale' ? ['only GitHub sets the conclusion stale'] : []),
    ...(annotations.length > MAX_ANNOTATIONS ? ['more than 50 annotations in one request'] : []),
    ...(output !== undefined && (!output.title || !output.summary)
      ? ['output needs a title and a summary']
      : []),
    ...annotations.flatMap(annotationProblems),
  ];
}

function refuseProblems(input: RunInput): void {
  const problems = inputProblems(input);
  if (problems.length > 0) throw invalid(...problems);
}

export function suiteFor(world: World, repository: Repository, app: App, sha: string) {
  return [...world.suites.values()].find(
    (suite) => suite.repository === repository && suite.app === app && suite.headSha === sha,
  );
}

export function createSuite(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
  push?: { readonly branch: string; readonly before: string },
): Suite {
  const suite: Suite = {
    id: world.nextId(),
    repository,
    app,
    headSha,
    headBranch: push?.branch,
    before: push?.before,
    status: 'queued',
    createdAt: world.clock(),
    updatedAt: world.clock(),
  };
  world.suites.set(suite.id, suite);
  return suite;
}

/** Creates a run for `app`, in the suite of its commit (made when there is none). */
export async function createRun(
  world: World,
  repository: Repository,
  app: App,
  input: RunInput,
): Promise<Run> {
  refuseProblems(input);
  const sha = input.head_sha ?? '';
  if (!/^[0-9a-f]{40}$/.test(sha)) throw invalid('head_sha is not a full commit id');
  if ((await resolveCommit(repository.git, sha)) !== sha) {
    throw unprocessable(`No commit found for SHA: ${sha}`);
  }
  const known = suiteFor(world, repository, app, sha);
  const run: Run = {
    id: world.nextId(),
    suite: known ?? createSuite(world, repository, app, sha),
    name: input.name ?? '',
    status: 'queued',
    conclusion: undefined,
    externalId: undefined,
    detailsUrl: undefined,
    startedAt: world.clock(),
    completedAt: undefined,
    title: undefined,
    summary: undefined,
    text: undefined,
    annotations: [],
    actions: [],
  };
  apply(world, run, input);
  world.runs.set(run.id, run);
  return run;
}

/** Updates a run; annotations are added to those that it has, never replaced. */
export function updateRun(world: World, run: Run, app: App, input: RunInput): void {
  if (run.suite.app !== app)
    throw forbidden(
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  refuseProblems(input);
  if (input.name !== undefined) run.name = input.name;
  apply(world, run, input);
}

function apply(world: World, run: Run, input: RunInput): void {
  const { output, conclusion } = input;
  run.status = conclusion === undefined ? (input.status ?? run.status) : 'completed';
  if (run.status === 'completed') {
    run.conclusion = conclusion ?? run.conclusion;
    run.completedAt = input.completed_at ? new Date(input.completed_at) : world.clock();
  } else {
    run.conclusion = undefined;
    run.completedAt = undefined;
  }
  if (input.started_at !== undefined) run.startedAt = new Date(input.started_at);
  run.externalId = input.external_id ?? run.externalId;
  run.detailsUrl = input.details_url ?? run.detailsUrl;
  run.title = output?.title ?? run.title;
  run.summary = output?.summary ?? run.summary;
  run.text = output?.text ?? run.text;
  run.annotations.push(...(output?.annotations ?? []));
  run.actions = input.actions ?? run.actions;
  run.suite.updatedAt = world.clock();
  run.suite.status = latestRuns(world, run.suite, run).every(({ status }) => status === 'completed')
    ? 'completed'
    : 'in_progress';
}

export function runsOf(world: World, suite: Suite): readonly Run[] {
  return [...world.runs.values()].filter((run) => run.suite === suite);
}

/** The newest run of each name, newest first; `added` is one that is not stored yet. */
export function latestRuns(world: World, suite: Suite, added?: Run): readonly Run[] {
  const runs = new Set([...runsOf(world, suite), ...(added === undefined ? [] : [added])]);
  return newestByName([...runs]);
}

/** The newest run, by id, of each name in each suite; newest first. */
export function newestByName(runs: readonly Run[]): readonly Run[] {
  const newest = new Map<string, Run>();
  for (const run of [...runs].sort((a, b) => a.id - b.id)) {
    newest.set(`${run.suite.id} ${run.name}`, run);
  }
  return [...newest.values()].sort((a, b) => b.id - a.id);
}

/** All runs on a commit, oldest first. */
export function runsOn(world: World, repository: Repository, sha: string): readonly Run[] {
  return [...world.runs.values()]
    .filter(({ suite }) => suite.repository === repository && suite.headSha === sha)
    .sort((a, b) => a.id - b.id);
}

const WORST_FIRST = [
  'action_required',
  'timed_out',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
];

export function suiteConclusion(world: World, suite: Suite): string | undefined {
  if (suite.status !== 'completed') return undefined;
  const conclusions = new Set(latestRuns(world, suite).map(({ conclusion }) => conclusion));
  return WORST_FIRST.find((conclusion) => conclusions.has(conclusion));
}
