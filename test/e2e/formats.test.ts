import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld('pglite');
});

afterAll(() => world.stop());

const names = readdirSync(new URL('../../fixtures/repos', import.meta.url)).sort();

/** Every fixture in a folder of its own, as in one large repository. */
const files = Object.fromEntries(
  names.flatMap((name) =>
    Object.entries(fixture(name)).map(([path, text]): [string, string] => [
      `${name}/${path}`,
      text,
    ]),
  ),
);

/** The manifest of each asks for another package. */
const EDITS: readonly (readonly [path: string, from: string, to: string])[] = [
  ['compiled-requirements/requirements/base.in', 'flask>=3\n', 'flask>=3\nzz\n'],
  ['conda-lock/environment.yml', '- python =3.12\n', '- python =3.12\n- zz\n'],
  ['pdm-service/pyproject.toml', 'dependencies = [', 'dependencies = ["zz", '],
  ['pipenv-service/Pipfile', '[packages]\n', '[packages]\nzz = "*"\n'],
  ['pixi-workspace/pixi.toml', '[dependencies]\n', '[dependencies]\nzz = "*"\n'],
  ['poetry-service/pyproject.toml', 'idna = ', 'zz = "*"\nidna = '],
  ['pylock-service/pyproject.toml', '["idna>=3"]', '["idna>=3", "zz"]'],
  ['uv-app/pyproject.toml', 'dependencies = [', 'dependencies = ["zz", '],
];

function edited(path: string, from: string, to: string): string {
  const text = files[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return text.replace(from, to);
}

it('one pull request, every kind of lock: each is told, and by its own command', async () => {
  const repository = await world.gh.createRepository('acme/all', { files });
  const change = Object.fromEntries(
    EDITS.map(([path, from, to]) => [path, edited(path, from, to)]),
  );
  const pull = await repository.openPull({ title: 'Add zz everywhere', change });
  const { summary } = await pull.check('Lockkeeper');
  expect(summary).toMatchInlineSnapshot(`
    "**Lockfile** (mode \`warn\`): 8 findings (blocking nothing).

    To repair, run

    \`\`\`sh
    cd compiled-requirements/requirements && pip-compile base.in
    cd conda-lock && conda-lock lock -f environment.yml --lockfile conda-lock.yml
    pdm lock --project pdm-service
    cd pipenv-service && pipenv lock
    cd pixi-workspace && pixi lock
    cd poetry-service && poetry lock
    cd pylock-service && uv export --format pylock.toml -o pylock.toml
    uv lock --project uv-app
    \`\`\`

    | lock | verdict | note |
    | --- | --- | --- |
    | uv-app/uv.lock (uv) | needs repair |  |
    | poetry-service/poetry.lock (Poetry) | needs repair |  |
    | pdm-service/pdm.lock (PDM) | needs repair |  |
    | pipenv-service/Pipfile.lock (Pipenv) | needs repair |  |
    | compiled-requirements/requirements/base.txt (pip-compile) | needs repair |  |
    | pylock-service/pylock.toml (uv) | needs repair |  |
    | pixi-workspace/pixi.lock (pixi) | needs repair |  |
    | conda-lock/conda-lock.yml (conda-lock) | needs repair |  |
    | compiled-requirements/requirements/dev.txt (pip-compile) | in step | consistent with its inputs; the tool has no check of its own |

    **Python version** (mode \`warn\`): 7 Python projects consistent and 1 from before this change.

    | Python project | verdict |
    | --- | --- |
    | conda-lock/environment.yml | consistent |
    | docker-service/pyproject.toml (Python 3.12) | consistent |
    | pdm-service/pyproject.toml (Python 3.11) | consistent |
    | pipenv-service/Pipfile (Python 3.11) | consistent |
    | poetry-service/pyproject.toml (Python &gt;=3.11,&lt;4) | consistent |
    | pylock-service/pyproject.toml (Python 3.11) | consistent |
    | uv-app/pyproject.toml (Python 3.11) | consistent |

    **Required checks** (mode \`warn\`): nothing to judge here.

    Lockkeeper can do that: press **Regenerate lock** above, or comment \`@lockkeeper fix\`. It pushes one commit with the lock alone."
  `);
});

it('an upgrade is shown as a table, because GitHub folds the lock away', async () => {
  const app = fixture('uv-app');
  const repository = await world.gh.createRepository('acme/upgrade', { files: app });
  const change = { 'uv.lock': (app['uv.lock'] ?? '').replaceAll('3.20', '3.21') };
  const pull = await repository.openPull({ title: 'Upgrade idna', change });
  expect((await pull.check('Lockkeeper')).text).toMatchInlineSnapshot(`
    "#### \`uv.lock\`: 1 upgraded

    | Package | Version | Change | Why it is there | Look at |
    | --- | --- | --- | --- | --- |
    | \`idna\` | \`3.20 → 3.21\` | minor | through httpx |  |"
  `);
});
