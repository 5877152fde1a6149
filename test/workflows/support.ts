import type { EventFacts } from '../../src/workflows/events.ts';
import { patternOf } from '../../src/workflows/names.ts';
import { producedJobs } from '../../src/workflows/produced.ts';
import { readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';

/** The event of a pull request of the repository itself by `octocat`: no draft, no labels. */
export function plainEvent(
  repository = 'acme/app',
  { event = 'pull_request', base = 'main' }: Partial<Pick<EventFacts, 'event' | 'base'>> = {},
): EventFacts {
  return {
    event,
    repository,
    base,
    pull: {
      number: 1,
      action: 'synchronize',
      isDraft: false,
      labels: [],
      branch: 'topic',
      isFork: false,
      headRepository: repository,
      author: 'octocat',
      isBot: false,
    },
  };
}

export function workflow(text: string, path = '.github/workflows/ci.yml'): Workflow {
  const read = readWorkflow(path, text);
  if (read.kind !== 'workflow') throw new Error(`line ${read.line}: ${read.reason}`);
  return read.workflow;
}

/** `NAME`, or `NAME: DECISION` where it does not run; called workflows by path. */
export function reported(
  jobs: string,
  called: Readonly<Record<string, string>> = {},
): readonly string[] {
  const find = (path: string) => {
    const text = called[path];
    return text === undefined ? undefined : workflow(text, path);
  };
  const root = workflow(`on: pull_request\njobs:\n${jobs}`);
  return producedJobs(root, plainEvent(), find).flatMap(({ names, decision, kind }) => {
    if (kind === 'reusable-local') return [];
    const mark = decision === 'runs' ? '' : `: ${decision}`;
    return names.map((name) =>
      name.kind === 'name' ? `${name.name}${mark}` : `~${patternOf(name.parts)}${mark}`,
    );
  });
}
