/** What GitHub tells beside the files: who reported what, which App has to, what is still missing. */
import { describe, expect, test } from 'vitest';
import { requiredChecks } from '../../../src/gates/required-checks/index.ts';
import type {
  ReportedCheck,
  RequiredCheck,
  Surroundings,
} from '../../../src/gates/surroundings.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { CONTEXT } from '../../support/context.ts';
import { ci, contextWith, described, type Files } from './support.ts';

describe('what GitHub tells', () => {
  const actions = { id: 15_368, slug: 'github-actions' };
  const circle = { id: 18_001, slug: 'circleci-checks' };
  const seen = (name: string, by: ReportedCheck['by'], on: ReportedCheck['on']) => ({
    name,
    by,
    on,
  });

  /** Statuses of the required checks, then what is found. */
  function told(files: Files, required: readonly RequiredCheck[], more: Partial<Surroundings>) {
    const { subjects, findings, undecided } = requiredChecks.judge(
      treeOfTexts(files),
      contextWith([], { surroundings: { ...CONTEXT.surroundings, required, ...more } }),
    );
    return [
      ...subjects.map(({ label, status, note = '' }) => `${label}: ${status} ${note}`.trim()),
      ...findings.map(described),
      ...undecided.map(({ reason }) => reason),
    ];
  }

  const named = (...names: readonly string[]): RequiredCheck[] =>
    names.map((context) => ({ context, source: 'ruleset' }));

  test.each<readonly [string, readonly RequiredCheck[], Partial<Surroundings>, readonly string[]]>([
    [
      'a name that nobody knows was reported by another system before',
      named('lint', 'zebra'),
      { reported: [seen('zebra', circle, 'pulls')] },
      ['lint: passed', 'zebra: passed as before from circleci-checks'],
    ],
    [
      'as a commit status, whatever its case',
      named('lint', 'Zebra'),
      { reported: [seen('zebra', 'status', 'base')] },
      ['lint: passed', 'Zebra: passed as before from a commit status'],
    ],
    [
      'what Actions reported before comes from no workflow any more',
      named('lint', 'zebra'),
      { reported: [seen('zebra', actions, 'base')] },
      [
        'lint: passed',
        'zebra: unable',
        '`zebra` is required (ruleset), and no workflow here reports it.',
      ],
    ],
    [
      'it is on the head already',
      named('lint', 'zebra'),
      { reported: [seen('zebra', actions, 'head')] },
      ['lint: passed', 'zebra: passed reported by GitHub Actions'],
    ],
    [
      'the App that has to report it is GitHub Actions',
      [...named('lint'), { context: 'lint', source: 'ruleset', app: actions.id }],
      {},
      ['lint: passed'],
    ],
    [
      'another App has to report what a job reports',
      [{ context: 'lint', source: 'ruleset', app: 254 }],
      {},
      ['lint: failed', 'wrong-app lint ci.yml:3'],
    ],
    [
      'and it does',
      [{ context: 'lint', source: 'ruleset', app: circle.id }],
      { reported: [seen('lint', circle, 'pulls')] },
      ['lint: passed'],
    ],
    [
      'GitHub Actions has to report what another App reports',
      [...named('lint'), { context: 'zebra', source: 'ruleset', app: actions.id }],
      { reported: [seen('zebra', circle, 'base')] },
      [
        'lint: passed',
        'zebra: failed',
        'wrong-app zebra .github/workflows',
        '`zebra` is required (ruleset), and no workflow here reports it.',
      ],
    ],
    [
      'all workflows have finished, and one check is not there',
      named('lint', 'zebra', 'codecov/patch'),
      { workflows: 'finished', reported: [seen('lint', actions, 'head')] },
      [
        'lint: passed',
        'zebra: failed',
        'codecov/patch: passed by its name from Codecov',
        'waiting zebra .github/workflows',
        'waiting codecov/patch .github/workflows (remark)',
        '`zebra` is required (ruleset), and no workflow here reports it.',
      ],
    ],
    [
      'the newest commit says to skip it',
      named('lint'),
      { message: 'Typo [skip ci]' },
      ['lint: failed', 'filtered lint ci.yml:3'],
    ],
    [
      'workflows of an organisation',
      named('lint', 'zebra'),
      { requiredWorkflows: [{ path: '.github/workflows/policy.yml', repository: 4711 }] },
      [
        'lint: passed',
        'zebra: unable',
        'workflow .github/workflows/policy.yml: passed of repository 4711',
        '`zebra` is required (ruleset), and no workflow here reports it, unless a workflow of another repository does.',
      ],
    ],
  ])('%s', (_, required, more, expected) => {
    const unique = [...new Map(required.map((check) => [check.context, check])).values()];
    expect(told(ci(''), unique, more)).toEqual(expected);
  });

  test('a matrix made at run time is known once it was reported', () => {
    const files = ci('  test:\n    strategy: { matrix: { py: "${{ fromJSON(vars.X) }}" } }\n');
    const required = named('lint', 'test (3.12)');
    expect(told(files, required, {})).toMatchInlineSnapshot(`
      [
        "lint: passed",
        "test (3.12): unable",
        "\`test (3.12)\` is required (ruleset); line 5 reports \`test (…)\`, of which a part is known only when it runs.",
      ]
    `);
    const reported = [seen('test (3.12)', actions, 'pulls')];
    expect(told(files, required, { reported })).toEqual(['lint: passed', 'test (3.12): passed']);
  });
});
