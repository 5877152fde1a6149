import { describe, expect, test } from 'vitest';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { uv } from '../../../src/locks/uv/index.ts';
import { app, IDNA_LOCK, INDEX, lock, project, projectOf, registry, verdict } from './support.ts';

const MANIFEST = project(['idna>=3']);

function withLock(text: string): string {
  return verdict({ 'pyproject.toml': MANIFEST, 'uv.lock': text });
}

describe('what uv refuses to read', () => {
  test.each([
    [
      'a version that it does not know',
      (text: string) => text.replace('version = 1', 'version = 2'),
    ],
    ['no version', (text: string) => text.replace('version = 1\n', '')],
    ['a revision in quotes', (text: string) => text.replace('revision = 5', 'revision = "5"')],
    ['no Python range', (text: string) => text.replace(/requires-python.*/, '')],
    ['a lock that ends in the middle', (text: string) => text.slice(0, text.length / 2)],
    ['one key twice', (text: string) => text.replace('revision = 5', 'revision = 5\nrevision = 5')],
    ['one package twice', (text: string) => `${text}\n${registry('idna', '3.1')}`],
    [
      'an edge to nowhere',
      (text: string) => text.replace('{ name = "idna" }]', '{ name = "nope" }]'),
    ],
    [
      'one edge twice',
      (text: string) => text.replace('{ name = "idna" }]', '{ name = "idna" }, { name = "idna" }]'),
    ],
    [
      'an edge to another version',
      (text: string) => text.replace('{ name = "idna" }]', '{ name = "idna", version = "9" }]'),
    ],
    [
      'an edge with a marker that is none',
      (text: string) => text.replace('{ name = "idna" }]', '{ name = "idna", marker = "x" }]'),
    ],
    ['a package without a version', (text: string) => text.replace('version = "3.1"\n', '')],
    ['a package without a source', (text: string) => text.replace(/source = \{ registry.*/, '')],
    ['a wheel of another version', (text: string) => text.replace('idna-3.1-py3', 'idna-3.2-py3')],
    [
      'a wheel that is none',
      (text: string) => text.replace('idna-3.1-py3-none-any.whl', 'idna.whl'),
    ],
    ['a hash that is too short', (text: string) => text.replace(/sha256:0+/, 'sha256:00')],
    ['a hash of an unknown kind', (text: string) => text.replace('sha256:', 'sha1:')],
    [
      'a setting with an unknown value',
      (text: string) =>
        text.replace('[[package]]', '[options]\nresolution-mode = "x"\n[[package]]'),
    ],
    [
      'a requirement without a name',
      (text: string) => text.replace('{ name = "idna", specifier', '{ specifier'),
    ],
    [
      'conflicts of one alone',
      (text: string) =>
        text.replace(
          '[[package]]',
          'conflicts = [[{ package = "app", extra = "a" }]]\n[[package]]',
        ),
    ],
    ['conflict markers', (text: string) => `<<<<<<< ours\n${text}`],
  ])('%s', (_, edit) => {
    const text = edit(IDNA_LOCK);
    expect(text).not.toBe(IDNA_LOCK);
    expect(withLock(text)).toMatch(
      /^refused\n(lock-inconsistent|unparsable|unknown-version|conflict-markers)/,
    );
  });

  test('each has a message of its own', () => {
    expect(withLock(IDNA_LOCK.replace('version = 1', 'version = 2'))).toMatchInlineSnapshot(`
      "refused
      unknown-version: found="2" known="1" @ uv.lock version"
    `);
    expect(withLock(`<<<<<<< ours\n${IDNA_LOCK}`)).toMatchInlineSnapshot(`
      "refused
      conflict-markers:  @ uv.lock:1"
    `);
    expect(withLock(`${IDNA_LOCK}\n[[package]`)).toMatchInlineSnapshot(`
      "refused
      unparsable: what="lock" message="expected end of table array declaration" @ uv.lock:20"
    `);
    expect(withLock(`${IDNA_LOCK}\n${registry('idna', '3.1')}`)).toMatchInlineSnapshot(`
      "refused
      lock-inconsistent: message="\`idna==3.1\` occurs twice" @ uv.lock package 2"
    `);
  });
});

describe('what uv reads all the same', () => {
  test.each([
    ['a revision of the future', IDNA_LOCK.replace('revision = 5', 'revision = 99\nnews = 1')],
    ['Windows line ends', IDNA_LOCK.replaceAll('\n', '\r\n')],
    ['a local version in the wheel', IDNA_LOCK.replace('idna-3.1-py3', 'idna-3.1+cpu-py3')],
    ['a local version, escaped', IDNA_LOCK.replace('idna-3.1-py3', 'idna-3.1%2Bcpu-py3')],
    ['a build number', IDNA_LOCK.replace('idna-3.1-py3', 'idna-3.1-2-py3')],
    ['other formatting', IDNA_LOCK.replaceAll(' = ', '=')],
    [
      'edges of two versions',
      lock(
        app(['{ name = "idna", specifier = ">=3" }'], '[[package.dependencies]]')
          .replace('[[package.dependencies]]', '')
          .replace(
            'dependencies = [{ name = "idna" }]',
            `dependencies = [{ name = "idna", version = "3.1", source = { registry = "${INDEX}" } }, { name = "idna", version = "3.2", source = { registry = "${INDEX}" } }]`,
          ),
        registry('idna', '3.1'),
        registry('idna', '3.2'),
      ),
    ],
  ])('%s', (_, text) => {
    expect(withLock(text)).toBe('fresh');
  });

  test('a byte order mark, which is worth a note', () => {
    expect(withLock(`\uFEFF${IDNA_LOCK}`)).toMatchInlineSnapshot(`
      "fresh
      problem: byte-order-mark:  @ uv.lock:1"
    `);
  });
});

describe('problems that uv does not look for', () => {
  test('a package that nothing needs', () => {
    expect(withLock(`${IDNA_LOCK}\n${registry('left')}`)).toMatchInlineSnapshot(`
      "fresh
      problem: orphan: name="left" version="1.0" @ uv.lock package 2"
    `);
  });

  test('a ring of packages that nothing needs', () => {
    const ring = [
      registry('a', '1.0', 'dependencies = [{ name = "b" }]'),
      registry('b', '1.0', 'dependencies = [{ name = "a" }]'),
    ];
    expect(withLock(`${IDNA_LOCK}\n${ring.join('\n')}`)).toMatch(
      /orphan: name="a".*\n.*orphan: name="b"/,
    );
  });

  test('what only an extra needs that nobody asks for', () => {
    const text =
      IDNA_LOCK.replace(/\n$/, '') +
      '\n[package.optional-dependencies]\nall = [{ name = "left" }]\n' +
      registry('left');
    expect(withLock(text)).toMatch(/orphan: name="left"/);
    expect(
      withLock(text.replace('{ name = "idna" }]', '{ name = "idna", extra = ["all"] }]')),
    ).toBe('fresh');
  });

  test('a version outside of what is asked for', () => {
    const text = lock(app(['{ name = "idna", specifier = ">=3" }']), registry('idna', '2.9'));
    expect(withLock(text)).toMatchInlineSnapshot(`
      "fresh
      problem: outside-specifier: name="idna" version="2.9" requirement="idna>=3" @ uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a requirement that nothing answers', () => {
    const text = lock(
      app(['{ name = "idna", specifier = ">=3" }']).replace('[{ name = "idna" }]', '[]'),
    );
    expect(withLock(text)).toMatchInlineSnapshot(`
      "fresh
      problem: missing-dependency: name="idna" requiredBy="app" @ uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test.each([
    [
      'that never applies',
      "idna; python_version<'3'",
      '{ name = "idna", marker = "python_full_version < \'3\'" }',
      '',
    ],
    [
      'that the root overrides',
      'idna>=9',
      '{ name = "idna", specifier = ">=9" }',
      'overrides = [{ name = "idna" }]',
    ],
    ['that the root excludes', 'idna', '{ name = "idna" }', 'excludes = ["idna"]'],
  ])('none is needed for a requirement %s', (_, requirement, recorded, manifest) => {
    const settings = manifest
      .replace('overrides = [{ name = "idna" }]', 'override-dependencies = ["idna"]')
      .replace('excludes', 'exclude-dependencies');
    const texts = {
      'pyproject.toml': project([requirement], `[tool.uv]\n${settings}`),
      'uv.lock': lock(
        `[manifest]\n${manifest}`,
        app([recorded]).replace('dependencies = [{ name = "idna" }]', 'dependencies = []'),
      ),
    };
    expect(verdict(texts)).toBe('fresh');
  });

  test('a hash that is missing where others have one', () => {
    const bare = registry('bare').replace(/, hash = "[^"]*"/, '');
    const texts = {
      'pyproject.toml': project(['idna', 'bare']),
      'uv.lock': lock(app(['{ name = "bare" }', '{ name = "idna" }']), bare, registry('idna')),
    };
    expect(verdict(texts)).toMatchInlineSnapshot(`
      "fresh
      problem: missing-hash: name="bare" version="1.0" @ uv.lock package 1"
    `);
  });

  test('no hashes from an index that has none', () => {
    const bare = registry('idna').replace(/, hash = "[^"]*"/, '');
    const texts = {
      'pyproject.toml': project(['idna']),
      'uv.lock': lock(app(['{ name = "idna" }']), bare),
    };
    expect(verdict(texts)).toBe('fresh');
  });
});

describe('environments of the whole lock', () => {
  const withMarkers = (markers: string): string =>
    IDNA_LOCK.replace('[[package]]', `resolution-markers = ${markers}\n\n[[package]]`);

  test('forks that cover all of them', () => {
    const markers = `["sys_platform == 'linux'", "sys_platform != 'linux'"]`;
    expect(withLock(withMarkers(markers))).toBe('fresh');
  });

  test('forks that leave a gap', () => {
    expect(withLock(withMarkers(`["sys_platform == 'linux'"]`))).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="resolution-markers" manifest="all supported environments" lock="only a part of them" @ uv.lock resolution-markers"
    `);
  });

  test('forks of conflicting extras count as if any were chosen', () => {
    const markers = `["sys_platform == 'linux'", "sys_platform != 'linux' and extra == 'extra-3-app-a'"]`;
    expect(withLock(withMarkers(markers))).toBe('fresh');
  });

  test('environments in another spelling, but not in another order', () => {
    const recorded = `["sys_platform == 'linux'", "sys_platform == 'darwin'"]`;
    const text = IDNA_LOCK.replace(
      '[[package]]',
      `resolution-markers = ${recorded}\nsupported-markers = ${recorded}\n\n[[package]]`,
    );
    const manifest = (environments: string): string =>
      project(['idna>=3'], `[tool.uv]\nenvironments = ${environments}`);
    const linux = `"platform_system == 'Linux'"`;
    const mac = `"sys_platform == 'darwin'"`;
    expect(verdict({ 'pyproject.toml': manifest(`[${linux}, ${mac}]`), 'uv.lock': text })).toBe(
      'fresh',
    );
    expect(verdict({ 'pyproject.toml': manifest(`[${mac}, ${linux}]`), 'uv.lock': text })).toMatch(
      /^stale/,
    );
  });
});

describe('around the verdict', () => {
  const texts = { 'pyproject.toml': MANIFEST, 'uv.lock': IDNA_LOCK };

  test('inputs: path dependencies and pins, never what is outside', () => {
    const all = {
      'uv.toml': '',
      'a/pyproject.toml': project(
        ['lib'],
        '[tool.uv.sources]\nlib = { path = "lib" }\nout = { path = "../../x" }',
      ),
      'a/uv.lock': lock(app(['{ name = "lib", directory = "lib" }'])),
      'a/lib/pyproject.toml': project(),
      'a/.python-version': '3.12',
      'a/readme.md': '',
    };
    expect([...uv.inputs(projectOf(all, 'a/uv.lock'), treeOfTexts(all))].sort()).toEqual([
      'a/.python-version',
      'a/lib/pyproject.toml',
      'a/pyproject.toml',
      'a/uv.lock',
    ]);
  });

  test('inputs: settings above, up to the folder that has some', () => {
    const all = {
      'uv.toml': '',
      'a/b/pyproject.toml': project([]),
      'a/b/uv.lock': lock(app([])),
    };
    expect([...uv.inputs(projectOf(all, 'a/b/uv.lock'), treeOfTexts(all))].sort()).toEqual([
      'a/b/pyproject.toml',
      'a/b/uv.lock',
      'uv.toml',
    ]);
  });

  test('the model names every package, its hashes and what it depends on', () => {
    expect(uv.model(projectOf(texts), treeOfTexts(texts))).toMatchInlineSnapshot(`
      {
        "direct": [
          "idna",
        ],
        "format": [
          1,
          5,
        ],
        "packages": [
          {
            "at": {
              "key": [
                "package",
                0,
              ],
              "path": "uv.lock",
            },
            "dependencies": [
              "idna",
            ],
            "hashes": {},
            "name": "app",
            "source": {
              "kind": "path",
              "location": "",
            },
            "version": "0.1.0",
          },
          {
            "at": {
              "key": [
                "package",
                1,
              ],
              "path": "uv.lock",
            },
            "dependencies": [],
            "hashes": {
              "idna-3.1-py3-none-any.whl": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
            },
            "name": "idna",
            "source": {
              "index": "https://index.example/simple",
              "kind": "registry",
            },
            "version": "3.1",
          },
        ],
      }
    `);
  });

  test('there is no model of a lock that uv would not read', () => {
    const broken = { ...texts, 'uv.lock': 'version = 1' };
    expect(uv.model(projectOf(broken), treeOfTexts(broken))).toBeUndefined();
  });

  test('the command that makes a fresh lock', () => {
    const many = {
      ...texts,
      'api/pyproject.toml': MANIFEST,
      'api/uv.lock': IDNA_LOCK,
      's.py': '',
      's.py.lock': '',
    };
    expect(uv.find(treeOfTexts(many)).map((item) => uv.relock(item))).toEqual([
      'uv lock --project api',
      'uv lock --script s.py',
      'uv lock',
    ]);
  });
});
