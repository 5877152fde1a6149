/** Jobs that nobody has to wait for, though they look as if they were meant. */
import { itemsAt, scalarAt } from '../../edits/nodes.ts';
import type { Job } from '../../workflows/workflow.ts';
import type { RequiredCheck } from '../surroundings.ts';
import type { Finding } from '../types.ts';
import { exactNames, mayReport, type Producer, type Production } from './producers.ts';
import type { RequiredCheckRuleId } from './rules.ts';

const TESTS = /\b(?:pytest|tox|nox|unittest|manage\.py test|hatch test|stestr|trial)\b/;

/** At most one: the job that collects the results of others, else one that runs the tests. */
export function unrequired(
  required: readonly RequiredCheck[],
  { producers }: Production,
): readonly Finding[] {
  const running = producers.filter(({ started, job }) => {
    return started.runs === true && job.decision === 'runs';
  });
  const covered = coveredBy(required, running);
  const open = running.filter((producer) => !covered.has(producer.job.job));
  const aggregate = open.find(({ job: { job } }) => collects(job));
  if (aggregate !== undefined) return [remark(aggregate, 'aggregate')];
  // What is known at run time only may cover the tests.
  const isUnsure = producers.some((producer) =>
    required.some(({ context }) => mayReport(producer, context)),
  );
  const tested = running.some(({ job: { job } }) => covered.has(job) && runsTests(job));
  const tests = open.find(({ job: { job } }) => runsTests(job));
  return tests === undefined || tested || isUnsure ? [] : [remark(tests, 'tests')];
}

/** Required jobs, with all that have to pass before them and those that call them. */
function coveredBy(
  required: readonly RequiredCheck[],
  producers: readonly Producer[],
): ReadonlySet<Job> {
  const contexts = new Set(required.map(({ context }) => context));
  const covered = new Set<Job>();
  const open = producers.filter((producer) =>
    exactNames(producer).some((name) => contexts.has(name)),
  );
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { workflow, job } = one;
    if (covered.has(job.job)) continue;
    covered.add(job.job);
    const before = new Set([...job.job.needs, ...job.chain]);
    open.push(
      ...producers.filter((other) => {
        return other.workflow === workflow && other.job.chain.some((id) => before.has(id));
      }),
    );
  }
  return covered;
}

function collects({ condition, needs }: Job): boolean {
  return needs.length > 1 && /\balways\(\)|!\s*cancelled\(\)/.test(condition ?? '');
}

function runsTests({ node }: Job): boolean {
  return itemsAt(node, 'steps').some((step) => TESTS.test(scalarAt(step, 'run')?.text ?? ''));
}

function remark({ job }: Producer, looksLike: 'aggregate' | 'tests'): Finding {
  const [name] = job.names;
  const shown = name?.kind === 'name' ? name.name : job.job.id;
  return {
    rule: 'required-checks/not-required' satisfies RequiredCheckRuleId,
    subject: shown,
    about: shown,
    at: { path: job.workflow.path, line: job.job.line },
    facts: { kind: 'not-required', name: shown, looksLike },
  };
}
