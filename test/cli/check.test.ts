import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloneOf, createFolder, createRepository } from '../support/repository.ts';
import { CHANGED_MANIFEST, createProject, LOCK, lockkeeper, MANIFEST } from './lockkeeper.ts';

describe('lockkeeper check', () => {
  test('ends with 0 where everything is in step', async () => {
    const project = createProject();
    const base = project.git('rev-parse', '--short=10', 'HEAD');
    expect(await lockkeeper(['check', project.path])).toEqual({
      code: 0,
      stdout:
        '1 lock in step; 1 Python project consistent: uv.lock (uv) and pyproject.toml (Python 3.11).\n',
      stderr: `Compared with main (${base}), which is the head itself: only what is not committed yet counts (--base HEAD~1 compares with the commit before, --all judges everything).\n`,
    });
  });

  test('ends with 1 for a manifest that was edited without its lock, and says what to do', async () => {
    const project = createProject();
    project.write({ 'pyproject.toml': CHANGED_MANIFEST });
    const { code, stdout } = await lockkeeper(['check'], { cwd: project.path });
    expect(code).toBe(1);
    expect(stdout).toContain('pyproject.toml:7');
    expect(stdout).toContain('`>=0.28`');
    expect(stdout).toContain('`>=0.27`');
    expect(stdout).toContain('uv lock');
  });

  test('ends with 0 for what was there before, and lists it', async () => {
    const project = createProject();
    project.commit({ 'pyproject.toml': CHANGED_MANIFEST });
    project.write({ 'README.md': 'new' });
    const { code, stdout } = await lockkeeper(['check', project.path]);
    expect(code).toBe(0);
    expect(stdout).toContain('There before this change (does not count)');
    expect((await lockkeeper(['check', '--all', project.path])).code).toBe(1);
  });

  test('ends with 0 where findings are only reported', async () => {
    const project = createProject();
    project.write({ 'pyproject.toml': CHANGED_MANIFEST });
    const { code, stdout } = await lockkeeper(['check', '--exit-zero', project.path]);
    expect(code).toBe(0);
    expect(stdout).toContain('pyproject.toml:7');
  });

  test('judges two commits, of a bare repository too', async () => {
    const project = createProject();
    project.git('switch', '--quiet', '--create', 'topic');
    project.commit({ 'pyproject.toml': CHANGED_MANIFEST });
    const bare = cloneOf(project, '--bare');
    const args = ['check', '--base', 'main', '--head', 'topic'];
    expect((await lockkeeper([...args, project.path])).code).toBe(1);
    expect((await lockkeeper([...args, bare.path])).code).toBe(1);
    expect((await lockkeeper(['check', '--base', 'topic', '--head', 'main', bare.path])).code).toBe(
      0,
    );
  });

  test('judges a lock that git does not know yet, and one that is a symlink is none', async () => {
    const project = createRepository();
    project.commit({ 'pyproject.toml': CHANGED_MANIFEST });
    project.write({ 'uv.lock': LOCK });
    expect((await lockkeeper(['check', project.path])).code).toBe(1);
    project.remove('uv.lock');
    const outside = createFolder();
    symlinkSync(join(outside, 'uv.lock'), join(project.path, 'uv.lock'));
    expect((await lockkeeper(['check', project.path])).code).toBe(0);
  });

  test('judges a project in a folder with spaces and umlauts', async () => {
    const repository = createRepository();
    repository.commit({ 'mein Dienst/ü/pyproject.toml': MANIFEST, 'mein Dienst/ü/uv.lock': LOCK });
    repository.write({ 'mein Dienst/ü/pyproject.toml': CHANGED_MANIFEST });
    const { code, stdout } = await lockkeeper(['check', join(repository.path, 'mein Dienst')]);
    expect(code).toBe(1);
    expect(stdout).toContain('mein Dienst/ü/pyproject.toml:7');
  });

  test('judges a plain folder with --all', async () => {
    const project = createProject();
    project.remove('.git');
    expect(await lockkeeper(['check', '--all', project.path])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 lock in step; 1 Python project consistent (1 remark)'),
    });
  });
});

describe('the configuration', () => {
  const ENFORCE = 'lockfile:\n  mode: enforce\n';

  test('comes from the base, so that a change cannot loosen its own gate', async () => {
    const project = createProject();
    project.commit({ '.github/lockkeeper.yml': ENFORCE });
    project.write({
      '.github/lockkeeper.yml': 'lockfile:\n  mode: off\n',
      'pyproject.toml': CHANGED_MANIFEST,
    });
    const { code, stdout } = await lockkeeper(['check', '--format', 'json', project.path]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      conclusion: 'failure',
      gates: [{ mode: 'enforce' }, { mode: 'warn' }, { mode: 'warn' }],
    });
  });

  test('can be tried out from a file', async () => {
    const project = createProject();
    project.write({
      'pyproject.toml': CHANGED_MANIFEST,
      'try.yml': 'lockfile:\n  mode: observe\n',
    });
    const args = ['check', '--config', 'try.yml'];
    expect((await lockkeeper(args, { cwd: project.path })).code).toBe(0);
  });

  test('with a mistake, new in this change, is shown on its line', async () => {
    const project = createProject();
    project.write({ '.github/lockkeeper.yml': 'lockfile:\n  mode: enforced\n' });
    const { code, stdout } = await lockkeeper(['check', project.path]);
    expect(code).toBe(1);
    expect(stdout).toContain('.github/lockkeeper.yml:2');
  });
});

describe('formats', () => {
  async function report(format: string): Promise<string> {
    const project = createProject();
    project.write({ 'pyproject.toml': CHANGED_MANIFEST });
    const { code, stdout, stderr } = await lockkeeper(['check', '--format', format, project.path]);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    return stdout;
  }

  test('json is one document with a version', async () => {
    expect(JSON.parse(await report('json'))).toMatchObject({
      version: 1,
      head: 'working tree',
      conclusion: 'neutral',
      gates: [
        { gate: 'lockfile', findings: [{ path: 'pyproject.toml', line: 7, level: 'warning' }] },
        { gate: 'python-version', status: 'passed' },
        { gate: 'required-checks', status: 'skipped' },
      ],
    });
  });

  test('github is workflow commands', async () => {
    expect(await report('github')).toMatch(/^::warning file=pyproject\.toml,line=7,/);
  });

  test('sarif is what code scanning takes', async () => {
    const [run] = JSON.parse(await report('sarif')).runs;
    expect(run.tool.driver).toMatchObject({
      name: 'Lockkeeper',
      semanticVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(run.results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'pyproject.toml' },
      region: { startLine: 7 },
    });
  });

  test('markdown starts with a heading', async () => {
    expect(await report('markdown')).toMatch(/^### Lockkeeper: /);
  });
});

describe('colours', () => {
  const ESCAPE = '\u001b[';

  test.each([
    ['none through a pipe', {}, [], false],
    ['none in CI either', { CI: 'true' }, [], false],
    ['with FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['not with FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['never with NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['never with --no-color', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('%s', async (_, env, args, colored) => {
    const project = createProject();
    const { stdout } = await lockkeeper(['check', ...args, project.path], { env });
    expect(stdout.includes(ESCAPE)).toBe(colored);
  });
});
