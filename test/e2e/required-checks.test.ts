import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakePull } from '../fake-github/story-pull.ts';
import { databaseKinds, startWorld, type World } from '../support/world.ts';

/** Without a matrix the job reports `test`, with one `test (3.12)` and `test (3.13)`. */
function workflow(matrix = ''): string {
  return `on: [pull_request, merge_group]
jobs:
  test:
    runs-on: ubuntu-latest
${matrix}    steps:
      - run: pytest
`;
}

const MATRIX = '    strategy:\n      matrix:\n        python: ["3.12", "3.13"]\n';
const PATH = '.github/workflows/ci.yml';

describe.each(await databaseKinds())('what GitHub requires, on %s', (kind) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(kind);
  });

  afterAll(() => world.stop());

  it('says that a pull request renames a required check, and what to require instead', async () => {
    const repository = await world.gh.createRepository('acme/renames', {
      files: { [PATH]: workflow(), 'README.md': 'hello\n' },
      requires: ['test', 'codecov/patch'],
    });
    const pull = await repository.openPull({
      title: 'Test on two versions',
      change: { [PATH]: workflow(MATRIX) },
    });
    expect(pull.render(await pull.check('Lockkeeper'))).toMatchInlineSnapshot(`
      "■ Lockkeeper · neutral

        Required check is renamed by this change (.github/workflows/ci.yml)

        **Lockfile** (mode \`warn\`): nothing to judge here.

        **Python version** (mode \`warn\`): 1 Python project consistent.

        | Python project | verdict |
        | --- | --- |
        | .github/workflows/ci.yml | consistent |

        **Required checks** (mode \`warn\`): 1 finding (blocking nothing).

        To repair:

        - Require \`test (3.12)\` and \`test (3.13)\` in the ruleset instead of \`test\`: \`{"required_status_checks":[{"context":"test (3.12)"},{"context":"test (3.13)"}]}\`. Or let one job report \`test\` for all of them: lockkeeper check --fix --required test

        | required check | verdict | note |
        | --- | --- | --- |
        | test | needs repair |  |
        | codecov/patch | will be reported | by its name from Codecov |

        #### Required check is renamed by this change (\`required-checks/renamed-here\`)

        Once this is merged every pull request waits for the old name for ever.

        - \`.github/workflows/ci.yml:3\`: \`test\` is required (ruleset), and this change renames it to \`test (3.12)\` and \`test (3.13)\`. Every pull request will wait for the old name for ever.

        #### Who reports what is required

        | required | by | verdict | reported by | on this pull request | in the merge queue |
        | --- | --- | --- | --- | --- | --- |
        | test | ruleset | never reported |  |  |  |
        | codecov/patch | ruleset | by another system |  |  |  |

        .github/workflows/ci.yml:3 warning — Required check is renamed by this change
          \`test\` is required (ruleset), and this change renames it to \`test (3.12)\` and \`test (3.13)\`. Every pull request will wait for the old name for ever.
          To repair: Require \`test (3.12)\` and \`test (3.13)\` in the ruleset instead of \`test\`: \`{"required_status_checks":[{"context":"test (3.12)"},{"context":"test (3.13)"}]}\`. Or let one job report \`test\` for all of them: lockkeeper check --fix --required test
          Rule: required-checks/renamed-here"
    `);
    await pull.push({ [PATH]: workflow() });
    const repaired = await pull.check('Lockkeeper');
    expect(`${repaired.conclusion}: ${repaired.title}`).toBe(
      'success: 2 required checks will be reported',
    );
  });

  it('follows a renamed check from the warning to the merge', async () => {
    const repository = await world.gh.createRepository('acme/story', {
      files: { [PATH]: workflow() },
      requires: ['test'],
    });
    const title = async (pull: FakePull) => {
      const { conclusion, title: said } = await pull.check('Lockkeeper');
      return `${conclusion}: ${said}`;
    };
    const pull = await repository.openPull({ change: { [PATH]: workflow(MATRIX) } });
    expect(await title(pull)).toBe(
      'neutral: Required check is renamed by this change (.github/workflows/ci.yml)',
    );
    // All is green, and nobody can merge.
    expect(await pull.runWorkflows()).toEqual(['test (3.12)', 'test (3.13)']);
    expect(pull.waitingFor()).toEqual(['test']);
    await expect(pull.merge()).rejects.toThrow('waits for test');

    // The maintainer requires what the check run says.
    repository.protect('main', {
      requires: [{ context: 'test (3.12)' }, { context: 'test (3.13)' }],
    });
    await pull.push({ 'README.md': 'Tested on two versions.\n' });
    expect(await title(pull)).toMatch(/^success: .*2 required checks will be reported$/);
    expect(pull.waitingFor()).toEqual(['test (3.12)', 'test (3.13)']);
    await pull.runWorkflows({ 'test (3.13)': 'failure' });
    expect(pull.waitingFor()).toEqual(['test (3.13)']);
    await pull.runWorkflows();
    expect(pull.waitingFor()).toEqual([]);
    await pull.merge();
    expect(pull.state).toBe('closed');
  });

  it('knows who else reports what is required, from what was merged before', async () => {
    const repository = await world.gh.createRepository('acme/others', {
      files: { [PATH]: workflow() },
    });
    const first = await repository.openPull({ change: { 'a.txt': 'a' } });
    await first.runWorkflows();
    await first.report('quality gate', 'success', 254);
    await first.merge();
    repository.protect('main', {
      requires: [{ context: 'quality gate' }, { context: 'test', appId: 254 }],
    });
    const second = await repository.openPull({ change: { 'b.txt': 'b' } });
    const { conclusion, summary, text } = await second.check('Lockkeeper');
    // It was so before this change.
    expect(conclusion).toBe('success');
    expect(summary).toContain('quality gate | will be reported | as before from app-254');
    expect(text).toContain('from the App 254 alone, and GitHub Actions reports it');
  });

  it('says what is still missing once all workflows have finished', async () => {
    const repository = await world.gh.createRepository('acme/waits', {
      files: { [PATH]: workflow() },
      requires: ['test', 'zebra'],
    });
    const pull = await repository.openPull({ change: { 'a.txt': 'a' } });
    const first = await pull.check('Lockkeeper');
    expect(first.title).toContain('not decided');
    await pull.runWorkflows();
    pull.endedAgo(20);
    world.app.sweep();
    const second = await pull.check('Lockkeeper', { after: first });
    expect(`${second.conclusion}: ${second.title}`).toMatchInlineSnapshot(
      `"neutral: Required check was not reported (.github/workflows)"`,
    );
    expect(second.text).toContain('all workflows of this commit finished a quarter of an hour ago');
  });

  it('knows classic protection and the merge queue', async () => {
    const repository = await world.gh.createRepository('acme/queue', {
      files: { [PATH]: workflow().replace('[pull_request, merge_group]', 'pull_request') },
    });
    repository.protect('main', { requires: [{ context: 'test' }], hasMergeQueue: true });
    const pull = await repository.openPull({ change: { 'README.md': 'new\n' } });
    const check = await pull.check('Lockkeeper');
    // It was there before this change.
    expect(check.conclusion).toBe('success');
    expect(check.text).toContain('does not start in the merge queue');
  });

  it('reads the contexts of the configuration', async () => {
    const repository = await world.gh.createRepository('acme/configured', {
      files: {
        [PATH]: workflow(),
        '.github/lockkeeper.yml': 'required-checks:\n  contexts: [test]\n',
      },
    });
    const pull = await repository.openPull({ change: { [PATH]: workflow(MATRIX) } });
    const check = await pull.check('Lockkeeper');
    expect(check.conclusion).toBe('neutral');
    expect(check.annotations.map(({ path, start_line }) => `${path}:${start_line}`)).toEqual([
      `${PATH}:3`,
    ]);
  });
});
