/** The command that makes locks, with the real uv against an index on this machine. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBubblewrap } from '../../src/relock/sandbox/bubblewrap.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import { manifestFor } from '../relock/projects.ts';
import { createFolder, createRepository } from '../support/repository.ts';
import { lockkeeper } from './lockkeeper.ts';

let index: PackageIndex;
beforeAll(async () => {
  index = await startIndex([
    { name: 'alpha', version: '1.0', sources: SOURCES },
    { name: 'gamma', version: '1.0' },
    { name: 'gamma', version: '2.0' },
  ]);
});
afterAll(() => index.close());

const SOURCES = {
  'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "own"\nbackend-path = ["."]\n',
  'own.py': `import pathlib
def prepare_metadata_for_build_wheel(folder, config_settings=None):
    info = pathlib.Path(folder, "alpha-1.0.dist-info")
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\\nName: alpha\\nVersion: 1.0\\n")
    return info.name
`,
};

function relock(...options: readonly string[]) {
  const project = createRepository();
  const lock = 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n';
  project.commit({ ...manifestFor('uv', index, '>=1'), 'uv.lock': lock });
  return lockkeeper(['relock', project.path, ...options], { env: environment() });
}

function environment() {
  return {
    RELOCK_INDEXES: index.url,
    RELOCK_FETCH_TOOLS: 'never',
    XDG_CACHE_HOME: createFolder(),
  };
}

test('a package that has to be built is not, and the way to allow it is said', async () => {
  const { code, stderr } = await relock();
  expect(code).toBe(1);
  expect(stderr).toContain(
    'uv.lock was not made: uv needs to build alpha, which would run its code.',
  );
  expect(stderr).toContain('--allow-builds');
}, 30_000);

test('with --allow-builds it is, where bubblewrap holds its code', async () => {
  const { code, stdout, stderr } = await relock('--allow-builds');
  if (hasBubblewrap()) expect([code, stdout]).toEqual([0, expect.stringContaining('alpha')]);
  else expect([code, stderr]).toEqual([1, expect.stringContaining('if it is bubblewrap')]);
}, 30_000);

describe('moving a package', { timeout: 30_000 }, () => {
  function gamma(lock: string, ...options: readonly string[]) {
    const project = createRepository();
    const manifest = `[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.11"\ndependencies = ["gamma<2"]\n\n[[tool.uv.index]]\nurl = "${index.url}"\ndefault = true\n`;
    project.commit({ 'pyproject.toml': manifest, 'uv.lock': lock });
    return lockkeeper(['relock', project.path, ...options], { env: environment() });
  }

  const lock = () =>
    `version = 1\nrevision = 3\nrequires-python = ">=3.11"\n\n[[package]]\nname = "demo"\nversion = "0.1"\nsource = { virtual = "." }\ndependencies = [\n    { name = "gamma" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "gamma", specifier = "<2" }]\n\n[[package]]\nname = "gamma"\nversion = "1.0"\nsource = { registry = "${index.url}" }\nwheels = [\n    { url = "${index.url}/gamma/gamma-1.0-py3-none-any.whl", hash = "sha256:${'0'.repeat(64)}" },\n]\n`;

  test('that a constraint keeps back says which one', async () => {
    const { code, stderr } = await gamma(lock(), '--package', 'gamma==2.0');
    expect(code).toBe(1);
    expect(stderr).toContain('uv.lock was not made: uv could not lock.');
    expect(stderr).toContain(
      '  `gamma<2` in pyproject.toml keeps it out: edit that, or let lockkeeper bump do it.\n',
    );
  });

  test('in a lock that nobody can read says so', async () => {
    const { code, stderr } = await gamma('[[[', '--package', 'gamma');
    expect([code, stderr]).toEqual([
      1,
      'uv.lock was not made: uv.lock cannot be parsed: illegal character in key.\n  Take it from an earlier commit (git restore --source=HEAD~1 uv.lock), or remove it and lock anew.\n',
    ]);
  });
});

test.each(['relock', 'bump'])('%s --help says that code runs', async (command) => {
  const { stdout } = await lockkeeper([command, '--help']);
  const help = stdout.replaceAll(/\s+/g, ' ');
  expect(help).toContain(
    '--allow-builds build packages that have no wheel: code of packages runs, in the sandbox',
  );
});
