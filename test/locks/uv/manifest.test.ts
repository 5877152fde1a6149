import { describe, expect, test } from 'vitest';
import { app, lock, project, registry, verdict } from './support.ts';

/** The usual project with this in `[tool.uv]`, and a lock with this in `[manifest]`. */
function check(settings: string, manifest: string): string {
  return verdict({
    'pyproject.toml': project(['idna'], `[tool.uv]\n${settings}`),
    'uv.lock': lock(
      manifest === '' ? '' : `[manifest]\n${manifest}`,
      app(['{ name = "idna" }']),
      registry('idna', '3.1'),
    ),
  });
}

const status = (settings: string, manifest: string): string | undefined =>
  check(settings, manifest).split('\n')[0];

describe('constraints', () => {
  const locked = 'constraints = [{ name = "idna", specifier = "<5" }]';
  test.each([
    ['["idna <5"]', locked, 'fresh'],
    ['["idna<5", "idna<6"]', locked, 'fresh'],
    ['["idna[x]<5", "idna"]', locked, 'fresh'],
    ['["idna<5", "zzz<1"]', locked, 'fresh'],
    ['["idna<5", "idna>9; python_version<\'3\'"]', locked, 'fresh'],
    ['["idna<6"]', locked, 'stale'],
    ['[]', locked, 'stale'],
    ['["idna<5"]', '', 'stale'],
    ['["zzz<1"]', 'constraints = [{ name = "zzz", specifier = "<2" }]', 'stale'],
    ['["idna<<5"]', locked, 'refused'],
    ['"idna<5"', locked, 'refused'],
  ])('%s with %s: %s', (value, manifest, expected) => {
    expect(status(`constraint-dependencies = ${value}`, manifest)).toBe(expected);
  });
});

describe('overrides', () => {
  const locked =
    'overrides = [{ name = "idna", specifier = ">=3" }, { package = { name = "app" }, dependencies = [{ name = "idna", specifier = ">=2" }] }]';
  test.each([
    ['["idna>=3", { package = { name = "App" }, dependencies = ["idna>=2"] }]', 'fresh'],
    ['["idna>=3", { package = { name = "app" }, dependencies = ["idna>=2", "idna>=1"] }]', 'fresh'],
    ['["idna>=3"]', 'stale'],
    [
      '["idna>=3", { package = { name = "app", version = "1" }, dependencies = ["idna>=2"] }]',
      'stale',
    ],
    ['["idna>=3", { package = { name = "app" }, dependencies = [] }]', 'stale'],
    ['["idna>=3", { package = { name = "app" } }]', 'refused'],
  ])('%s: %s', (value, expected) => {
    expect(status(`override-dependencies = ${value}`, locked)).toBe(expected);
  });

  test('an empty scope counts, since it hides others', () => {
    const value = '[{ package = { name = "app" }, dependencies = [] }]';
    expect(check(`override-dependencies = ${value}`, '')).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="override-dependencies" manifest="only app" lock="not set" @ pyproject.toml tool uv override-dependencies <- uv.lock manifest"
    `);
  });
});

describe('excludes, build constraints and metadata', () => {
  test.each([
    ['exclude-dependencies = ["IDNA"]', 'excludes = ["idna"]', 'fresh'],
    ['exclude-dependencies = []', 'excludes = ["idna"]', 'stale'],
    [
      'exclude-dependencies = [{ package = { name = "app" }, dependencies = ["b", "a", "a"] }]',
      'excludes = [{ package = { name = "app" }, dependencies = ["a", "b"] }]',
      'fresh',
    ],
    [
      'build-constraint-dependencies = ["setuptools < 80"]',
      'build-constraints = [{ name = "setuptools", specifier = "<80" }]',
      'fresh',
    ],
    [
      'build-constraint-dependencies = ["setuptools<80,<90"]',
      'build-constraints = [{ name = "setuptools", specifier = "<80" }]',
      'stale',
    ],
    [
      'dependency-metadata = [{ name = "idna", version = "3.1.0", requires-dist = ["a>=1"] }]',
      'dependency-metadata = [{ name = "idna", version = "3.1", requires-dist = ["a >= 1"] }]',
      'fresh',
    ],
    [
      'dependency-metadata = [{ name = "idna", requires-dist = ["a>=1"] }]',
      'dependency-metadata = [{ name = "idna", requires-dist = ["a>=2"] }]',
      'stale',
    ],
    ['dependency-metadata = [{ name = "zzz", requires-dist = ["a>=1"] }]', '', 'fresh'],
  ])('%s with %s: %s', (settings, manifest, expected) => {
    expect(status(settings, manifest)).toBe(expected);
  });
});

describe('what uv refuses in a manifest', () => {
  const texts = { 'uv.lock': lock(app(['{ name = "idna" }']), registry('idna', '3.1')) };
  test.each([
    ['a project that is no table', 'project = 3'],
    ['no name', '[project]\nversion = "1"'],
    ['a name that is none', '[project]\nname = "-"\nversion = "1"'],
    ['no version', '[project]\nname = "app"'],
    ['a version that is none', '[project]\nname = "app"\nversion = "one"'],
    ['dependencies in a table', '[project]\nname = "app"\nversion = "1"\ndependencies = {}'],
    ['a requirement that is none', project(['idna>=>3'])],
    ['a Python range that is none', project().replace('>=3.10', '3.10')],
    ['uv settings that are no table', 'tool.uv = 3'],
    ['managed = "no"', project([], '[tool.uv]\nmanaged = "no"')],
    ['one-sided conflicts', project([], '[tool.uv]\nconflicts = [[{ extra = "a" }]]')],
    [
      'environments that overlap',
      project(
        [],
        '[tool.uv]\nenvironments = ["sys_platform == \'linux\'", "os_name == \'posix\'"]',
      ),
    ],
    [
      'environments for no Python',
      project([], '[tool.uv]\nenvironments = ["python_version < \'3\'"]'),
    ],
    ['broken TOML', '[project'],
    ['conflict markers', `<<<<<<< ours\n${project()}=======\n>>>>>>> theirs\n`],
  ])('%s', (_, manifest) => {
    expect(verdict({ ...texts, 'pyproject.toml': manifest })).toMatch(/^refused/);
  });

  test('no manifest at all', () => {
    expect(verdict(texts)).toMatchInlineSnapshot(`
      "refused
      manifest-invalid: message="no \`pyproject.toml\` found beside the lock" @ uv.lock"
    `);
  });

  test('an interpreter that the project forbids', () => {
    const pinned = { ...texts, 'pyproject.toml': project(['idna']), '.python-version': '3.8\n' };
    expect(verdict(pinned)).toMatchInlineSnapshot(`
      "refused
      manifest-invalid: message="the Python request from \`.python-version\` (\`3.8\`) is incompatible with the project's Python requirement" @ .python-version:1"
    `);
  });

  test.each(['pypy3.10', '3.99'])('an interpreter that may not be there: %s', (request) => {
    const pinned = { ...texts, 'pyproject.toml': project(['idna']), '.python-version': request };
    expect(verdict(pinned)).toMatch(/^unable\nuv checks a lock only with a Python that fits/);
  });
});
