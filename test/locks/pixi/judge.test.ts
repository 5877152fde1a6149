import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { createLocator } from '../../../src/gates/places.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pixi } from '../../../src/locks/pixi/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { judge, lock, manifest, told, verdict } from './support.ts';

const PYTHON = { name: 'python', version: '3.12.3', depends: ['tk >=8.6,<9', '__glibc >=2.17'] };
const TK = { name: 'tk', version: '8.6.13' };
const LOCK = lock([PYTHON, TK]);
const MANIFEST = manifest('python = "3.12.*"');

describe('a pixi.lock that satisfies its manifest is fresh', () => {
  it.each([
    ['made for the manifest', MANIFEST, LOCK],
    ['CRLF', MANIFEST.replaceAll('\n', '\r\n'), LOCK.replaceAll('\n', '\r\n')],
    [
      'quoted scalars, comments, a document start',
      MANIFEST,
      `---\n# by hand\n${LOCK.replace('version: 6', "version: '6' # six")}`,
    ],
    [
      'written as flow, which the full parser reads',
      MANIFEST,
      LOCK.replace('timestamp: 1709223176184', 'purls: [ "pkg:x" ]'),
    ],
    ['a BOM', MANIFEST, `\u{feff}${LOCK}`],
    [
      'a target of another platform',
      manifest('python = "3.12.*"', '[target.win-64.dependencies]\nvc = "*"'),
      LOCK,
    ],
    [
      'a target that replaces the spec',
      manifest('python = "3.9.*"', '[target.linux.dependencies]\npython = "3.12.*"'),
      LOCK,
    ],
    [
      'the option as locked',
      MANIFEST.replace('name =', 'channel-priority = "disabled"\nname ='),
      lock([PYTHON, TK], '    options:\n      channel-priority: disabled\n'),
    ],
    [
      'exclude-newer after all releases',
      MANIFEST.replace('name =', 'exclude-newer = "2024-03-01"\nname ='),
      LOCK,
    ],
  ])('%s', (_, toml, yaml) => expect(verdict(toml, yaml)).toEqual(['fresh']));
});

describe('a stale lock says what it does not satisfy', () => {
  it.each([
    ['another version', manifest('python = "3.13.*"'), LOCK],
    ['a package that is not locked', manifest('python = "3.12.*"\nruff = ">=0.5"'), LOCK],
    ['a package that is no longer needed', manifest('tk = "*"'), LOCK],
    ['what a package needs is not there', MANIFEST, lock([PYTHON])],
    [
      'what a package needs has another version',
      MANIFEST,
      lock([PYTHON, { ...TK, version: '9.0.0' }]),
    ],
    ['a channel more', MANIFEST.replace('forge"]', 'forge", "https://conda.example/extra"]'), LOCK],
    ['another channel', MANIFEST.replace('/forge', '/other'), LOCK],
    ['a platform more', MANIFEST.replace('"linux-64"', '"linux-64", "win-64"'), LOCK],
    ['a platform less', MANIFEST.replace('linux-64', 'osx-64'), LOCK],
    ['an environment more', `${MANIFEST}[environments]\ntest = []\n`, LOCK],
    ['another strategy', MANIFEST.replace('name =', 'solve-strategy = "lowest"\nname ='), LOCK],
    [
      'a release that is too new',
      MANIFEST.replace('name =', 'exclude-newer = "2024-02-01"\nname ='),
      LOCK,
    ],
  ])('%s', (name, toml, yaml) => expect({ [name]: verdict(toml, yaml) }).toMatchSnapshot());
});

describe('PyPI packages', () => {
  const INDEXES = '    indexes:\n    - https://index.example/simple\n';
  const HTTPX = {
    pypi: 'httpx',
    version: '0.28.1',
    requires: ['idna>=3', "brotli ; extra == 'brotli'", "pywin ; sys_platform == 'win32'"],
  };
  const IDNA = { pypi: 'idna', version: '3.10' };
  const asks = (line: string) => manifest('python = "3.12.*"', `[pypi-dependencies]\n${line}`);
  const locked = (...more: Parameters<typeof lock>[0]) => lock([PYTHON, TK, ...more], INDEXES);
  it.each([
    ['satisfied', asks('httpx = ">=0.28"'), locked(HTTPX, IDNA)],
    ['by a conda package', asks('httpx = "*"'), locked(HTTPX, { name: 'idna', version: '3.10' })],
    ['a version outside', asks('httpx = ">=1"'), locked(HTTPX, IDNA)],
    ['not locked', asks('httpx = "*"\nrich = "*"'), locked(HTTPX, IDNA)],
    ['removed from the manifest', asks('idna = "*"'), locked(HTTPX, IDNA)],
    ['a requirement that is not locked', asks('httpx = "*"'), locked(HTTPX)],
    [
      'an extra that is asked for',
      asks('httpx = { version = "*", extras = ["brotli"] }'),
      locked(HTTPX, IDNA),
    ],
    [
      'a marker that is false here',
      asks('httpx = "*"\nwin = { version = "*", env-markers = "sys_platform == \'win32\'" }'),
      locked(HTTPX, IDNA),
    ],
    [
      'another index',
      `${asks('httpx = "*"')}\n[pypi-options]\nindex-url = "https://mirror.example/simple"\n`,
      locked(HTTPX, IDNA),
    ],
    [
      'an index of its own',
      asks('httpx = { version = "*", index = "https://mirror.example/simple" }'),
      locked({ ...HTTPX, index: 'https://index.example/simple' }, IDNA),
    ],
  ])('%s', (name, toml, yaml) => expect({ [name]: verdict(toml, yaml) }).toMatchSnapshot());
});

describe('features and environments', () => {
  const FEATURES = manifest(
    'python = "3.12.*"',
    '[feature.test.dependencies]\npytest = "*"\n[environments]\ntest = ["test"]\n',
  );
  const TEST_ENVIRONMENT = LOCK.replace('packages:\n-', 'packages:\n-').replace(
    /(environments:\n)( {2}default:[\s\S]*?)(packages:\n- )/,
    (_, head, body, tail) => `${head}${body}${body.replace('default', 'test')}${tail}`,
  );
  it('each environment is judged for its own features', () => {
    expect(verdict(FEATURES, TEST_ENVIRONMENT)).toMatchInlineSnapshot(`
      [
        "stale",
        "requirement-added | pytest | feature.test.dependencies | * at pixi.toml feature.test.dependencies.pytest",
      ]
    `);
  });
  it('a feature that is not defined', () => {
    expect(
      verdict(FEATURES.replace('["test"]', '["tests"]'), TEST_ENVIRONMENT),
    ).toMatchInlineSnapshot(`
      [
        "refused",
        "manifest-invalid | the environment \`test\` names a feature that is not defined: \`tests\` at pixi.toml environments.test",
      ]
    `);
  });
  it('pyproject.toml: requires-python is a conda spec, dependencies are of PyPI', () => {
    const pyproject = `[project]\nname = "app"\nrequires-python = ">=3.13"\ndependencies = ["rich"]\n[tool.pixi.workspace]\nchannels = ["https://conda.example/forge"]\nplatforms = ["linux-64"]\n`;
    expect(told(judge({ 'pyproject.toml': pyproject, 'pixi.lock': LOCK }))).toMatchInlineSnapshot(`
      [
        "stale",
        "requirement-changed | python | project | >=3.13 | 3.12.3 at pyproject.toml project.requires-python",
        "requirement-added | rich | project.dependencies |  at pyproject.toml project.dependencies.0",
      ]
    `);
  });
});

describe('what the files do not decide is said, and hides nothing', () => {
  it.each([
    [
      'a source package',
      manifest('python = "3.12.*"\nown = { path = "own" }'),
      LOCK.replace('      - conda', '      - conda: own\n      - conda').replace(
        'packages:\n- ',
        'packages:\n- conda: own\n  name: own\n- ',
      ),
    ],
    [
      'a named channel of an unknown server',
      MANIFEST.replace('https://conda.example/forge', 'forge'),
      LOCK.replaceAll('conda.example', 'mirror.example'),
    ],
    ['an odd spec', manifest('python = "(3.12.*|3.13.*),>=3"'), LOCK],
    [
      'an odd spec and a missing package',
      manifest('python = "(3.12.*|3.13.*),>=3"\nruff = "*"'),
      LOCK,
    ],
    ['a relative exclude-newer', MANIFEST.replace('name =', 'exclude-newer = "7d"\nname ='), LOCK],
    ['a large lock that is not plain', MANIFEST, `${LOCK}x: [${'1, '.repeat(100_000)}1]\n`],
    ['an old format', MANIFEST, 'version: 3\nmetadata: {}\npackage: []\n'],
  ])('%s', (name, toml, yaml) => expect({ [name]: verdict(toml, yaml) }).toMatchSnapshot());

  it('a channel by name is one of the default server', () => {
    expect(verdict(MANIFEST.replace('https://conda.example/forge', 'forge'), LOCK)).toEqual([
      'fresh',
    ]);
  });
});

describe('bad input ends in a verdict', () => {
  it.each([
    [
      'conflict markers',
      LOCK.replace('version: 6\n', '<<<<<<< HEAD\nversion: 6\n=======\nversion: 7\n>>>>>>> main\n'),
    ],
    ['a newer format', LOCK.replace('version: 6', 'version: 9')],
    ['cut in the middle', LOCK.slice(0, LOCK.indexOf('sha256') + 3)],
    ['a key twice', LOCK.replace('version: 6', 'version: 6\nversion: 6')],
    ['no mapping', '- 1\n- 2\n'],
    ['empty', ''],
    [
      'a reference to nothing',
      LOCK.replace(
        '      - conda: ',
        '      - conda: https://conda.example/forge/noarch/x-1-0.conda\n      - conda: ',
      ),
    ],
    [
      'aliases without end',
      `a: &a [x, x]\nb: &b [${'*a, '.repeat(60)}*a]\nc: [${'*b, '.repeat(60)}*b]\nversion: 6\n`,
    ],
  ])('%s', (name, yaml) => expect({ [name]: verdict(MANIFEST, yaml) }).toMatchSnapshot());

  it.each([
    ['wrong types', 'version: 6\nenvironments: []\npackages: {}\n'],
    [
      'wrong types inside',
      'version: 6\nenvironments:\n  default:\n    channels: 3\n    packages:\n      linux-64: x\npackages:\n- 3\n- conda: {}\n',
    ],
    [
      'a prototype key',
      'version: 6\n__proto__:\n  x: 1\nenvironments:\n  __proto__:\n    channels: []\n',
    ],
    ['deep nesting', `version: 6\nx: ${'['.repeat(20_000)}`],
    ['a megabyte in one line', `version: 6\nx: "${'\\n'.repeat(600_000)}"\n`],
  ])('hostile: %s', (_, yaml) => {
    const start = performance.now();
    expect(['stale', 'refused', 'unable']).toContain(
      judge({ 'pixi.toml': MANIFEST, 'pixi.lock': yaml }).freshness.status,
    );
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('a pyproject.toml that is not one of pixi', () => {
    expect(
      told(judge({ 'pyproject.toml': '[project]\nname = "app"\n', 'pixi.lock': LOCK })),
    ).toMatchInlineSnapshot(`
      [
        "refused",
        "manifest-invalid | it has no \`tool.pixi.workspace\` table at pyproject.toml",
      ]
    `);
  });

  it('no manifest', () => {
    expect(told(judge({ 'pixi.lock': LOCK }))).toMatchInlineSnapshot(`
      [
        "refused",
        "manifest-invalid | there is no pixi.toml or pyproject.toml beside pixi.lock at pixi.lock",
      ]
    `);
  });
});

describe('the gate over two projects of which the first is clean', () => {
  const tree = treeOfTexts({
    'a/pixi.toml': MANIFEST,
    'a/pixi.lock': LOCK,
    'b/pixi.toml': MANIFEST,
    'b/pixi.lock': lock([PYTHON]),
  });
  it('finds the second, and only it', () => {
    const { subjects, findings } = lockfile.judge(tree, CONTEXT);
    expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
      'a/pixi.lock (pixi) passed',
      'b/pixi.lock (pixi) failed',
    ]);
    const rule = lockfile.rules.find(({ id }) => id === 'lockfile/stale');
    expect(
      findings.map(({ facts }) => [
        rule?.message(facts),
        rule?.repair(facts, { restore: () => undefined }),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          "\`python\` needs \`tk >=8.6,<9\` (default on linux-64), b/pixi.lock has \`no such package\`.",
          "cd b && pixi lock",
        ],
      ]
    `);
  });
  it('shows the lines of the YAML', async () => {
    const { findings } = lockfile.judge(tree, CONTEXT);
    const locate = await createLocator(
      tree,
      findings.map(({ at }) => at),
    );
    expect(findings.map(({ at }) => locate(at))).toEqual([
      { path: 'b/pixi.lock', line: 10, endLine: 15 },
    ]);
  });
  it('models what is locked', () => {
    const [found] = pixi.find(tree);
    const model = found && pixi.model(found, tree);
    expect(
      model?.packages.map(
        ({ name, version, dependencies }) => `${name} ${version} ${dependencies.join(' ')}`,
      ),
    ).toEqual(['python 3.12.3 tk __glibc', 'tk 8.6.13 ']);
    expect(model?.direct).toEqual(['python']);
  });
});
