import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { databaseKinds, startWorld, type World } from '../support/world.ts';

const files = fixture('docker-service');

function edited(path: string, from: string, to: string): Readonly<Record<string, string>> {
  const text = files[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return { [path]: text.replaceAll(from, to) };
}

describe.each(await databaseKinds())('the Python versions of a pull request, on %s', (kind) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(kind);
  });

  afterAll(() => world.stop());

  it('shows who disagrees with whom, on the lines, and is glad about the repair', async () => {
    const repository = await world.gh.createRepository('acme/mailer', { files });
    const pull = await repository.openPull({
      title: 'Run on Python 3.13',
      change: edited('Dockerfile', 'PYTHON_VERSION=3.12.4', 'PYTHON_VERSION=3.13'),
    });
    expect(pull.render(await pull.check('Lockkeeper'))).toMatchInlineSnapshot(`
      "■ Lockkeeper · neutral

        Places disagree on the Python version (.python-version)

        **Lockfile** (mode \`warn\`): nothing to judge here.

        **Python version** (mode \`warn\`): 1 finding (blocking nothing).

        To repair:

        - Write 3.13 in \`.python-version\` (lockkeeper check --fix does it).

        | Python project | verdict |
        | --- | --- |
        | pyproject.toml (Python 3.12) | needs repair |

        **Required checks** (mode \`warn\`): nothing to judge here.

        #### Places disagree on the Python version (\`python-version/conflict\`)

        What was tested is not what runs, or an install is refused.

        - \`.python-version:1\`: \`.python-version\` says 3.12, and \`Dockerfile\` deploys 3.13: what people run is not what production runs. The image decides.
          - see \`Dockerfile:1\`: \`Dockerfile\` says 3.13 (is what production runs)
          - see \`.devcontainer/devcontainer.json:3\`: dev container image in \`.devcontainer/devcontainer.json\` says 3.12 (has to follow)
          - see \`.github/workflows/test.yml:8\`: setup-python python-version in \`.github/workflows/test.yml\`, job \`test\` says 3.12 (is what the tests run on)

        #### Where pyproject.toml names its Python version

        | place | what | says | role |
        | --- | --- | --- | --- |
        | pyproject.toml:4 | requires-python | &gt;=3.12,&lt;3.14 | supported |
        | .devcontainer/devcontainer.json:3 | dev container image | 3.12 | pinned |
        | .python-version:1 | .python-version | 3.12 | pinned |
        | Dockerfile:1 | Dockerfile FROM | 3.13 | deployed |
        | .github/workflows/test.yml:8 | setup-python python-version (job test) | 3.12, 3.13 | tested |
        | pyproject.toml:7 | ruff target-version | 3.12 | written for |
        | pyproject.toml:10 | mypy python\\_version | 3.12 | checked for |
        | Dockerfile:1 | Dockerfile FROM | 3.13 | tooling |

        .python-version:1 warning — Places disagree on the Python version
          \`.python-version\` says 3.12, and \`Dockerfile\` deploys 3.13: what people run is not what production runs. The image decides.
          To repair: Write 3.13 in \`.python-version\` (lockkeeper check --fix does it).
          Rule: python-version/conflict"
    `);
    await pull.push({
      '.python-version': '3.13\n',
      ...edited('.devcontainer/devcontainer.json', '3.12', '3.13'),
    });
    const repaired = await pull.check('Lockkeeper');
    expect(`${repaired.conclusion}: ${repaired.title}`).toBe(
      'success: 1 Python project consistent',
    );
  });

  it('leaves what was there before alone', async () => {
    const drifted = { ...files, '.python-version': '3.11\n' };
    const repository = await world.gh.createRepository('acme/drifted', { files: drifted });
    const pull = await repository.openPull({ change: { 'README.md': 'new\n' } });
    const check = await pull.check('Lockkeeper');
    expect(check.conclusion).toBe('success');
    expect(check.annotations).toEqual([]);
  });
});
