import { describe, expect, test } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pdm } from '../../../src/locks/pdm/index.ts';
import { judge, lockFor, MANIFEST, PROJECT, told } from './support.ts';

const ROOT = `[project]
name = "root"
requires-python = ">=3.9"
dependencies = []

[tool.pdm.workspace]
members = ["packages/*"]
`;
const MEMBER = '[project]\nname = "a"\nrequires-python = ">=3.9"\ndependencies = ["httpx"]\n';
/** Of this root and this member, by the rule of PDM's source. */
const HASH = '12f37031d4bb0a3deeea19808992ec16b625935de323fa2302225d9bdbec3b14';

describe('a workspace', () => {
  const LOCK = lockFor(ROOT, { hash: `sha256:${HASH}` }).replace(
    /\n\[\[package\]\]\nname = "(?!httpx)[\s\S]*?(?=\n\[\[package|$)/g,
    '',
  );
  const status = (root: string, members: Record<string, string>) =>
    judge(root, LOCK, members).freshness.status;
  const A = { 'packages/a/pyproject.toml': MEMBER };

  test.each<[string, string, Record<string, string>]>([
    ['is fresh', ROOT, A],
    [
      'stays fresh with another name of a member',
      ROOT,
      { 'packages/a/pyproject.toml': MEMBER.replace('"a"', '"b"') },
    ],
    ['stays fresh with a folder that is no project', ROOT, { ...A, 'packages/docs/readme.md': '' }],
    ['stays fresh with a path in the place of a pattern', ROOT.replace('/*', '/a'), A],
    [
      'stays fresh with a member listed twice',
      ROOT.replace('"packages/*"', '"packages/*", "packages/a"'),
      A,
    ],
    [
      'stays fresh with a path that is not there',
      ROOT.replace('"packages/*"', '"packages/*", "gone"'),
      A,
    ],
  ])('%s', (_, root, members) => expect(status(root, members)).toBe('fresh'));

  test.each<[string, string, Record<string, string>]>([
    [
      'a changed dependency of a member',
      ROOT,
      { 'packages/a/pyproject.toml': MEMBER.replace('httpx', 'idna') },
    ],
    ['a new member', ROOT, { ...A, 'packages/b/pyproject.toml': MEMBER }],
    ['a member in a hidden folder', ROOT, { ...A, 'packages/.b/pyproject.toml': MEMBER }],
    ['no members', ROOT.replace('"packages/*"', ''), A],
  ])('is stale with %s', (_, root, members) => expect(status(root, members)).toBe('stale'));

  test('asks for the manifests of its members', () => {
    const tree = treeOfTexts({
      'pyproject.toml': ROOT,
      'pdm.lock': LOCK,
      ...A,
      'x/pyproject.toml': '',
    });
    expect(pdm.inputs(PROJECT, tree)).toEqual([
      'pdm.lock',
      'pyproject.toml',
      'packages/a/pyproject.toml',
    ]);
  });

  test('reaches nothing outside the repository', () => {
    const root = ROOT.replace('packages/*', '../*');
    expect(pdm.inputs(PROJECT, treeOfTexts({ 'pyproject.toml': root, 'pdm.lock': LOCK }))).toEqual([
      'pdm.lock',
      'pyproject.toml',
    ]);
  });
});

describe('a lock that records its inputs', () => {
  const inputs = (resolution: string) =>
    lockFor(MANIFEST)
      .replace(/content_hash.*\n/, '')
      .concat(`
[metadata.lock_inputs.project]
requires-python = ">=3.9"
resolution = ${resolution}
sources = [{ name = "corp", url = "sha256:d0aef0c5e4f7fa0c8b4b4fd8ba1a0c0f57bd8ff1f9a7e0f4df3ea2cf12ec2c5f" }]
`);

  test('is stale where a setting differs from what it records', () => {
    expect(judge(MANIFEST, inputs('{}')).freshness.status).toBe('stale');
  });

  test('is not decided where its packages have to be looked at', () => {
    const plain = MANIFEST.replace(/\[\[tool.pdm.source[\s\S]*/, '');
    const lock = inputs('{}').replace(/sources = .*/, 'sources = []');
    expect(told(judge(plain, lock))).toEqual(['unable']);
  });
});

test('two projects in one repository: each has its own verdict, and its reasons', () => {
  const tree = treeOfTexts({
    'a/pyproject.toml': MANIFEST,
    'a/pdm.lock': lockFor(MANIFEST),
    'b/pyproject.toml': MANIFEST.replace('idna>=3.4', 'idna>=4'),
    'b/pdm.lock': lockFor(MANIFEST),
  });
  const { subjects, findings } = lockfile.judge(tree, { defaultIndex: 'https://index.example' });
  expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
    'a/pdm.lock (PDM) passed',
    'b/pdm.lock (PDM) failed',
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
        "\`idna\`: b/pyproject.toml says \`>=4\`, b/pdm.lock was made for \`3.10\`.",
        "pdm lock --project b",
      ],
    ]
  `);
});

test('between two commits every edited entry is named', () => {
  const after = MANIFEST.replace('>=3.4', '>=3.5')
    .replace('"ruff"', '"ruff", "mypy"')
    .replace('"3.10"', '"3.9"');
  const texts = (manifest: string) =>
    treeOfTexts({ 'pyproject.toml': manifest, 'pdm.lock': lockFor(MANIFEST) });
  const reasons = pdm.explain?.(PROJECT, texts(MANIFEST), texts(after)) ?? [];
  expect(reasons.map(({ reason }) => JSON.stringify(reason))).toMatchInlineSnapshot(`
    [
      "{"kind":"requirement-changed","name":"idna","section":"project.dependencies","manifest":">=3.5","lock":">=3.4"}",
      "{"kind":"requirement-added","name":"mypy","section":"tool.pdm.dev-dependencies.lint","manifest":""}",
      "{"kind":"manifest-edited","key":"tool.pdm.resolution","before":"{\\"overrides\\": {\\"idna\\": \\"3.10\\"}}","after":"{\\"overrides\\": {\\"idna\\": \\"3.9\\"}}"}",
    ]
  `);
});
