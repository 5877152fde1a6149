/** Words that all outputs share: how many, of what, and what the things of a gate are called. */
import type { Facts, GateId, GateReport, Rule, Subject } from '../gates/types.ts';

export type Noun = readonly [singular: string, plural: string];

/** `1 lock`, `2 locks`, `1,200 locks`. */
export function count(amount: number, noun: Noun): string {
  // Not by `toLocaleString`: loading the locale takes longer than judging a repository.
  const digits = String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${amount === 1 ? noun[0] : noun[1]}`;
}

/** What a gate judges, and what its verdicts are called. */
interface GateWords {
  readonly subject: Noun;
  readonly status: Readonly<Record<Subject['status'], string>>;
  /** The state that `stale` names, after a number: `is stale`, `are stale`. */
  readonly stale?: { readonly rule: string; readonly words: Noun };
  /** For the repair that a rule's page shows: whose case it is, and its facts. */
  readonly example: { readonly of: string; readonly facts?: Facts };
}

const GATES: Readonly<Record<GateId, GateWords>> = {
  lockfile: {
    subject: ['lock', 'locks'],
    status: { passed: 'in step', failed: 'needs repair', unable: 'not decided' },
    stale: { rule: 'lockfile/stale', words: ['is stale', 'are stale'] },
    example: {
      of: 'uv',
      facts: {
        path: 'uv.lock',
        lockPath: 'uv.lock',
        manifestPath: 'pyproject.toml',
        tool: 'uv',
        check: 'uv lock --check',
        relock: 'uv lock',
      },
    },
  },
  'python-version': {
    subject: ['Python project', 'Python projects'],
    status: { passed: 'consistent', failed: 'needs repair', unable: 'not decided' },
    example: { of: 'its example' },
  },
  'required-checks': {
    subject: ['required check', 'required checks'],
    status: { passed: 'will be reported', failed: 'needs repair', unable: 'not decided' },
    example: { of: 'its example' },
  },
};

/** An ordinary case, for the page of a rule. */
export function exampleOf({ id, example }: Pick<Rule, 'id' | 'example'>): Example {
  const gate = id.split('/')[0] ?? '';
  const { of, facts = {} } = isGateId(gate) ? GATES[gate].example : { of: '' };
  return { of, facts: example ?? facts };
}

interface Example {
  readonly of: string;
  readonly facts: Facts;
}

function isGateId(text: string): text is GateId {
  return Object.hasOwn(GATES, text);
}

export function wordsOf(report: Pick<GateReport, 'gate'>): GateWords {
  return GATES[report.gate];
}
