import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { type Formula, manifestHash } from '../../../src/locks/pdm/content-hash.ts';
import { pdm } from '../../../src/locks/pdm/index.ts';
import { readManifest } from '../../../src/locks/pdm/manifest.ts';
import { CONTEXT } from '../../support/context.ts';
import {
  edited,
  judge,
  LOCK,
  lockFor,
  MANIFEST,
  PACKAGES,
  PROJECT,
  packageText,
  told,
} from './support.ts';

function toldOf(manifest: string, lock = LOCK): readonly string[] {
  return told(judge({ 'pyproject.toml': manifest, 'pdm.lock': lock }));
}

/** A lock that a PDM of that generation would have written. */
function oldLock(formula: Formula, version: string): string {
  const tree = treeOfTexts({ 'pyproject.toml': MANIFEST });
  const hash = manifestHash(readManifest(tree, 'pyproject.toml'), formula, 'sha256');
  return LOCK.replace('4.5.1', version).replace(/sha256:[0-9a-f]{64}/, `sha256:${hash}`);
}

describe('a lock that only an older PDM calls fresh is fresh, with a note', () => {
  it.each<[Formula, string]>([
    ['1.0', '2'],
    ['1.5', '3.1'],
    ['1.12', '4.0'],
    ['2.3', '4.4.1'],
    ['2.16', '4.4.2'],
    ['2.16', '4.5.0'],
  ])('the hash of PDM %s in a lock of version %s', (formula, version) => {
    expect(toldOf(MANIFEST, oldLock(formula, version))[0]).toMatchSnapshot();
  });

  it.each<[Formula, string, string]>([
    ['2.3', '4.5.0', 'stale'],
    ['1.5', '4.4', 'stale'],
    ['2.16', '3.1', 'refused'],
  ])('the hash of PDM %s in a lock of version %s: %s', (formula, version, expected) => {
    expect(toldOf(MANIFEST, oldLock(formula, version))[0]).toBe(expected);
  });
});

describe('a stale lock names what its body proves', () => {
  it.each<[string, string, string]>([
    ['a specifier that excludes the locked version', 'idna>=3', 'idna>=9'],
    ['a dependency that the lock has not', '"idna>=3"', '"idna>=3", "rich"'],
    ['Python', '">=3.9"', '">=3.10"'],
    ['a group that is gone', '[tool.pdm.dev-dependencies]\nlint = ["ruff"]', ''],
    ['nothing that the body knows', 'idna>=3', 'idna>=3.1'],
    [
      'a requirement that applies nowhere',
      '"idna>=3"',
      '"idna>=3", "rich; python_version < \'3\'"',
    ],
  ])('%s', (_, from, to) => expect(toldOf(edited(MANIFEST, from, to))).toMatchSnapshot());
});

describe('a lock whose hash matches, edited by hand', () => {
  const FILES = { 'pyproject.toml': MANIFEST };

  it.each<[string, string]>([
    ['a version outside', edited(PACKAGES, '"3.6"', '"2.6"')],
    ['a package gone', edited(PACKAGES, packageText('idna', '3.6', 'default'), '')],
    ['an edge to nothing', edited(PACKAGES, 'h11<0.15', 'h12')],
    ['an orphan', PACKAGES + packageText('rich', '13.0', 'default')],
    ['hashes gone', edited(PACKAGES, '    {file = "idna.whl", hash = "sha256:aa"},\n', '')],
  ])('%s', (_, packages) => {
    const lock = lockFor(FILES, packages);
    expect(toldOf(MANIFEST, lock)).toMatchSnapshot();
  });
});

describe('around the verdict', () => {
  it('with the manifest of the base, every edited entry is named', () => {
    const base = treeOfTexts({ 'pyproject.toml': MANIFEST, 'pdm.lock': LOCK });
    const after = edited(edited(MANIFEST, 'idna>=3', 'idna>=3.1'), 'h11 = "0.14"', 'h11 = "0.13"');
    const head = treeOfTexts({ 'pyproject.toml': after, 'pdm.lock': LOCK });
    expect(pdm.explain?.(PROJECT, base, head).map(({ reason }) => reason)).toMatchSnapshot();
  });

  it('pylock.toml counts where pdm.toml says so', () => {
    const files = { 'pyproject.toml': MANIFEST, 'pdm.lock': LOCK };
    const settings = { 'pdm.toml': '[lock]\nformat = "pylock"\n' };
    expect(told(judge({ ...files, ...settings }))[0]).toBe('fresh');
    expect(told(judge({ ...files, ...settings, 'pylock.toml': '' }))).toMatchSnapshot();
  });

  it('the model has sources, hashes and edges', () => {
    const git = 'git = "https://git.example/x.git"\nrevision = "abc"\n';
    const lock = lockFor(
      { 'pyproject.toml': MANIFEST },
      PACKAGES + packageText('x', '1', 'default', git),
    );
    const model = pdm.model(PROJECT, treeOfTexts({ 'pyproject.toml': MANIFEST, 'pdm.lock': lock }));
    expect(model?.format).toEqual([4, 5, 1]);
    expect(model?.direct).toEqual(['idna', 'iniconfig', 'httpx', 'pytest', 'ruff']);
    expect(model?.packages.find(({ name }) => name === 'httpx')?.dependencies).toEqual(['h11']);
    expect(model?.packages.at(-1)?.source).toEqual({
      kind: 'git',
      location: 'https://git.example/x.git#abc',
    });
  });

  it.each([
    ['types', 'metadata = 1\npackage = "x"\n'],
    ['numbers for texts', '[metadata]\nlock_version = 4.5\ncontent_hash = 1\ngroups = 2\n'],
    ['prototype keys', '[metadata.__proto__]\nx = 1\n[[package]]\n[package.constructor]\n'],
    [
      'inputs of other types',
      '[metadata]\nlock_version = "4.5.1"\n[metadata.lock_inputs]\nproject = 1\nworkspace = []\n',
    ],
    ['a cycle of packages', LOCK.replace('summary = ""', 'summary = ""\ndependencies = ["idna"]')],
  ])('hostile lock, %s – a verdict, no crash', (_, lock) => {
    expect(['fresh', 'stale', 'refused', 'unable']).toContain(toldOf(MANIFEST, lock)[0]);
  });

  it.each([
    'project = 1\n',
    '[project]\ndependencies = {a = 1}\noptional-dependencies = []\nname = 3\n',
    'dependency-groups = []\n',
    '[dependency-groups]\na = 1\n[tool.pdm.dev-dependencies]\na = [1]\n',
    '[tool]\npdm = 1\n',
    '[tool.pdm]\nresolution = 1\nsource = 2\nworkspace = 3\n',
    '[dependency-groups.__proto__]\nx = 1\n',
  ])('hostile manifest, %j – a verdict, no crash', (manifest) => {
    const inputs = '[metadata]\nlock_version = "4.5.1"\n[metadata.lock_inputs]\n';
    for (const lock of [LOCK, inputs]) {
      expect(['stale', 'refused', 'unable']).toContain(toldOf(manifest, lock)[0]);
    }
  });
});

describe('the gate over two projects of which the first is fresh', () => {
  it('finds the second, and only it', () => {
    const tree = treeOfTexts({
      'a/pyproject.toml': MANIFEST,
      'a/pdm.lock': LOCK,
      'b/pyproject.toml': edited(MANIFEST, 'idna>=3', 'idna>=9'),
      'b/pdm.lock': LOCK,
    });
    const { findings, subjects } = lockfile.judge(tree, CONTEXT);
    expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
      'a/pdm.lock (PDM) passed',
      'b/pdm.lock (PDM) failed',
    ]);
    const [rule] = lockfile.rules;
    expect(
      findings.map(({ facts }) => [
        rule?.message(facts),
        rule?.repair(facts, { restore: () => undefined }),
      ]),
    ).toMatchSnapshot();
  });
});
