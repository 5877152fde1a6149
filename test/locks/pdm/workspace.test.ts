/** Workspaces of PDM 2.28, with the verdicts of the real `pdm lock --check` (2.29.3). */
import { describe, expect, it } from 'vitest';
import { gather } from '../../../src/gates/gather.ts';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pdm } from '../../../src/locks/pdm/index.ts';
import { edited, type Files, judge, lockFor, PROJECT, packageText, told } from './support.ts';

const ROOT = `[project]
name = "root"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["idna>=3"]

[tool.pdm.workspace]
members = ["packages/*"]
`;
const A = '[project]\nname = "mem_a"\nversion = "1.0"\ndependencies = ["httpx>=0.20"]\n';
const B = '[project]\nname = "mem-b"\nversion = "1.0"\n';

const FILES: Files = {
  'pyproject.toml': ROOT,
  'packages/a/pyproject.toml': A,
  'packages/b/pyproject.toml': B,
  'tools/x/pyproject.toml': B,
};
const PACKAGES = packageText('idna', '3.6', 'default') + packageText('httpx', '0.27.0', 'default');
const LOCK = edited(lockFor(FILES, PACKAGES), '["default", "dev-a", "lint", "net"]', '["default"]');

function status(changed: Readonly<Record<string, string | undefined>>): string {
  const all = Object.entries({ ...FILES, 'pdm.lock': LOCK, ...changed });
  const files = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return judge(Object.fromEntries(files)).freshness.status;
}

function members(list: string): string {
  return status({ 'pyproject.toml': edited(ROOT, '["packages/*"]', list) });
}

describe('the hash covers the members', () => {
  it.each<[string, string, Record<string, string | undefined>]>([
    ['nothing', 'fresh', {}],
    ['dependency of a member', 'stale', { 'packages/a/pyproject.toml': edited(A, '0.20', '0.21') }],
    ['name of a member', 'fresh', { 'packages/a/pyproject.toml': edited(A, 'mem_a', 'mem_c') }],
    ['new member', 'stale', { 'packages/c/pyproject.toml': B }],
    ['member gone', 'stale', { 'packages/b/pyproject.toml': undefined }],
    ['hidden member', 'stale', { 'packages/.c/pyproject.toml': B }],
    ['folder without a manifest', 'fresh', { 'packages/c/x.txt': '' }],
    ['manifest deeper down', 'fresh', { 'packages/c/d/pyproject.toml': B }],
    ['lock version 4.5.0', 'fresh', { 'pdm.lock': edited(LOCK, '4.5.1', '4.5.0') }],
    ['member that is no TOML', 'refused', { 'packages/a/pyproject.toml': '[[' }],
    ['member that PDM converts', 'unable', { 'packages/a/pyproject.toml': '[tool.poetry]\n' }],
  ])('%s: %s', (_, expected, changed) => expect(status(changed)).toBe(expected));

  it.each([
    ['["packages/a", "packages/b"]', 'fresh'],
    ['["packages/*", "packages/a"]', 'fresh'],
    ['["packages/*", "missing"]', 'fresh'],
    ['["./packages/*/"]', 'fresh'],
    ['["packages/**"]', 'fresh'],
    ['["packages/[ab]"]', 'fresh'],
    ['["packages/?"]', 'fresh'],
    ['["packages//a", "packages/b/."]', 'fresh'],
    ['["**/a", "**/b"]', 'fresh'],
    ['["packages/[!a]"]', 'stale'],
    ['["packages/a"]', 'stale'],
    ['["*"]', 'stale'],
    ['["**"]', 'stale'],
    ['["tools/*", "packages/*"]', 'stale'],
    ['[]', 'stale'],
    ['"packages"', 'refused'],
    ['[1]', 'refused'],
    ['["../x"]', 'unable'],
  ])('members = %s: %s', (list, expected) => expect(members(list)).toBe(expected));
});

describe('around the verdict', () => {
  it('the texts of the members are asked for', async () => {
    const { files } = treeOfTexts({ ...FILES, 'pdm.lock': LOCK });
    const state = { commit: 'x', files: [...files.values()] };
    const texts = { ...FILES, 'pdm.lock': LOCK };
    const paths = new Map(state.files.map(({ oid, path }) => [oid, path]));
    const asked: string[] = [];
    await gather([lockfile], [state], async (oids) => {
      asked.push(...oids.map((oid) => paths.get(oid) ?? ''));
      return Object.fromEntries(
        oids.map((oid) => {
          const path = Object.keys(texts).find((one) => one === paths.get(oid)) ?? '';
          return [oid, { kind: 'text', text: new Map(Object.entries(texts)).get(path) ?? '' }];
        }),
      );
    });
    expect(asked).toContain('packages/a/pyproject.toml');
  });

  it('a lock of a member is not used', () => {
    const tree = treeOfTexts({ ...FILES, 'pdm.lock': LOCK, 'packages/a/pdm.lock': 'nonsense' });
    const member = pdm.find(tree).find(({ directory }) => directory === 'packages/a');
    expect(member && told(pdm.judge(member, tree, { defaultIndex: '' }))).toMatchInlineSnapshot(`
      [
        "fresh not used by PDM",
        "problem {"kind":"unused-lock","root":"."}",
      ]
    `);
  });

  it('explains what a member and the membership changed', () => {
    const base = treeOfTexts({ ...FILES, 'pdm.lock': LOCK });
    const head = treeOfTexts({
      ...FILES,
      'pdm.lock': LOCK,
      'packages/a/pyproject.toml': edited(A, '0.20', '0.21'),
      'packages/c/pyproject.toml': B,
    });
    expect(pdm.explain?.(PROJECT, base, head).map(({ reason }) => reason)).toMatchInlineSnapshot(`
      [
        {
          "added": [
            "packages/c",
          ],
          "kind": "members-changed",
          "removed": [],
        },
        {
          "kind": "requirement-changed",
          "lock": ">=0.20",
          "manifest": ">=0.21",
          "name": "httpx",
          "section": "project.dependencies",
        },
      ]
    `);
  });
});
