/** What is required against what the workflows report; of two checks the first one is right. */
import { describe, expect, test } from 'vitest';
import { spliced } from '../../../src/edits/splice.ts';
import { requiredChecks } from '../../../src/gates/required-checks/index.ts';
import type {
  ReportedCheck,
  RequiredCheck,
  Surroundings,
} from '../../../src/gates/surroundings.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { Finding, JudgeContext } from '../../../src/gates/types.ts';
import { CONTEXT } from '../../support/context.ts';

type Files = Readonly<Record<string, string>>;

function contextWith(required: readonly string[], more: Partial<JudgeContext> = {}): JudgeContext {
  return {
    ...CONTEXT,
    settings: { ...CONTEXT.settings, contexts: required },
    changed: ['src/a.py'],
    ...more,
  };
}

function described({ rule, subject, severity, at }: Finding): string {
  const line = 'line' in at ? `:${at.line}` : '';
  const mark = severity === 'notice' ? ' (remark)' : '';
  return `${rule.replace('required-checks/', '')} ${subject} ${at.path.replace('.github/workflows/', '')}${line}${mark}`;
}

function found(
  files: Files,
  required: readonly string[],
  more: Partial<JudgeContext> = {},
): readonly string[] {
  return requiredChecks
    .judge(treeOfTexts(files), contextWith(required, more))
    .findings.map(described);
}

function ci(jobs: string, on = 'on: [pull_request, merge_group]'): Files {
  return { '.github/workflows/ci.yml': `${on}\njobs:\n  lint:\n    runs-on: x\n${jobs}` };
}

const MATRIX = '    strategy: { matrix: { py: ["3.12", "3.13"] } }\n';

describe('on one pull request', () => {
  test.each<readonly [string, Files, readonly string[], readonly string[]]>([
    ['two checks that are reported', ci('  test:\n    runs-on: x\n'), ['lint', 'test'], []],
    ['cells of a matrix', ci(`  test:\n${MATRIX}`), ['lint', 'test (3.12)', 'test (3.13)'], []],
    [
      'the plain name of a matrix',
      ci(`  test:\n${MATRIX}`),
      ['lint', 'test'],
      ['ghost test ci.yml:3'],
    ],
    [
      'a cell that is gone',
      ci(`  test:\n${MATRIX}`),
      ['lint', 'test (3.11)'],
      ['ghost test (3.11) ci.yml:3'],
    ],
    ['another system', ci(''), ['lint', 'codecov/patch', 'ci/circleci: test'], []],
    ['a name that nobody knows', ci(''), ['lint', 'zebra'], []],
    [
      'a matrix made at run time',
      ci('  test:\n    strategy: { matrix: { py: "${{ fromJSON(vars.X) }}" } }\n'),
      ['lint', 'test (3.12)'],
      [],
    ],
    [
      'a filter of paths',
      ci('', 'on: { pull_request: { paths: ["docs/**"] } }'),
      ['lint'],
      ['filtered lint ci.yml:3'],
    ],
    [
      'a filter that this change passes',
      ci('', 'on: { pull_request: { paths: ["src/**"] } }'),
      ['lint'],
      ['filtered lint ci.yml:3 (remark)'],
    ],
    [
      'types',
      ci('', 'on: { pull_request: { types: [opened] } }'),
      ['lint'],
      ['types lint ci.yml:3'],
    ],
    ['only pushes', ci('', 'on: push'), ['lint'], ['ghost lint ci.yml:3']],
    [
      'a plain job that is skipped reports under its name',
      ci('  test:\n    if: false\n'),
      ['lint', 'test'],
      [],
    ],
    [
      'a matrix that is skipped does not',
      ci(`  test:\n    if: false\n${MATRIX}`),
      ['lint', 'test (3.12)'],
      ['skip-waits test (3.12) ci.yml:5'],
    ],
    [
      'a matrix that may be skipped',
      ci(`  test:\n    if: vars.RUN\n${MATRIX}`),
      ['lint', 'test (3.12)'],
      ['skip-waits test (3.12) ci.yml:5 (remark)'],
    ],
    [
      'needs that fail skip it',
      ci('  test:\n    needs: lint\n'),
      ['test'],
      ['skip-passes test ci.yml:5'],
    ],
    ['needs that are required too', ci('  test:\n    needs: lint\n'), ['lint', 'test'], []],
    [
      'an aggregate that always runs',
      ci('  test:\n    needs: lint\n    if: always()\n'),
      ['test'],
      [],
    ],
    [
      'two workflows with one name',
      { ...ci(''), '.github/workflows/b.yml': 'on: pull_request\njobs: { lint: {} }\n' },
      ['lint'],
      ['ambiguous lint b.yml:2'],
    ],
  ])('%s', (_, files, required, expected) => {
    expect(found(files, required)).toEqual(expected);
  });
});

test('a merge queue needs its own trigger', () => {
  const surroundings = { ...CONTEXT.surroundings, mergeQueue: true };
  expect(found(ci('', 'on: [pull_request, merge_group]'), ['lint'], { surroundings })).toEqual([]);
  expect(found(ci('', 'on: pull_request'), ['lint'], { surroundings })).toEqual([
    'no-merge-group lint ci.yml:3',
  ]);
});

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

describe('jobs that nobody waits for', () => {
  const TESTS = '  unit:\n    steps: [{ run: pytest }]\n';
  const ALL = '  all:\n    needs: [lint, unit]\n    if: always()\n';
  test.each<readonly [string, Files, readonly string[], readonly string[]]>([
    ['the tests are required', ci(TESTS), ['lint', 'unit'], []],
    ['nothing is', ci(TESTS), [], []],
    ['the tests are not', ci(TESTS), ['lint'], ['not-required unit ci.yml:5']],
    ['the aggregate is', ci(TESTS + ALL), ['all'], []],
    ['the aggregate is not', ci(TESTS + ALL), ['unit'], ['not-required all ci.yml:7']],
    ['only on pushes', ci(TESTS, 'on: push'), ['codecov/patch'], []],
  ])('%s', (_, files, required, expected) => {
    expect(found(files, required, { changed: ['.github/workflows/ci.yml'] })).toEqual(expected);
    expect(found(files, required, { changed: ['a.py'] })).toEqual([]);
  });

  const PYTHON = { 'pyproject.toml': '[project]\nname = "app"\n' };
  const LABELS = {
    '.github/workflows/l.yml':
      'on: pull_request\njobs: { l: { steps: [{ uses: actions/labeler@v6 }] } }\n',
  };
  test.each<readonly [string, Files, readonly string[]]>([
    ['tests', { ...PYTHON, ...ci(TESTS) }, []],
    ['another language', LABELS, []],
    ['only labels', { ...PYTHON, ...LABELS }, ['no-verification pull requests .github/workflows']],
    ['no workflow', PYTHON, ['no-verification pull requests .github/workflows']],
    ['another system', { ...PYTHON, '.gitlab-ci.yml': '' }, []],
    [
      'tests after the merge',
      { ...PYTHON, ...ci(TESTS, 'on: push') },
      ['no-verification pull requests .github/workflows'],
    ],
    ['a script', { ...PYTHON, ...ci('  a: { steps: [{ run: ./ci/all.sh }] }\n') }, []],
  ])('verification: %s', (_, files, expected) => {
    expect(found(files, [], { changed: 'unknown' })).toEqual(expected);
    expect(found(files, [], { changed: ['a.py'] })).toEqual([]);
  });
});

test('a check that this change takes away is told, alike or not', () => {
  const context = contextWith(['lint', 'test']);
  const base = treeOfTexts(ci('  test:\n    runs-on: x\n'));
  const removed = treeOfTexts(ci('  zebra:\n    runs-on: x\n'));
  expect(requiredChecks.compare?.(base, removed, context).map(described)).toEqual([
    'renamed-here test ci.yml:3',
  ]);
  const renamed = treeOfTexts(ci(`  test:\n${MATRIX}`));
  const [ghost] = requiredChecks.judge(renamed, context).findings;
  const finer = ghost && requiredChecks.explain?.(ghost, base, renamed, context);
  expect(finer?.map(described)).toEqual(['renamed-here test ci.yml:5']);
});

test('what is not known is said', () => {
  const files = { ...ci(''), '.github/workflows/bad.yml': 'on: [\n' };
  const { undecided, subjects } = requiredChecks.judge(
    treeOfTexts(files),
    contextWith(['lint', 'zebra', 'codecov/patch']),
  );
  expect(undecided).toMatchInlineSnapshot(`
    [
      {
        "path": ".github/workflows",
        "reason": "\`zebra\` is required (configuration), and no workflow here reports it.",
        "remedy": "If no other system reports it, take it out of what is required.",
      },
      {
        "path": ".github/workflows/bad.yml",
        "reason": "What this workflow reports is not known: line 2, Flow sequence in block collection must be sufficiently indented and end with a ].",
        "remedy": "Correct the workflow; GitHub does not run it either.",
      },
    ]
  `);
  expect(subjects.map(({ label, status, note }) => [label, status, note])).toMatchInlineSnapshot(`
    [
      [
        "lint",
        "passed",
        undefined,
      ],
      [
        "zebra",
        "unable",
        undefined,
      ],
      [
        "codecov/patch",
        "passed",
        "by its name from Codecov",
      ],
    ]
  `);
});

test('nothing is required, nothing is judged', () => {
  expect(requiredChecks.judge(treeOfTexts(ci('')), contextWith([]))).toEqual({
    subjects: [],
    findings: [],
    undecided: [],
  });
});

interface Repaired {
  readonly files: Files;
  readonly required: readonly string[];
  /** What has to be required afterwards, where that is something else. */
  readonly instead?: readonly string[];
  readonly mergeQueue?: true;
}

describe('what an edit repairs', () => {
  test.each<readonly [string, Repaired]>([
    [
      'no-merge-group lint ci.yml:3',
      { files: ci('', 'on: pull_request'), required: ['lint'], mergeQueue: true },
    ],
    [
      'types lint ci.yml:5',
      { files: ci('', 'on:\n  pull_request:\n    types: [opened]'), required: ['lint'] },
    ],
    [
      'ghost test ci.yml:3',
      { files: ci(`  test:\n    runs-on: x\n${MATRIX}`), required: ['lint', 'test'] },
    ],
    [
      'skip-passes test ci.yml:5',
      {
        files: ci('  test:\n    needs: lint\n    steps:\n      - run: pytest\n'),
        required: ['test'],
      },
    ],
    [
      'filtered lint ci.yml:6',
      {
        files: ci('  test:\n    runs-on: x\n', 'on:\n  pull_request:\n    paths:\n      - docs/**'),
        required: ['lint', 'test'],
      },
    ],
    [
      'skip-waits test (3.12) ci.yml:5',
      {
        files: ci(`  test:\n    if: false\n${MATRIX}`),
        required: ['test (3.12)'],
        instead: ['test-result'],
      },
    ],
  ])('%s', (expected, { files, required, instead = required, mergeQueue = false }) => {
    const surroundings = { ...CONTEXT.surroundings, mergeQueue };
    const context = contextWith(required, { surroundings });
    const { findings } = requiredChecks.judge(treeOfTexts(files), context);
    expect(findings.map(described)).toContain(expected);
    const edits = findings.flatMap(({ fix }) => (fix?.kind === 'edit' ? fix.edits : []));
    expect(new Set(edits.map(({ path }) => path))).toEqual(new Set(['.github/workflows/ci.yml']));
    const text = spliced(files['.github/workflows/ci.yml'] ?? '', edits) ?? '';
    expect(found({ '.github/workflows/ci.yml': text }, instead, { surroundings })).toEqual([]);
  });
});
