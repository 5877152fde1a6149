import { describe, expect, it } from 'vitest';
import { MAX_ANNOTATIONS, toCheckRun } from '../../src/report/check-run.ts';
import {
  allClear,
  EVIL,
  enforced,
  failed,
  finding,
  hostile,
  many,
  misconfigured,
  mixed,
  nothingToJudge,
  observing,
  problem,
  report,
  subject,
  verdict,
} from './verdicts.ts';

describe('the title is one sentence for the list of checks', () => {
  const poetry = finding({ fix: { kind: 'relock', tool: 'Poetry', lock: 'poetry.lock' } });
  const conflict = finding({
    rule: 'lockfile/conflict-markers',
    title: 'Merge conflict markers',
    place: { path: 'uv.lock', line: 2, endLine: 6 },
    repair: 'Take one side, then run: uv lock',
  });
  const unable = { path: 'poetry.lock', reason: 'r', remedy: 's' };

  it.each([
    ['all in step', allClear],
    ['nothing there', nothingToJudge],
    ['one stale lock', mixed],
    ['two stale locks', enforced],
    ['many stale locks', many(200)],
    ['one other finding', verdict({ gates: [report({ result: failed([conflict]) })] })],
    [
      'findings of two rules',
      verdict({ gates: [report({ result: failed([conflict, poetry, finding()]) })] }),
    ],
    [
      'one undecided',
      verdict({ gates: [report({ result: { status: 'unable', undecided: [unable] } })] }),
    ],
    [
      'stale before already',
      verdict({ gates: [report({ subjects: [subject('uv.lock', 'failed')] })] }),
    ],
    ['a broken configuration', misconfigured],
    ['a gate that observes', observing],
    ['no gate at all', verdict({ gates: [] })],
    ['a hostile name', hostile],
  ])('%s', (_, given) => {
    expect(toCheckRun(given).title).toMatchSnapshot();
  });

  it('never exceeds 255 characters', () => {
    const path = 'p/'.repeat(400);
    const gates = [
      report({ result: failed([{ ...conflict, place: { ...conflict.place, path } }]) }),
    ];
    expect(toCheckRun(verdict({ gates })).title).toHaveLength(255);
  });
});

describe('the content', () => {
  it('sums up, details and annotates', () => {
    expect(toCheckRun(mixed)).toMatchSnapshot();
  });

  it('is the same for the same verdict', () => {
    expect(JSON.stringify(toCheckRun(mixed))).toBe(JSON.stringify(toCheckRun(mixed)));
  });

  it('of an enforced gate has failures', () => {
    const content = toCheckRun(enforced);
    expect(content.conclusion).toBe('failure');
    expect(content.annotations.map(({ level }) => level)).toEqual(['failure', 'failure']);
  });

  it('shows nothing of a gate that observes', () => {
    const { summary, text, annotations, conclusion } = toCheckRun(observing);
    expect({ summary, text, annotations, conclusion }).toEqual({
      summary: 'No gate reports: each is off, or only observes.',
      text: '',
      annotations: [],
      conclusion: 'success',
    });
  });
});

describe('annotations', () => {
  const pathsOf = (given: typeof mixed) =>
    toCheckRun(given).annotations.map(({ path, level }) => `${level} ${path}`);

  it('begin with what the change itself caused', () => {
    const old = finding({ place: { path: 'a', line: 1, endLine: 1 }, origin: 'preexisting' });
    const own = finding({ place: { path: 'b', line: 1, endLine: 1 } });
    const gates = [report({ scope: 'all', result: failed([old, own]) })];
    expect(pathsOf(verdict({ gates }))).toEqual(['warning b', 'warning a']);
  });

  it('leave out what was there before and does not count', () => {
    expect(pathsOf(mixed)).toEqual([
      'warning pyproject.toml',
      'warning pyproject.toml',
      'notice uv.lock',
    ]);
  });

  it('name mistakes in the configuration, in force or to come, once', () => {
    const configuration = [
      problem(),
      problem({ state: 'head' }),
      problem({ state: 'head', key: 'lockfile.scope', line: 4 }),
    ];
    const { annotations } = toCheckRun(verdict({ configuration }));
    expect(annotations.map(({ startLine, title }) => [startLine, title])).toEqual([
      [3, 'Mistake in the configuration'],
      [4, 'This change would make the configuration invalid'],
    ]);
  });

  it('are at most two batches, and say how many are missing', () => {
    const { annotations, summary } = toCheckRun(many(200));
    expect(annotations).toHaveLength(MAX_ANNOTATIONS);
    expect(summary).toContain(
      '_100 further annotations are not shown on the lines; the details list them._',
    );
  });

  it('keep the real path and make everything else visible', () => {
    const [annotation] = toCheckRun(hostile).annotations;
    expect(annotation?.path).toBe(EVIL);
    expect(annotation?.message).not.toContain('\u{1b}');
  });

  it('clamp a message of one byte too much, without cutting a character', () => {
    const message = `${'ü'.repeat(31_983)}x`;
    const suffix = '\nTo repair: uv lock\nRule: lockfile/stale'.length;
    const [fits] = toCheckRun(many(1, message.slice(0, -1))).annotations;
    expect(Buffer.byteLength(fits?.message ?? '')).toBeLessThan(64_000 + suffix);
    const [cut] = toCheckRun(many(1, `${message}${message}`)).annotations;
    expect(Buffer.byteLength(cut?.message ?? '')).toBeLessThanOrEqual(64_000);
    expect(cut?.message).toMatch(/ü…$/);
  });
});

describe('the limit of 65,535 bytes', () => {
  it.each([
    ['ascii', 'x'.repeat(400)],
    ['two bytes a character', 'ü'.repeat(400)],
    ['four bytes a character', '🔒'.repeat(400)],
  ])('holds for 3,000 findings: %s', (_, message) => {
    const { summary, text } = toCheckRun(many(3_000, message));
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(text).toMatch(/\n\n_2,\d+ more findings not shown, for lack of room\._$/);
  });

  it('drops what matters least first', () => {
    const { text } = toCheckRun(withRepaired(2_000));
    expect(text).toContain('`pyproject.toml:12`');
    expect(text).toMatch(/more repairs not shown, for lack of room\._$/);
  });
});

function withRepaired(amount: number) {
  const [first] = mixed.gates;
  const repaired = Array.from({ length: amount }, (_, index) => {
    return { rule: 'lockfile/stale', title: 'Stale', path: `p${index}/uv.lock`, message: 'm' };
  });
  return { ...mixed, gates: first === undefined ? [] : [{ ...first, repaired }] };
}
