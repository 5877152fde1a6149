import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pylock } from '../../../src/locks/pylock/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { EXPORT, judge, lock, locked, project, verdict } from './support.ts';

const IDNA = locked('idna', '3.10');
const FILE = EXPORT + lock([IDNA]);

/** The verdict on `pylock.toml` beside a pyproject.toml with these dependencies. */
function beside(dependencies: readonly string[], file: string, more = ''): readonly string[] {
  return verdict({ 'pyproject.toml': project(dependencies, more), 'pylock.toml': file });
}

describe('a file that does not contradict its manifest is consistent', () => {
  const WINDOWS = locked('colorama', '0.4.6', `marker = "sys_platform == 'win32'"`);
  it.each([
    ['one requirement', ['idna>=3'], FILE],
    ['CRLF', ['idna>=3'], FILE.replaceAll('\n', '\r\n')],
    ['a name in another spelling', ['IDNA>=3'], FILE],
    ['a pre-release that was chosen', ['idna>=3'], EXPORT + lock([locked('idna', '3.11rc1')])],
    ['a requirement that never applies', ['idna', "toml; python_version < '3.8'"], FILE],
    [
      'a requirement of one platform',
      ["colorama; sys_platform == 'win32'"],
      EXPORT + lock([WINDOWS]),
    ],
    ['the project itself as a requirement', ['idna', 'app[web]'], FILE],
    [
      'a package from git, whatever its version',
      ['idna>=99'],
      EXPORT +
        lock([
          '[[packages]]\nname = "idna"\nversion = "3.10"\nvcs = { type = "git", url = "https://git.example/idna", commit-id = "abc" }\n',
        ]),
    ],
    [
      'two versions for two Pythons',
      ['idna>=3'],
      EXPORT +
        lock([
          locked('idna', '3.9', `marker = "python_version < '3.13'"`),
          locked('idna', '3.10', `marker = "python_version >= '3.13'"`),
        ]),
    ],
  ])('%s', (_, dependencies, file) => expect(beside(dependencies, file)).toEqual(['fresh']));
});

describe('a file that contradicts its manifest is stale', () => {
  it.each([
    ['a requirement without a package', ['idna', 'rich>=13'], FILE],
    ['a version outside', ['idna<3'], FILE],
    [
      'a package for one platform only',
      ['idna'],
      EXPORT + lock([locked('idna', '3.10', `marker = "sys_platform == 'win32'"`)]),
    ],
  ])('%s', (name, dependencies, file) =>
    expect({ [name]: beside(dependencies, file) }).toMatchSnapshot(),
  );

  it('another Python', () => {
    const manifest = project(['idna']).replace('>=3.11', '>=3.12');
    expect(verdict({ 'pyproject.toml': manifest, 'pylock.toml': FILE })).toMatchInlineSnapshot(`
      [
        "stale",
        "python-changed | >=3.12 | >=3.11 at pyproject.toml project.requires-python",
      ]
    `);
  });

  it('the default group that `uv export` includes, and no other', () => {
    const groups =
      '[dependency-groups]\ndev = ["ruff", { include-group = "test" }]\ntest = ["pytest"]\ndocs = ["sphinx"]\n';
    expect(beside(['idna'], FILE, groups)).toMatchInlineSnapshot(`
      [
        "stale",
        "requirement-added | ruff | dependency-groups.dev |  at pyproject.toml dependency-groups.dev.0",
        "requirement-added | pytest | dependency-groups.test |  at pyproject.toml dependency-groups.test.0",
      ]
    `);
    const without = FILE.replace('--format', '--no-dev --format');
    expect(beside(['idna'], without, groups)).toEqual(['fresh']);
  });

  it('extras and groups that the file itself names, where they are selected', () => {
    const extras = '[project.optional-dependencies]\nWeb = ["httpx>=1"]\nx = ["unlocked"]\n';
    const file = lock(
      [IDNA, locked('httpx', '0.28', `marker = "'web' in extras"`)],
      'extras = ["web"]\nenvironments = ["sys_platform == \'linux\'"]',
      'other',
    );
    expect(beside(['idna'], file, extras)).toMatchInlineSnapshot(`
      [
        "stale",
        "requirement-changed | httpx | project.optional-dependencies.Web | >=1 | 0.28; 'web' in extras at pyproject.toml project.optional-dependencies.Web.0",
      ]
    `);
    expect(beside(['idna'], file, extras.replace('>=1', ''))).toEqual(['fresh']);
  });
});

describe('a file made on one machine speaks for that machine only', () => {
  const COMPILED = `${EXPORT.replace('export --format pylock.toml', 'pip compile pyproject.toml')}${lock([IDNA])}`;
  it.each([
    [
      'a requirement of another platform may be absent',
      ['idna', "colorama; sys_platform == 'win32'"],
    ],
  ])('%s', (_, dependencies) => expect(beside(dependencies, COMPILED)).toEqual(['fresh']));

  it('its Python has to be one that the manifest allows', () => {
    const manifest = project(['idna']).replace('>=3.11', '<3.11');
    expect(verdict({ 'pyproject.toml': manifest, 'pylock.toml': COMPILED })).toMatchInlineSnapshot(`
      [
        "stale",
        "python-changed | <3.11 | >=3.11 at pyproject.toml project.requires-python",
      ]
    `);
  });
});

describe('what nobody can know is said', () => {
  it.each([
    ['no manifest', { 'pylock.toml': FILE }],
    [
      'other inputs',
      {
        'pyproject.toml': project(['rich']),
        'pylock.toml': `${EXPORT.replace('export --format pylock.toml', 'pip compile requirements.in')}${lock([IDNA])}`,
      },
    ],
    [
      'a list that pip locked',
      { 'pyproject.toml': project(['rich']), 'pylock.toml': lock([IDNA], '', 'pip') },
    ],
    [
      'dynamic dependencies',
      {
        'pyproject.toml': '[project]\nname = "app"\ndynamic = ["dependencies"]\n',
        'pylock.toml': FILE,
      },
    ],
    [
      "PDM's hash",
      {
        'pyproject.toml': project(['idna']),
        'pylock.toml': lock([IDNA], '[tool.pdm.hashes]\nsha256 = "ab"', 'pdm'),
      },
    ],
    [
      "a proven contradiction beside PDM's hash",
      {
        'pyproject.toml': project(['rich']),
        'pylock.toml': lock([IDNA], '[tool.pdm.hashes]\nsha256 = "ab"', 'pdm'),
      },
    ],
    ['pipenv without its lock', { Pipfile: '', 'pylock.toml': lock([IDNA], '', 'pipenv') }],
  ])('%s', (_, texts) => expect(verdict(texts)).toMatchSnapshot());

  it('a name of its own', () => {
    const texts = { 'pyproject.toml': project(['rich']), 'pylock.docs.toml': lock([IDNA]) };
    expect(verdict(texts, 'pylock.docs.toml')).toMatchInlineSnapshot(`
      [
        "unable",
        "open: pylock.docs.toml cannot be compared with pyproject.toml: a lock of this name can hold any part of the dependencies, and it does not say which",
      ]
    `);
  });
});

describe('files derived from another lock', () => {
  const UV = `version = 1
requires-python = ">=3.11"

[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "idna" }]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
wheels = [{ url = "https://files.example/idna-3.10-py3-none-any.whl", hash = "sha256:${'a'.repeat(64)}" }]
`;
  it.each([
    ['the same', UV],
    ['another version', UV.replaceAll('3.10', '3.9')],
    ['another hash', UV.replace(/a{64}/, 'b'.repeat(64))],
    ['a package that went', UV.replaceAll('idna', 'idna2')],
  ])('uv.lock: %s', (_, origin) => {
    const texts = { 'pyproject.toml': project(['idna']), 'pylock.toml': FILE, 'uv.lock': origin };
    expect(verdict(texts)).toMatchSnapshot();
  });

  it.each([
    ['the same', { idna: '==3.10' }],
    ['another version', { idna: '==3.9' }],
    ['a package more', { idna: '==3.10', rich: '==13' }],
  ])('Pipfile.lock: %s', (_, versions) => {
    const entries = Object.entries(versions).map(([name, version]) => [
      name,
      { version, hashes: [`sha256:${'a'.repeat(64)}`] },
    ]);
    const origin = JSON.stringify({ _meta: {}, default: Object.fromEntries(entries) });
    const texts = {
      Pipfile: '',
      'Pipfile.lock': origin,
      'pylock.toml': lock([IDNA], '', 'pipenv'),
    };
    expect(verdict(texts)).toMatchSnapshot();
  });
});

describe("PDM's export beside its lock", () => {
  it.each([
    ['the same', '3.10', ['fresh']],
    [
      'another version',
      '3.9',
      ['stale', 'derived-differs | idna | pdm.lock | 3.9 | 3.10 at pylock.toml packages.0'],
    ],
  ])('%s', (_, version, expected) => {
    const texts = {
      'pyproject.toml': project(['idna']),
      'pylock.toml': lock([IDNA], 'extras = []\ndependency-groups = ["default"]', 'pdm'),
      'pdm.lock': `[metadata]\nlock_version = "4.5.0"\n\n[[package]]\nname = "idna"\nversion = "${version}"\n`,
    };
    expect(verdict(texts)).toEqual(expected);
  });
});

describe('bad input ends in a verdict', () => {
  it.each([
    ['conflict markers', `<<<<<<< HEAD\n${FILE}=======\n>>>>>>> main\n`],
    ['cut in the middle', FILE.slice(0, -30)],
    ['a BOM', `\u{feff}${FILE}`],
    ['another version', FILE.replace('"1.0"', '"2.0"')],
  ])('%s', (_, file) => expect(beside(['idna'], file)).toMatchSnapshot());

  it.each([
    ['wrong types', 'lock-version = 3\npackages = {}\n'],
    [
      'wrong types inside',
      'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "a"\nwheels = [1]\nsdist = 3\n',
    ],
    [
      'a prototype key',
      'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "__proto__"\n[packages.hashes.__proto__]\nx = 1\n',
    ],
    [
      'an enormous marker',
      EXPORT + lock([locked('idna', '3.10', `marker = "${'('.repeat(5000)}"`)]),
    ],
  ])('hostile: %s', (_, file) => {
    const status = judge({ 'pyproject.toml': project(['idna']), 'pylock.toml': file }).freshness
      .status;
    expect(['refused', 'unable']).toContain(status);
  });
});

describe('the gate over two projects of which the first is clean', () => {
  it('finds the second, and only it, and says how to repair', () => {
    const tree = treeOfTexts({
      'a/pyproject.toml': project(['idna']),
      'a/pylock.toml': FILE,
      'b/pyproject.toml': project(['idna>=4']),
      'b/pylock.toml': FILE,
    });
    const { subjects, findings } = lockfile.judge(tree, CONTEXT);
    expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
      'a/pylock.toml (uv) passed',
      'b/pylock.toml (uv) failed',
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
          "\`idna\`: b/pyproject.toml says \`>=4\`, b/pylock.toml was made for \`3.10\`.",
          "cd b && uv export --format pylock.toml -o pylock.toml",
        ],
      ]
    `);
  });

  it('words from the file are quoted in the command', () => {
    const file = FILE.replace('-o pylock.toml', '-o $(x)');
    const tree = treeOfTexts({ 'pylock.toml': file });
    const [found] = pylock.find(tree);
    expect(found && pylock.commands(found, tree).relock).toMatchInlineSnapshot(
      `"uv export --format pylock.toml -o '$(x)'"`,
    );
  });

  it('models what is locked', () => {
    const tree = treeOfTexts({ 'pyproject.toml': project(['idna']), 'pylock.toml': FILE });
    const [found] = pylock.find(tree);
    expect(found && pylock.model(found, tree)).toMatchInlineSnapshot(`
      {
        "direct": [
          "idna",
        ],
        "format": [
          1,
          0,
        ],
        "packages": [
          {
            "at": {
              "key": [
                "packages",
                0,
              ],
              "path": "pylock.toml",
            },
            "dependencies": [],
            "hashes": {
              "idna-3.10-py3-none-any.whl": "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            },
            "index": 0,
            "name": "idna",
            "source": {
              "index": "",
              "kind": "registry",
            },
            "table": {
              "name": "idna",
              "version": "3.10",
              "wheels": [
                {
                  "hashes": {
                    "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                  },
                  "url": "https://files.example/idna-3.10-py3-none-any.whl",
                },
              ],
            },
            "version": "3.10",
          },
        ],
      }
    `);
  });
});
