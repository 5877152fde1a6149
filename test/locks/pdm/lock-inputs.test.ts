/**
 * Locks that record their inputs, with the verdicts of the real `pdm lock --check` (2.29.3); the
 * recorded inputs were printed by it.
 */
import { describe, expect, it } from 'vitest';
import { edited, judge, lockText, packageText, told } from './support.ts';

const MANIFEST = `[project]
name = "app"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["idna>=3", "Iniconfig[x]>=1; python_version<'3.11' and sys_platform=='linux'"]

[project.optional-dependencies]
net = ["httpx>=0.20"]
all = ["app[net]"]

[dependency-groups]
Test_A = ["pytest>=8", {include-group = "base"}]
base = ["trio"]

[tool.pdm.resolution]
lock_inputs = true

[tool.pdm.resolution.overrides]
h11 = "0.14"

[[tool.pdm.source]]
name = "own"
url = "https://index.example/simple"
verify_ssl = true
`;

const INPUTS = `
[metadata.lock_inputs.project]
requires-python = ">=3.9"

[metadata.lock_inputs.project.groups]
all = ["httpx"]
base = ["trio"]
default = ["Iniconfig[x]; python_version < \\"3.11\\" and sys_platform == \\"linux\\"", "idna"]
net = ["httpx"]
test-a = ["pytest", "trio"]

[metadata.lock_inputs.project.resolution.overrides]
h11 = "0.14"

[[metadata.lock_inputs.project.sources]]
name = "own"
url = "sha256:c45692fc0b3435b31fb487476da614780d5a4910840ead7b4fdad9b3fbd842a1"
verify_ssl = true
`;

const IDNA = packageText('idna', '3.6', 'default');
const TRIO = edited(packageText('trio', '0.25.0', 'base'), '["base"]', '["base", "test-a"]');
const INICONFIG = packageText(
  'iniconfig',
  '2.0.0',
  'default',
  'extras = ["x"]\nmarker = "python_version < \\"3.11\\" and sys_platform == \\"linux\\""\n',
);
const PACKAGES = [
  IDNA,
  INICONFIG,
  edited(packageText('httpx', '0.27.0', 'net'), '["net"]', '["all", "net"]'),
  packageText('pytest', '8.1.0', 'test-a'),
  TRIO,
].join('');
const GROUPS = '["default", "all", "base", "net", "test-a"]';
const LOCK = edited(lockText(INPUTS, PACKAGES), '["default", "dev-a", "lint", "net"]', GROUPS);
const OWN = 'dependencies = ["idna>=3", ';
const FLAG = 'lock_inputs = true';

type Change = readonly [from: string, to: string];

function status(manifest: string, lock: string): string {
  return judge({ 'pyproject.toml': manifest, 'pdm.lock': lock }).freshness.status;
}

describe('a change to the manifest', () => {
  it.each<[string, string, Change]>([
    ['nothing', 'fresh', ['', '']],
    ['another specifier that admits the locked version', 'fresh', ['idna>=3"', 'idna>=3.2"']],
    ['no specifier', 'fresh', ['idna>=3"', 'idna"']],
    ['a specifier that excludes it', 'stale', ['idna>=3"', 'idna>=9"']],
    ['name case', 'stale', ['"idna', '"Idna']],
    ['dependency added', 'stale', [OWN, `${OWN}"trio", `]],
    ['one package twice', 'stale', [OWN, `${OWN}"idna<4", `]],
    ['requires-python spacing', 'fresh', ['">=3.9"', '">= 3.9"']],
    ['requires-python', 'stale', ['">=3.9"', '">=3.10"']],
    ['group name case', 'fresh', ['Test_A', 'test-a']],
    ['group renamed', 'stale', ['Test_A', 'test-b']],
    ['include removed', 'stale', [', {include-group = "base"}', '']],
    ['include of nothing', 'refused', ['include-group = "base"', 'include-group = "bas"']],
    ['include in a cycle', 'refused', ['["trio"]', '["trio", {include-group = "test-a"}]']],
    ['unknown extra of its own', 'refused', ['app[net]', 'app[nat]']],
    ['self-reference removed', 'stale', ['["app[net]"]', '[]']],
    ['version', 'fresh', ['"1.0"', '"2.0"']],
    ['override', 'stale', ['"0.14"', '"0.15"']],
    ['lock_inputs = false', 'fresh', [FLAG, 'lock_inputs = false']],
    ['lock_inputs removed', 'fresh', [FLAG, '']],
    ['excludes', 'stale', [FLAG, `${FLAG}\nexcludes = ["idna"]`]],
    ['exclude-newer as a date', 'refused', [FLAG, `${FLAG}\nexclude-newer = 2024-01-01`]],
    ['credentials of a source', 'fresh', ['verify_ssl', 'username = "u"\nverify_ssl']],
    ['another URL of a source', 'stale', ['example/simple', 'example/other']],
    ['switch of a source', 'stale', ['verify_ssl = true', 'verify_ssl = false']],
    ['marker spacing', 'fresh', ["<'3.11' and", " <  '3.11'  and"]],
    ['marker in brackets', 'fresh', ["python_version<'3.11'", "(python_version<'3.11')"]],
    ['marker added', 'stale', ['idna>=3"', "idna>=3; python_version>='3.10'\""]],
    ['marker changed', 'stale', ["<'3.11'", "<'3.12'"]],
    ['marker removed', 'stale', ["; python_version<'3.11' and sys_platform=='linux'", '']],
    ['marker that dep-logic rewrites', 'unable', ["<'3.11'", "<'3.11' and python_version<'3.12'"]],
    ['path requirement', 'stale', [OWN, `${OWN}"./lib", `]],
  ])('%s: %s', (_, expected, [from, to]) => {
    expect(status(edited(MANIFEST, from, to), LOCK)).toBe(expected);
  });

  it('marker in another order: stale, PDM compares the spelling', () => {
    const turned = edited(
      MANIFEST,
      "python_version<'3.11' and sys_platform=='linux'",
      "sys_platform=='linux' and python_version<'3.11'",
    );
    expect(status(turned, LOCK)).toBe('stale');
  });

  it('an override excuses a specifier', () => {
    const both = edited(MANIFEST, 'idna>=3"', 'idna>=9"');
    const override = (text: string) =>
      edited(text, 'h11 = "0.14"\n', 'h11 = "0.14"\nidna = "3.6"\n');
    expect(status(override(both), override(LOCK))).toBe('fresh');
  });
});

describe('a change to the lock', () => {
  const marked = (version: string, marker: string) =>
    packageText('idna', version, 'default', `marker = 'python_version ${marker} "3.11"'\n`);

  it.each<[string, string, Change]>([
    ['locked version outside', 'stale', ['"3.6"', '"2.6"']],
    ['package gone', 'stale', [TRIO, '']],
    ['package of another group', 'stale', ['["base", "test-a"]', '["base"]']],
    ['fewer groups', 'fresh', [GROUPS, '["default"]']],
    ['unknown group', 'stale', [GROUPS, '["default", "other"]']],
    [
      'narrower target',
      'fresh',
      ['targets]]\nrequires_python = ">=3.9"', 'targets]]\nrequires_python = ">=3.12"'],
    ],
    ['no targets', 'fresh', ['[[metadata.targets]]\nrequires_python = ">=3.9"\n', '']],
    ['version 4.5.0', 'fresh', ['4.5.1', '4.5.0']],
    ['version 4.6', 'refused', ['4.5.1', '4.6']],
    [
      'URLs without the strategy',
      'refused',
      ['file = "idna.whl"', 'url = "https://files.example/idna.whl"'],
    ],
    [
      'two packages that cover everything',
      'fresh',
      [IDNA, marked('3.6', '<') + marked('3.5', '>=')],
    ],
    ['one of two outside', 'stale', [IDNA, marked('3.6', '<') + marked('2.5', '>=')]],
    ['a gap in the environments', 'stale', [IDNA, marked('3.6', '<')]],
    [
      'volatile inputs',
      'stale',
      [
        '[metadata.lock_inputs.project]',
        '[metadata.lock_inputs.x]\nvolatile = true\n[metadata.lock_inputs.project]',
      ],
    ],
  ])('%s: %s', (_, expected, [from, to]) => {
    expect(status(MANIFEST, edited(LOCK, from, to))).toBe(expected);
  });
});

describe('the reasons', () => {
  it.each<[string, Change]>([
    ['specifier', ['idna>=3"', 'idna>=9"']],
    ['marker', ['idna>=3"', "idna>=3; python_version>='3.10'\""]],
    ['added', [OWN, `${OWN}"rich", `]],
    ['removed', ['"idna>=3", ', '']],
    ['group', ['Test_A', 'test-b']],
    ['setting', ['"0.14"', '"0.15"']],
  ])('%s', (_, [from, to]) => {
    const files = { 'pyproject.toml': edited(MANIFEST, from, to), 'pdm.lock': LOCK };
    expect(told(judge(files))).toMatchSnapshot();
  });

  it('a member whose version is computed is never fresh', () => {
    const files = {
      'pyproject.toml': `[project]\nname = "root"\n[tool.pdm.workspace]\nmembers = ["a"]\n`,
      'a/pyproject.toml': '[project]\nname = "a"\ndynamic = ["version"]\n',
      'pdm.lock': '[metadata]\nlock_version = "4.5.1"\n[metadata.lock_inputs.project]\n',
    };
    expect(told(judge(files))).toContain(
      '{"kind":"dynamic-input","name":"a","fields":["version"]}',
    );
  });
});
