import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { poetry } from '../../../src/locks/poetry/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { judge, lockFor, MANIFEST, PROJECT, told, treeOf } from './support.ts';

const LOCK = lockFor(MANIFEST);

describe('a poetry.lock is fresh or stale as `poetry check --lock` says', () => {
  it.each([
    ['made for the manifest', MANIFEST, LOCK],
    ['CRLF in both files', MANIFEST.replaceAll('\n', '\r\n'), LOCK.replaceAll('\n', '\r\n')],
    ['another version of the project', MANIFEST.replace('1.0.0', '2.0.0'), LOCK],
    ['a newer minor format', MANIFEST, lockFor(MANIFEST, { version: '2.9' })],
  ])('%s: fresh', (_, manifest, lock) => expect(told(judge(manifest, lock))).toEqual(['fresh']));

  it('an old format is fresh, with a remark', () => {
    expect(told(judge(MANIFEST, lockFor(MANIFEST, { version: '1.1' })))).toMatchInlineSnapshot(`
      [
        "fresh",
        "problem {"kind":"old-format","found":"1.1","message":"Poetry 2 writes 2.1, which also locks groups and markers."}",
      ]
    `);
  });

  it('a lock of Poetry 2.2 does not cover dependency groups, and says so', () => {
    const groups = `${MANIFEST}[dependency-groups]\nlint = ["ruff"]\n`;
    const more =
      '\n[[package]]\nname = "ruff"\nversion = "0.9"\nfiles = [{file = "r", hash = "sha256:dd"}]\n';
    expect(
      told(judge(groups, lockFor(MANIFEST, { writer: '2.2.1', more }))),
    ).toMatchInlineSnapshot(`
      [
        "fresh written by Poetry 2.2.1, which does not cover dependency groups",
      ]
    `);
    expect(judge(groups, lockFor(MANIFEST, { writer: '2.3.0', more })).freshness.status).toBe(
      'stale',
    );
  });
});

describe('a stale lock names what its body proves', () => {
  it.each([
    ['a constraint that excludes the locked version', MANIFEST.replace('^0.28', '^0.29')],
    ['a dependency that the lock has not', MANIFEST.replace('httpx =', 'rich = "*"\nhttpx =')],
    ['another Python', MANIFEST.replace('^3.11', '^3.12')],
    ['an extra', `${MANIFEST}[tool.poetry.extras]\nweb = ["httpx"]\n`],
    ['nothing that the body knows', MANIFEST.replace('^0.28', '>=0.28')],
  ])('%s', (_, manifest) => expect(told(judge(manifest, LOCK))).toMatchSnapshot());
});

describe('with the manifest of the base, every edited entry is named', () => {
  function explained(before: string, after: string) {
    const reasons = poetry.explain?.(PROJECT, treeOf(before, LOCK), treeOf(after, LOCK)) ?? [];
    return reasons.map(({ reason, at }) => `${JSON.stringify(reason)} at ${JSON.stringify(at)}`);
  }

  it('changed, added, removed, Python, source', () => {
    const after = MANIFEST.replace('^0.28', '>=0.28')
      .replace('^3.11', '>=3.11')
      .replace('pytest = ">=8"', 'ruff = "*"')
      .concat('[[tool.poetry.source]]\nname = "corp"\nurl = "https://index.example/simple"\n');
    expect(explained(MANIFEST, after)).toMatchInlineSnapshot(`
      [
        "{"kind":"python-changed","manifest":">=3.11","lock":"^3.11"} at {"path":"pyproject.toml","key":["tool","poetry","dependencies","python"]}",
        "{"kind":"requirement-changed","name":"httpx","section":"tool.poetry.dependencies","manifest":">=0.28","lock":"^0.28"} at {"path":"pyproject.toml","key":["tool","poetry","dependencies","httpx"]}",
        "{"kind":"requirement-added","name":"ruff","section":"tool.poetry.group.dev.dependencies","manifest":"*"} at {"path":"pyproject.toml","key":["tool","poetry","group","dev","dependencies","ruff"]}",
        "{"kind":"requirement-removed","name":"pytest","section":"tool.poetry.group.dev.dependencies","lock":">=8"} at {"path":"pyproject.toml","key":["tool","poetry","group","dev","dependencies"]}",
        "{"kind":"manifest-edited","key":"tool.poetry.source","before":"nothing","after":"[{\\"name\\": \\"corp\\", \\"url\\": \\"https://index.example/simple\\"}]"} at {"path":"pyproject.toml","key":["tool","poetry","source"]}",
      ]
    `);
  });

  it('the arrays of [project] and [dependency-groups], by name', () => {
    const before =
      '[project]\nname = "a"\ndependencies = ["idna>=3", "rich"]\n[dependency-groups]\ndev = ["ruff"]\n';
    const after = before.replace('idna>=3', 'idna>=3.7').replace('"ruff"', '"ruff", "mypy"');
    expect(explained(before, after)).toMatchInlineSnapshot(`
      [
        "{"kind":"requirement-changed","name":"idna","section":"project.dependencies","manifest":">=3.7","lock":">=3"} at {"path":"pyproject.toml","key":["project","dependencies",0]}",
        "{"kind":"requirement-added","name":"mypy","section":"dependency-groups.dev","manifest":""} at {"path":"pyproject.toml","key":["dependency-groups","dev",1]}",
      ]
    `);
  });

  it('nothing, where nothing that counts was edited', () => {
    expect(explained(MANIFEST, MANIFEST.replace('1.0.0', '1.0.1'))).toEqual([]);
  });
});

describe('what the hash does not see', () => {
  it.each([
    ['a version outside its constraint', lockFor(MANIFEST, { httpx: '0.27.0' })],
    [
      'a package that nothing needs',
      lockFor(MANIFEST, {
        more: '\n[[package]]\nname = "left"\nversion = "1"\nfiles = [{file = "l", hash = "sha256:dd"}]\n',
      }),
    ],
    [
      'an artifact without a hash',
      LOCK.replace('files = [{file = "idna.whl", hash = "sha256:bb"}]', 'files = []'),
    ],
  ])('%s', (_, lock) => expect(told(judge(MANIFEST, lock))).toMatchSnapshot());
});

describe('broken files have their own sentences', () => {
  const BOM = '\u{feff}';
  it.each([
    ['conflict markers in the lock', MANIFEST, `<<<<<<< HEAD\n${LOCK}=======\n>>>>>>> main\n`],
    ['conflict markers in the manifest', `<<<<<<< HEAD\n${MANIFEST}=======\n>>>>>>> main\n`, LOCK],
    ['a cut lock', MANIFEST, LOCK.slice(0, LOCK.indexOf('[package.dep') + 5)],
    ['a manifest that is no TOML', 'name = ', LOCK],
    ['a BOM in the lock', MANIFEST, BOM + LOCK],
    ['a BOM in the manifest', BOM + MANIFEST, LOCK],
    ['an unknown format', MANIFEST, lockFor(MANIFEST, { version: '3.0' })],
    ['no metadata', MANIFEST, LOCK.slice(0, LOCK.indexOf('[metadata]'))],
    ['no hash', MANIFEST, LOCK.replace(/content-hash.*\n/, '')],
    ['a date in the manifest', MANIFEST.replace('"^0.28"', '2020-01-01'), LOCK],
  ])('%s', (_, manifest, lock) => expect(told(judge(manifest, lock))).toMatchSnapshot());

  it.each([
    [
      'wrong types',
      'project = 3\n[tool]\npoetry = "x"\n',
      'package = 3\n[metadata]\n"content-hash" = 4\n"lock-version" = 2.1\n',
    ],
    [
      'prototype keys',
      '[tool.poetry.dependencies.__proto__]\nversion = "1"\n[tool.poetry.group.__proto__]\nx = 1\n',
      LOCK,
    ],
    ['packages that are no tables', MANIFEST, 'package = [1, "x", {}]\n[metadata]\n'],
    [
      'a cycle of packages',
      MANIFEST,
      LOCK.replace('version = "3.10"', 'version = "3.10"\ndependencies = {httpx = "*"}'),
    ],
  ])('hostile: %s – a verdict, no crash', (_, manifest, lock) => {
    expect(['fresh', 'stale', 'refused', 'unable']).toContain(
      judge(manifest, lock).freshness.status,
    );
  });
});

describe('the gate over two projects of which the first is fresh', () => {
  it('finds the second, and only it', () => {
    const tree = treeOfTexts({
      'a/pyproject.toml': MANIFEST,
      'a/poetry.lock': LOCK,
      'b/pyproject.toml': MANIFEST.replace('^0.28', '^0.29'),
      'b/poetry.lock': LOCK,
    });
    const { findings, subjects } = lockfile.judge(tree, CONTEXT);
    expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
      'a/poetry.lock (Poetry) passed',
      'b/poetry.lock (Poetry) failed',
    ]);
    const [rule] = lockfile.rules;
    expect(
      findings.map(({ facts }) => [
        rule?.message(facts),
        rule?.repair(facts, { restore: () => undefined }),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          "\`httpx\`: b/pyproject.toml says \`^0.29\`, b/poetry.lock was made for \`0.28.1\`.",
          "cd b && poetry lock",
        ],
      ]
    `);
  });
});
