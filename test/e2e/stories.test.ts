import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { databaseKinds, startWorld, type World } from '../support/world.ts';

const files = fixture('uv-app');
const manifest = files['pyproject.toml'] ?? '';
const lock = files['uv.lock'] ?? '';
const newer = { 'pyproject.toml': manifest.replace('httpx>=0.27', 'httpx>=0.28') };
const relocked = {
  'uv.lock': lock.replace('"httpx", specifier = ">=0.27"', '"httpx", specifier = ">=0.28"'),
};

describe.each(await databaseKinds())('a pull request gets its check run, on %s', (kind) => {
  let world: World;
  let count = 0;

  beforeAll(async () => {
    world = await startWorld(kind);
  });

  afterAll(() => world.stop());

  function repository(more: Readonly<Record<string, string>> = {}) {
    count += 1;
    return world.gh.createRepository(`acme/api-${count}`, { files: { ...files, ...more } });
  }

  it('warns about a forgotten lock, and is glad about the repair', async () => {
    const pull = await (await repository()).openPull({ title: 'Newer httpx', change: newer });
    const stale = await pull.check('Lockkeeper');
    expect(pull.render(stale)).toMatchInlineSnapshot(`
      "■ Lockkeeper · neutral

        1 lock is stale: run \`uv lock\`

        **Lockfile** (mode \`warn\`): 1 finding (blocking nothing).

        To repair, run

        \`\`\`sh
        uv lock
        \`\`\`

        | lock | verdict |
        | --- | --- |
        | uv.lock (uv) | needs repair |

        **Python version** (mode \`warn\`): 1 Python project consistent.

        | Python project | verdict |
        | --- | --- |
        | pyproject.toml (Python 3.11) | consistent |

        **Required checks** (mode \`warn\`): nothing to judge here.

        Lockkeeper can do that: press **Regenerate lock** above, or comment \`@lockkeeper fix\`. It pushes one commit with the lock alone.

        #### Lock out of step with its manifest (\`lockfile/stale\`)

        Installs differ from what was reviewed: a strict install fails, a lenient one silently installs something else.

        - \`pyproject.toml:7\`: \`httpx\`: pyproject.toml says \`>=0.28\`, uv.lock was made for \`>=0.27\`.
          - see \`uv.lock:331\`: what the lock was made for

        pyproject.toml:7 warning — Lock out of step with its manifest
          \`httpx\`: pyproject.toml says \`>=0.28\`, uv.lock was made for \`>=0.27\`.
          To repair: uv lock
          Rule: lockfile/stale

        [Regenerate lock] Locks again and pushes one commit"
    `);
    await pull.push(relocked, 'Relock');
    const repaired = await pull.check('Lockkeeper');
    expect(`${repaired.conclusion}: ${repaired.title}`).toBe(
      'success: 1 lock in step; 1 Python project consistent',
    );
  });

  it('blocks where the base branch enforces it', async () => {
    const api = await repository({ '.github/lockkeeper.yml': 'lockfile:\n  mode: enforce\n' });
    const pull = await api.openPull({ change: newer });
    expect((await pull.check('Lockkeeper')).conclusion).toBe('failure');
  });

  it('does not let a pull request loosen its own gate', async () => {
    const api = await repository({ '.github/lockkeeper.yml': 'lockfile:\n  mode: enforce\n' });
    const loosened = { ...newer, '.github/lockkeeper.yml': 'lockfile:\n  mode: "off"\n' };
    const pull = await api.openPull({ change: loosened });
    expect((await pull.check('Lockkeeper')).conclusion).toBe('failure');
  });

  it('finds the one stale project of two', async () => {
    const twice = Object.entries(files).flatMap(([path, text]) => [
      [`a/${path}`, text],
      [`b/${path}`, text],
    ]);
    const api = await world.gh.createRepository('acme/two', { files: Object.fromEntries(twice) });
    const pull = await api.openPull({
      change: { 'b/pyproject.toml': newer['pyproject.toml'] },
    });
    const check = await pull.check('Lockkeeper');
    expect(
      check.annotations.map(({ path, start_line, message }) => [path, start_line, message]),
    ).toMatchInlineSnapshot(`
      [
        [
          "b/pyproject.toml",
          7,
          "\`httpx\`: b/pyproject.toml says \`>=0.28\`, b/uv.lock was made for \`>=0.27\`.
      To repair: uv lock --project b
      Rule: lockfile/stale",
        ],
      ]
    `);
  });

  it('says which line of the configuration is wrong, and goes on with the defaults', async () => {
    const api = await repository({ '.github/lockkeeper.yml': 'lockfile:\n  mode: strict\n' });
    const pull = await api.openPull({ change: { 'README.md': 'new' } });
    const check = await pull.check('Lockkeeper');
    expect(pull.render(check)).toMatchInlineSnapshot(`
      "■ Lockkeeper · neutral

        1 lock in step; 1 Python project consistent; 1 mistake in the configuration

        **Lockfile** (mode \`warn\`): 1 lock in step.

        | lock | verdict |
        | --- | --- |
        | uv.lock (uv) | in step |

        **Python version** (mode \`warn\`): 1 Python project consistent.

        | Python project | verdict |
        | --- | --- |
        | pyproject.toml (Python 3.11) | consistent |

        **Required checks** (mode \`warn\`): nothing to judge here.

        **Configuration**: 1 mistake; what is wrong is replaced by its default.

        #### Mistakes in the configuration

        - \`.github/lockkeeper.yml:2\`: \`lockfile.mode\`: Expected \`off\`, \`observe\`, \`warn\` or \`enforce\`, found \`strict\`. The default applies: \`warn\`.

        .github/lockkeeper.yml:2 warning — Mistake in the configuration
          lockfile.mode: Expected \`off\`, \`observe\`, \`warn\` or \`enforce\`, found \`strict\`. The default applies: \`warn\`."
    `);
  });

  it('validates the configuration that a pull request brings', async () => {
    const change = { '.github/lockkeeper.yml': 'lockfile:\n  scoop: all\n' };
    const pull = await (await repository()).openPull({ change });
    const check = await pull.check('Lockkeeper');
    expect(
      check.annotations.map(({ path, start_line, message }) => [path, start_line, message]),
    ).toMatchInlineSnapshot(`
      [
        [
          ".github/lockkeeper.yml",
          2,
          "lockfile.scoop: There is no such key; known here: \`mode\`, \`scope\` and \`ignore\`. Did you mean \`scope\`? It is ignored.",
        ],
      ]
    `);
  });

  it('judges a fork, and a fork that is gone', async () => {
    const pull = await (await repository()).openPull({ change: newer, fork: 'robin' });
    expect((await pull.check('Lockkeeper')).conclusion).toBe('neutral');
    pull.deleteHeadRepository();
    pull.rerequest('Lockkeeper');
    expect((await pull.check('Lockkeeper')).conclusion).toBe('neutral');
  });

  it('runs again when somebody presses re-run, though nothing changed', async () => {
    const pull = await (await repository()).openPull({ change: { 'README.md': 'new' } });
    await pull.check('Lockkeeper');
    pull.rerequest('Lockkeeper');
    await pull.check('Lockkeeper');
    expect(pull.checks('Lockkeeper')).toHaveLength(2);
  });

  it('runs again for "re-run all checks"', async () => {
    const pull = await (await repository()).openPull({ change: { 'README.md': 'new' } });
    await pull.check('Lockkeeper');
    await pull.rerequestAll();
    await pull.check('Lockkeeper');
    expect(pull.checks('Lockkeeper')).toHaveLength(2);
  });

  it('runs again for "re-run all checks" on a fork, whose suite names no pull request', async () => {
    const pull = await (await repository()).openPull({ change: newer, fork: 'sam' });
    await pull.check('Lockkeeper');
    await pull.rerequestAll();
    await pull.check('Lockkeeper');
    expect(pull.checks('Lockkeeper')).toHaveLength(2);
  });

  it('judges against the new base when the base changes', async () => {
    const api = await repository();
    await api.commit('release', { ...newer, ...relocked }, 'Newer httpx');
    const pull = await api.openPull({ change: newer });
    const before = await pull.check('Lockkeeper');
    await pull.edit({ base: 'release' });
    const after = await pull.check('Lockkeeper', { after: before });
    expect(after.externalId).toContain('base:release');
  });

  it('judges what the merge queue would merge', async () => {
    const api = await repository();
    const pull = await api.openPull({ change: { ...newer, ...relocked } });
    await pull.check('Lockkeeper');
    const group = await api.enqueue(pull);
    expect((await group.check('Lockkeeper')).conclusion).toBe('success');
  });
});
