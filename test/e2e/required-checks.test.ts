import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

        - Require \`test (3.12)\` and \`test (3.13)\` in the ruleset instead of \`test\`: \`{"required_status_checks":[{"context":"test (3.12)"},{"context":"test (3.13)"}]}\`

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
          To repair: Require \`test (3.12)\` and \`test (3.13)\` in the ruleset instead of \`test\`: \`{"required_status_checks":[{"context":"test (3.12)"},{"context":"test (3.13)"}]}\`
          Rule: required-checks/renamed-here"
    `);
    await pull.push({ [PATH]: workflow() });
    const repaired = await pull.check('Lockkeeper');
    expect(`${repaired.conclusion}: ${repaired.title}`).toBe(
      'success: 2 required checks will be reported',
    );
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
