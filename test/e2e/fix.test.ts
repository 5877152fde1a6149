/** "Regenerate lock" and `@lockkeeper fix`, with the real tools against the local index. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakePull, FakeRepository } from '../fake-github/index.ts';
import { type Files, locked, manifestFor, type ToolKind } from '../relock/projects.ts';
import { useBench } from '../relock/support.ts';
import { startWorld, type World } from '../support/world.ts';

const local = useBench();
let world: World;

beforeAll(async () => {
  world = await startWorld('pglite', { index: local.index.url });
});

afterAll(() => world.stop());

const KINDS = ['uv', 'poetry', 'pdm', 'pipenv', 'pip-compile', 'uv pip compile'] as const;

/** A repository whose lock is in step, and the manifest that asks for a newer `alpha`. */
async function project(kind: ToolKind, name: string, more: Files = {}) {
  const before = manifestFor(kind, local.index, '==1.0');
  const { files } = await local.bench.relock(kind, before, 'none');
  const repository = await world.gh.createRepository(`acme/${name}`, {
    files: { ...files, ...more },
  });
  const { 'requirements.txt': _, ...newer } = manifestFor(kind, local.index, '>=1.1');
  return { repository, newer };
}

async function lockAt(repository: FakeRepository, kind: ToolKind, ref: string): Promise<string> {
  const paths = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'requirements.txt'];
  const texts = await Promise.all(
    paths.map(async (path) => [path, (await repository.read(ref, path)) ?? ''] as const),
  );
  return locked(Object.fromEntries(texts), kind);
}

/** Opens a pull request with a stale lock and waits for its check. */
async function stalePull(repository: FakeRepository, change: Files, fork?: string) {
  const pull = await repository.openPull({ change, ...(fork === undefined ? {} : { fork }) });
  const check = await pull.check('Lockkeeper');
  return { pull, check };
}

describe.each(KINDS)('a stale lock of %s', (kind) => {
  it('is made again by the button, and the pull request is judged anew', async () => {
    const { repository, newer } = await project(kind, `by-button-${kind.replaceAll(' ', '-')}`);
    const { pull, check } = await stalePull(repository, newer);
    expect(check.actions.map(({ label }) => label)).toEqual(['Regenerate lock']);
    const before = pull.headSha;
    expect(await lockAt(repository, kind, before)).toBe('alpha 1.0, beta 1.1, gamma 1.1');
    pull.press('Lockkeeper', 'Regenerate lock');
    const head = await pull.pushed(before, 60_000);
    expect(await lockAt(repository, kind, head)).toBe('alpha 1.1, beta 1.1, gamma 1.1');
    expect((await pull.check('Lockkeeper')).conclusion).toBe('success');
    expect(pull.replies()).toEqual([]);
  }, 90_000);
});

describe('on a pull request', () => {
  let repository: FakeRepository;
  let newer: Files;

  beforeAll(async () => {
    ({ repository, newer } = await project('uv', 'asked'));
  });

  it('the comment does the same as the button; one commit, with the lock alone', async () => {
    const { pull } = await stalePull(repository, newer);
    const before = pull.headSha;
    pull.comment('@lockkeeper fix');
    const head = await pull.pushed(before);
    const manifest = await repository.read(head, 'pyproject.toml');
    expect(manifest).toBe(newer['pyproject.toml']);
    expect((await pull.check('Lockkeeper')).conclusion).toBe('success');
  });

  it.each<[name: string, act: (pull: FakePull) => void, reply: string]>([
    [
      'a stranger presses the button',
      (pull) => pull.press('Lockkeeper', 'Regenerate lock', 'mallory'),
      'Nothing was pushed: `mallory` may not write to this repository, and so may not have a commit pushed to it.',
    ],
    [
      'a stranger comments',
      (pull) => pull.comment('@lockkeeper fix', 'mallory'),
      'Nothing was pushed: `mallory` may not write to this repository, and so may not have a commit pushed to it.',
    ],
  ])('%s: refused', async (_, act, reply) => {
    const { pull } = await stalePull(repository, newer);
    const before = pull.headSha;
    act(pull);
    expect(await pull.reply()).toBe(reply);
    expect(pull.headSha).toBe(before);
  });

  it('that got new commits since the button was shown is left alone', async () => {
    const { pull } = await stalePull(repository, newer);
    world.gh.webhooks.hold();
    pull.press('Lockkeeper', 'Regenerate lock');
    const head = await pull.push({ 'README.md': 'new' });
    world.gh.webhooks.release();
    expect(await pull.reply()).toBe(
      'Nothing was pushed: the branch got new commits meanwhile. The check of its newest commit has a button of its own.',
    );
    expect(pull.headSha).toBe(head);
  });

  it('whose lock is in step needs nothing', async () => {
    const { pull, check } = await stalePull(repository, { 'README.md': 'new' });
    expect(check.actions).toEqual([]);
    pull.comment('@lockkeeper fix');
    expect(await pull.reply()).toBe('Nothing was pushed: every lock is in step with its manifest.');
  });

  it('from a fork has no button, and gets a patch', async () => {
    const { pull, check } = await stalePull(repository, newer, 'mallory');
    expect(check.actions).toEqual([]);
    expect(check.summary).toContain('comment `@lockkeeper fix` for a patch');
    pull.comment('@lockkeeper fix');
    const reply = (await pull.reply()).replaceAll(/http\S+|sha256:\w+/g, '…');
    expect(reply).toMatchInlineSnapshot(`
      "This branch is in a fork, where Lockkeeper may not push. On \`change-6\`, run

      \`\`\`sh
      lockkeeper relock
      \`\`\`

      or apply this patch, which changes \`uv.lock\`:

      <details><summary>Patch</summary>

      \`\`\`diff
      --- a/uv.lock
      +++ b/uv.lock
      @@ -4,13 +4,13 @@
       
       [[package]]
       name = "alpha"
      -version = "1.0"
      +version = "1.1"
       source = { registry = "… }
       dependencies = [
           { name = "beta" },
       ]
       wheels = [
      -    { url = "… hash = "…", size = 943, upload-time = "2026-01-01T00:00:00Z" },
      +    { url = "… hash = "…", size = 943, upload-time = "2026-10-01T00:00:00Z" },
       ]
       
       [[package]]
      @@ -32,7 +32,7 @@
       
       [package.metadata]
       requires-dist = [
      -    { name = "alpha", specifier = "==1.0" },
      +    { name = "alpha", specifier = ">=1.1" },
           { name = "gamma", specifier = ">=1" },
       ]
       
      \`\`\`

      </details>"
    `);
  });

  it('with the markers of a merge in its lock keeps what is pinned on the first side', async () => {
    const lock = (await repository.read('main', 'uv.lock')) ?? '';
    const text = `<<<<<<< HEAD\n${lock}=======\n${lock.replaceAll('gamma', 'delta')}>>>>>>> main\n`;
    const { pull, check } = await stalePull(repository, { 'uv.lock': text });
    expect(check.title).toMatch(/^Merge conflict markers/);
    const before = pull.headSha;
    pull.comment('@lockkeeper fix');
    expect(await repository.read(await pull.pushed(before), 'uv.lock')).toBe(lock);
  });

  it('that cannot be locked is told what the tool said', async () => {
    const impossible = manifestFor('uv', local.index, '==9');
    const { pull } = await stalePull(repository, impossible);
    const before = pull.headSha;
    pull.press('Lockkeeper', 'Regenerate lock');
    expect(await pull.reply()).toMatchInlineSnapshot(`
      "\`uv.lock\` was not made again: uv could not lock. Its own message says why.

      \`\`\`text
      Using CPython 3.11.2 interpreter at: /usr/bin/python3
      error: No solution found when resolving dependencies
        cause: Because there is no version of alpha==9 and your project depends on alpha==9, we can conclude that your project's requirements are unsatisfiable.
      \`\`\`"
    `);
    expect(pull.headSha).toBe(before);
  });

  it('of two projects only the stale one is locked, the clean one stays', async () => {
    const clean = await local.bench.relock('uv', manifestFor('uv', local.index, '==1.0'), 'none');
    const files = Object.entries(clean.files).flatMap(([path, text]) => [
      [`clean/${path}`, text],
      [`stale/${path}`, text],
    ]);
    const two = await world.gh.createRepository('acme/two', { files: Object.fromEntries(files) });
    const { pull } = await stalePull(two, {
      'stale/pyproject.toml': newer['pyproject.toml'] ?? '',
    });
    const before = pull.headSha;
    pull.press('Lockkeeper', 'Regenerate lock');
    const head = await pull.pushed(before);
    const changed = await Promise.all(
      ['clean/uv.lock', 'stale/uv.lock'].map(
        async (path) => (await two.read(before, path)) === (await two.read(head, path)),
      ),
    );
    expect(changed).toEqual([true, false]);
  });
});
