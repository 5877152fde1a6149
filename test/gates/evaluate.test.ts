import { describe, expect, it } from 'vitest';
import { defaultConfiguration } from '../../src/config/defaults.ts';
import { evaluate } from '../../src/gates/evaluate.ts';
import type {
  Finding,
  Gate,
  GateConfiguration,
  Judgement,
  Rule,
  Snapshot,
  Tree,
  Verdict,
} from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';
import { snapshot, type Texts } from '../support/snapshot.ts';

/** A gate that finds a spelling mistake in every file whose text holds `teh`. */
const spelling: Gate = {
  id: 'lockfile',
  title: 'Spelling',
  question: 'Is everything spelt right?',
  rules: [
    rule('spelling/typo', 'violation'),
    rule('spelling/hint', 'notice'),
    rule('spelling/grew', 'violation'),
  ],
  inputs: (tree) => [...tree.files.keys()],
  judge,
  compare: (base, head) =>
    [...head.files.values()]
      .filter(({ path, size = 0 }) => size > (base.files.get(path)?.size ?? size) + 100)
      .map(({ path }) => finding('spelling/grew', path)),
};

function rule(id: string, severity: Rule['severity']): Rule {
  return {
    id,
    title: id,
    severity,
    what: 'what',
    why: 'why',
    message: () => id,
    repair: () => 'spell it right',
    bad: {},
    good: {},
  };
}

function finding(id: string, path: string, line = 1): Finding {
  return { rule: id, subject: path, about: path, at: { path, line }, facts: { path } };
}

function judge(tree: Tree): Judgement {
  const paths = [...tree.files.keys()];
  const texts = paths.map((path) => ({ path, file: tree.read(path) }));
  return {
    subjects: paths.map((path) => ({ path, label: path, status: 'passed' as const })),
    findings: texts.flatMap(({ path, file }) => {
      if (file.kind !== 'text') return [];
      const line = file.text.split('\n').findIndex((one) => one.includes('teh')) + 1;
      const typo = line > 0 ? [finding('spelling/typo', path, line)] : [];
      return file.text.includes('hint') ? [...typo, finding('spelling/hint', path)] : typo;
    }),
    undecided: texts
      .filter(({ file }) => file.kind === 'not-utf8')
      .map(({ path }) => ({ path, reason: 'not UTF-8', remedy: 'Save it as UTF-8.' })),
  };
}

function run(
  base: Texts | 'none',
  head: Texts,
  configuration: Partial<GateConfiguration> = {},
): Promise<Verdict> {
  return evaluate(snapshot(base, head), {
    gates: [spelling],
    configuration: {
      ...defaultConfiguration,
      lockfile: { ...defaultConfiguration.lockfile, ...configuration },
    },
    problems: [],
    context: CONTEXT,
  });
}

/** The verdict as one line a gate, for reading. */
function short({ conclusion, gates }: Verdict): string {
  const lines = gates.map(({ result, notices, repaired }) => {
    const findings = result.status === 'failed' ? result.findings : [];
    const all = [...findings, ...notices].map(
      (one) => `${one.level} ${one.rule} ${one.place.path}:${one.place.line} ${one.origin}`,
    );
    return [result.status, ...all, ...repaired.map(({ path }) => `repaired ${path}`)].join(' | ');
  });
  return [conclusion, ...lines].join(': ');
}

describe('a change is judged by what it causes', () => {
  const cases: readonly [string, Texts | 'none', Texts, Partial<GateConfiguration>, string][] = [
    ['two clean files', {}, { a: 'the', b: 'the' }, {}, 'success: passed'],
    [
      'two files, the first clean, the second with a new mistake',
      { a: 'the', b: 'the' },
      { a: 'the', b: 'one\nteh' },
      {},
      'neutral: failed | warning spelling/typo b:2 introduced',
    ],
    [
      'enforced, the same blocks',
      { a: 'the', b: 'the' },
      { a: 'the', b: 'teh' },
      { mode: 'enforce' },
      'failure: failed | failure spelling/typo b:1 introduced',
    ],
    [
      'observed, the same is stored and changes nothing',
      { a: 'the', b: 'the' },
      { a: 'the', b: 'teh' },
      { mode: 'observe' },
      'success: failed | notice spelling/typo b:1 introduced',
    ],
    ['off, it is not computed', {}, { a: 'teh' }, { mode: 'off' }, 'success'],
    [
      'a mistake that was there before never blocks, even when its line moved',
      { a: 'teh' },
      { a: 'new line\nteh' },
      { mode: 'enforce' },
      'success: passed | notice spelling/typo a:2 preexisting',
    ],
    [
      'unless the scope is everything',
      { a: 'teh' },
      { a: 'new line\nteh' },
      { mode: 'enforce', scope: 'all' },
      'failure: failed | failure spelling/typo a:2 preexisting',
    ],
    ['what was repaired is said', { a: 'teh' }, { a: 'the' }, {}, 'success: passed | repaired a'],
    [
      'a notice never counts',
      {},
      { a: 'a hint' },
      { mode: 'enforce', scope: 'all' },
      'success: passed | notice spelling/hint a:1 introduced',
    ],
    [
      'a rule about the change itself sees both states',
      { a: 'the' },
      { a: 'the'.repeat(50) },
      {},
      'neutral: failed | warning spelling/grew a:1 introduced',
    ],
    [
      'without a base everything counts',
      'none',
      { a: 'teh' },
      {},
      'neutral: failed | warning spelling/typo a:1 unknown',
    ],
    [
      'an ignored path is not judged',
      {},
      { 'docs/a': 'teh', b: 'the' },
      { ignore: ['docs/**'] },
      'success: passed',
    ],
    ['nothing to judge is skipped', {}, {}, {}, 'success: skipped'],
    [
      'what cannot be decided does not block',
      {},
      { a: '\u{0}', b: 'the' },
      { mode: 'enforce' },
      'success: unable',
    ],
    [
      'what cannot be decided never hides what is proven',
      {},
      { a: '\u{0}', b: 'teh' },
      { mode: 'enforce' },
      'failure: failed | failure spelling/typo b:1 introduced',
    ],
  ];
  it.each(cases)('%s', async (_, base, head, configuration, expected) => {
    expect(short(await run(base, head, configuration))).toBe(expected);
  });

  it('a mistake in the configuration is visible and does not block', async () => {
    const verdict = await evaluate(snapshot({}, { a: 'the' }), {
      gates: [spelling],
      configuration: defaultConfiguration,
      problems: [
        { path: 'x.yml', key: 'lockfile.mode', line: 2, message: 'unknown', state: 'base' },
      ],
      context: CONTEXT,
    });
    expect(verdict.conclusion).toBe('neutral');
  });

  it('a snapshot survives JSON and gives the same verdict', async () => {
    const original = snapshot({ a: 'the' }, { a: 'teh' });
    const options = {
      gates: [spelling],
      configuration: defaultConfiguration,
      problems: [],
      context: CONTEXT,
    };
    const replayed = JSON.parse(JSON.stringify(original)) as Snapshot;
    expect(await evaluate(replayed, options)).toEqual(await evaluate(original, options));
  });
});
