/** The command that makes locks, with the real uv against an index on this machine. */
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const env = {
    RELOCK_INDEXES: index.url,
    RELOCK_FETCH_TOOLS: 'never',
    XDG_CACHE_HOME: createFolder(),
  };
  return lockkeeper(['relock', project.path, ...options], { env });
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

test.each(['relock', 'bump'])('%s --help says that code runs', async (command) => {
  const { stdout } = await lockkeeper([command, '--help']);
  const help = stdout.replaceAll(/\s+/g, ' ');
  expect(help).toContain(
    '--allow-builds build packages that have no wheel: code of packages runs, in the sandbox',
  );
});
