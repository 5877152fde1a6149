/** Workflows that are broken or made to hurt: a sentence, no crash, and no more names than GitHub's limits. */
import { describe, expect, test } from 'vitest';
import { producedJobs } from '../../src/workflows/produced.ts';
import { readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';
import { plainEvent } from './support.ts';

const PATH = '.github/workflows/ci.yml';
const ON = 'on: pull_request\n';

/** What people read of a file that cannot be used; `read` for one that can. */
function said(text: string): string {
  const read = readWorkflow(PATH, text);
  return read.kind === 'workflow' ? 'read' : `${read.kind}, line ${read.line}: ${read.reason}`;
}

describe('a file that cannot be used', () => {
  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 9 }, (_, i) => {
      const aliases = Array.from({ length: 10 }, () => `*a${i}`).join(', ');
      return `a${i + 1}: &a${i + 1} [${aliases}]`;
    }),
  ].join('\n');

  test.each([
    ['nothing', ''],
    ['a list', '- on\n'],
    ['no `on`', 'jobs: {}\n'],
    ['a bracket that stays open', `${ON}jobs: { test: { needs: [a }\n`],
    ['two documents', `${ON}---\n${ON}`],
    ['an alias bomb', `${ON}${bomb}\njobs: {}\n`],
    ['very deep', `${ON}jobs: ${'['.repeat(20_000)}\n`],
    ['more than a megabyte', `${ON}# ${'x'.repeat(1_100_000)}\n`],
    ['needs of a job that is not there', `${ON}jobs: { a: { needs: b } }\n`],
    ['jobs that need each other', `${ON}jobs: { a: { needs: b }, b: { needs: a } }\n`],
    ['an expression that stays open', `${ON}jobs: { a: { name: "x \${{ github.ref" } }\n`],
    ['an expression that is none', `${ON}jobs: { a: { if: "github.ref ==" } }\n`],
    ['a name with an unknown function', `${ON}jobs: { a: { name: "\${{ shell('x') }}" } }\n`],
  ])('%s', (_, text) => {
    expect(said(text)).toMatchSnapshot();
  });
});

/** The names of all jobs of the first workflow. */
function names(files: Readonly<Record<string, string>>): readonly string[] {
  const workflows = new Map<string, Workflow>();
  for (const [path, text] of Object.entries(files)) {
    const read = readWorkflow(path, text);
    if (read.kind === 'workflow') workflows.set(path, read.workflow);
  }
  const [first] = workflows.values();
  if (first === undefined) throw new Error('the first workflow cannot be read');
  return producedJobs(first, plainEvent(), (path) => workflows.get(path)).flatMap((job) =>
    job.names.map((name) => (name.kind === 'name' ? name.name : 'not known')),
  );
}

const calls = (path: string) =>
  `on: workflow_call\njobs: { a: { uses: ./.github/workflows/${path} } }\n`;

describe('a file that is too much', () => {
  const values = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => i));

  test('a matrix has 256 cells at most', () => {
    const matrix = (keys: string) => `${ON}jobs: { a: { strategy: { matrix: {${keys}} } } }\n`;
    expect(names({ [PATH]: matrix(`x: ${values(16)}, y: ${values(16)}`) })).toHaveLength(256);
    expect(names({ [PATH]: matrix(`x: ${values(257)}`) })).toEqual([]);
    const huge = ['x', 'y', 'z', 'v', 'w'].map((key) => `${key}: ${values(200)}`).join(', ');
    // Too many to count, before `exclude` takes some away.
    expect(names({ [PATH]: matrix(huge) })).toEqual(['not known']);
  });

  test('merges and anchors are read as YAML has them', () => {
    const text = `${ON}x: &x { name: shared }\njobs: { a: *x, b: { name: own } }\n`;
    expect(names({ [PATH]: text })).toEqual(['shared', 'own']);
  });

  test.each([
    ['itself', { [PATH]: calls('ci.yml') }],
    ['each other', { [PATH]: calls('b.yml'), '.github/workflows/b.yml': calls('ci.yml') }],
    [
      'one another, twelve deep',
      Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [
          `.github/workflows/w${i}.yml`,
          calls(`w${i + 1}.yml`),
        ]),
      ),
    ],
    ['one that is not there', { [PATH]: calls('none.yml') }],
  ])('workflows that call %s report nothing', (_, files) => {
    expect(names(files)).toEqual([]);
  });

  test('ten cells call ten cells call ten cells', () => {
    const fan = (uses: string) =>
      `on: [pull_request, workflow_call]\njobs: { a: { strategy: { matrix: { x: ${values(10)} } }, ${uses} } }\n`;
    const found = names({
      [PATH]: fan('uses: ./.github/workflows/b.yml'),
      '.github/workflows/b.yml': fan('uses: ./.github/workflows/c.yml'),
      '.github/workflows/c.yml': fan('runs-on: x'),
    });
    expect(found).toHaveLength(1000);
    expect(found[999]).toBe('a (9) / a (9) / a (9)');
  });

  test('cells that call cells end somewhere', () => {
    const all = (uses: string) =>
      `on: [pull_request, workflow_call]\njobs: { a: { strategy: { matrix: { x: ${values(256)} } }, ${uses} } }\n`;
    const found = names({
      [PATH]: all('uses: ./.github/workflows/b.yml'),
      '.github/workflows/b.yml': all('uses: ./.github/workflows/c.yml'),
      '.github/workflows/c.yml': all('runs-on: x'),
    });
    expect(found.length).toBeLessThanOrEqual(256 * 1000);
  });

  test('what another repository holds is not known', () => {
    const text = `${ON}jobs: { a: { uses: acme/ci/.github/workflows/ci.yml@v1 } }\n`;
    expect(names({ [PATH]: text })).toEqual(['not known']);
  });
});
