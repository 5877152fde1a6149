import { describe, expect, it } from 'vitest';
import { indexesOf, lowestPython, ownCutOff } from '../../../src/bumps/find/where.ts';
import { askedBy, keepsOut } from '../../../src/bumps/manifests/manifest.ts';
import { otherBot } from '../../../src/bumps/plan/others.ts';
import { branchFor } from '../../../src/bumps/pulls/branches.ts';
import { spliced } from '../../../src/edits/splice.ts';
import { textAt, treeOfTexts } from '../../../src/gates/tree.ts';
import type { LockProject } from '../../../src/locks/types.ts';

function project(kind: LockProject['kind'], lock: string, manifest: string): LockProject {
  const directory = lock.includes('/') ? lock.slice(0, lock.lastIndexOf('/')) : '';
  return { kind, lock, manifest, directory };
}

const uv = project('uv', 'uv.lock', 'pyproject.toml');
const poetry = project('poetry', 'poetry.lock', 'pyproject.toml');
const pipenv = project('pipenv', 'Pipfile.lock', 'Pipfile');
const compiled = project('requirements', 'requirements.txt', 'requirements.in');
const setup = project('requirements', 'requirements.txt', 'setup.cfg');

/** The manifest with `httpx` moved to `version`. */
function moved(of: LockProject, text: string, version: string, more = {}): string {
  const tree = treeOfTexts({ [of.manifest]: text, ...more });
  const inputs = [...tree.files.keys()];
  const edits = askedBy(of, inputs, tree)
    .filter(({ name, admits }) => name === 'httpx' && !admits(version))
    .map((one) => one.moved(version, 'widen'));
  const own = edits.flatMap((edit) => (edit === 'cannot' ? [] : [edit]));
  return edits
    .map((edit) => (edit === 'cannot' ? 'cannot' : edit.path))
    .filter((path, at, all) => all.indexOf(path) === at)
    .map((path) => {
      const here = own.filter((edit) => edit.path === path);
      return path === 'cannot' ? path : (spliced(textAt(tree, path) ?? '', here) ?? 'overlap');
    })
    .join('\n---\n');
}

describe('a constraint that keeps a version out is edited, and nothing else', () => {
  it.each<[name: string, of: LockProject, text: string, expected: string]>([
    [
      'PEP 621, with extras, marker and comment',
      uv,
      '[project]\nname = "x"\ndependencies = [\n  "idna",\n  "HTTPX[http2] >=0.25,<0.28 ; python_version > \'3.8\'",  # ours\n]\n',
      '[project]\nname = "x"\ndependencies = [\n  "idna",\n  "HTTPX[http2] >=0.25,<0.29 ; python_version > \'3.8\'",  # ours\n]\n',
    ],
    [
      'a dependency group and an extra at once',
      uv,
      '[project]\nname = "x"\n[project.optional-dependencies]\nweb = ["httpx~=0.27.0"]\n[dependency-groups]\ndev = ["httpx==0.27.0"]\n',
      '[project]\nname = "x"\n[project.optional-dependencies]\nweb = ["httpx~=0.28.0"]\n[dependency-groups]\ndev = ["httpx==0.28.1"]\n',
    ],
    [
      'tables of Poetry, inline and not',
      poetry,
      '[tool.poetry.dependencies]\nhttpx = { version = "^0.27", extras = ["http2"] }\n[tool.poetry.group.dev.dependencies]\nhttpx = "~0.27"\n',
      '[tool.poetry.dependencies]\nhttpx = { version = "^0.28", extras = ["http2"] }\n[tool.poetry.group.dev.dependencies]\nhttpx = "~0.28"\n',
    ],
    [
      'a Pipfile',
      pipenv,
      '[packages]\nhttpx = "<0.28" # why\nidna = "*"\n',
      '[packages]\nhttpx = "<0.29" # why\nidna = "*"\n',
    ],
    [
      'an input of pip-compile, with Windows line ends',
      compiled,
      'idna\r\nhttpx[http2]==0.27.0  # pinned\r\n',
      'idna\r\nhttpx[http2]==0.28.1  # pinned\r\n',
    ],
    [
      'setup.cfg: lists, extras, comments, markers and Windows line ends',
      setup,
      '[metadata]\r\nname = x\r\n\r\n[options]\r\ninstall_requires =\r\n    # httpx<0.28\r\n    idna<4\r\n\thttpx[http2] <0.28 ; python_version < "3.9"  # ours\r\n[options.extras_require]\r\nweb = httpx~=0.27.0; idna\r\n',
      '[metadata]\r\nname = x\r\n\r\n[options]\r\ninstall_requires =\r\n    # httpx<0.28\r\n    idna<4\r\n\thttpx[http2] <0.29 ; python_version < "3.9"  # ours\r\n[options.extras_require]\r\nweb = httpx~=0.28.0; idna\r\n',
    ],
    [
      'setup.cfg: what other sections and options say is something else',
      setup,
      '[options]\ninstall-requires = httpx (==0.27.0)\ntests_require = httpx==0.27.0\n[tox]\ndeps =\n  httpx==0.27.0\n',
      '[options]\ninstall-requires = httpx (==0.28.1)\ntests_require = httpx==0.27.0\n[tox]\ndeps =\n  httpx==0.27.0\n',
    ],
    ['setup.cfg that is none', setup, 'httpx<0.28\n', ''],
    [
      'setup.cfg with a URL',
      setup,
      '[options]\ninstall_requires = httpx @ https://a.example/x',
      '',
    ],
    [
      'setup.cfg that takes its list from a file',
      setup,
      '[options]\ninstall_requires = file: requirements.in\n',
      '',
    ],
    ['alternatives', poetry, '[tool.poetry.dependencies]\nhttpx = "^0.26 || ^0.27"\n', 'cannot'],
    [
      'an exclusion of this very version',
      uv,
      '[project]\nname = "x"\ndependencies = ["httpx!=0.28.1"]\n',
      'cannot',
    ],
  ])('%s', (_, of, text, expected) => {
    expect(moved(of, text, '0.28.1')).toBe(expected);
  });

  it('in a setup.cfg of very many lines', () => {
    const lines = (bound: string) =>
      `[options]\ninstall_requires =\n${'  idna\n'.repeat(20_000)}  httpx${bound}\n`;
    expect(moved(setup, lines('<0.28'), '0.28.1')).toBe(lines('<0.29'));
  });

  it('in all members of a workspace', () => {
    const text = (name: string) => `[project]\nname = "${name}"\ndependencies = ["httpx<0.28"]\n`;
    const members = { 'a/pyproject.toml': text('a'), 'b/pyproject.toml': text('b') };
    const root = '[tool.uv.workspace]\nmembers = ["a", "b"]\n';
    expect(moved(uv, root, '0.28.1', members)).toBe(
      [text('a'), text('b')].join('\n---\n').replaceAll('<0.28', '<0.29'),
    );
  });
});

describe('a manifest beside the one of the lock', () => {
  const move = { from: '0.27.0', to: '0.28.1' };
  const requirements = '# This file was autogenerated by uv via the following command:\n';
  const locks = {
    'requirements.in': 'httpx\n',
    'requirements.txt': `${requirements}#    uv pip compile requirements.in\nhttpx==0.27.0\n`,
  };
  const config = (bound: string) => `[options]\ninstall_requires =\n  idna\n  httpx${bound}\n`;

  it.each<[name: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    ['lets its bound be moved', { 'setup.cfg': config('<0.28') }, ['setup.cfg <0.28']],
    ['stays where the bound has room', { 'setup.cfg': config('>=0.25') }, []],
    ['that contradicts the lock already is left alone', { 'setup.cfg': config('==0.20') }, []],
    ['in another folder is of another project', { 'docs/setup.cfg': config('<0.28') }, []],
    [
      'can be pyproject.toml',
      { 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["idna", "httpx<0.28"]\n' },
      ['pyproject.toml <0.28'],
    ],
    [
      'is left to the lock that is made from it',
      {
        'setup.cfg': config('<0.28'),
        'constraints.txt': `${requirements}#    uv pip compile setup.cfg\nhttpx==0.27.0\n`,
      },
      [],
    ],
  ])('%s', (_, files, expected) => {
    const asked = askedBy(compiled, ['requirements.in'], treeOfTexts({ ...locks, ...files }));
    const kept = asked.filter((one) => one.name === 'httpx' && keepsOut(one, move));
    expect(kept.map(({ path, constraint }) => `${path} ${constraint}`)).toEqual(expected);
  });
});

describe('where packages come from', () => {
  it.each<[of: LockProject, text: string, expected: readonly string[]]>([
    [uv, '', []],
    [
      uv,
      '[[tool.uv.index]]\nurl = "https://a.example/simple"\n[[tool.uv.index]]\nurl = "https://b.example/simple"\ndefault = true\n[[tool.uv.index]]\nurl = "https://c.example/simple"\nexplicit = true\n',
      ['https://b.example/simple', 'https://a.example/simple'],
    ],
    [
      poetry,
      '[[tool.poetry.source]]\nname = "a"\nurl = "https://a.example/simple"\n',
      ['https://a.example/simple'],
    ],
    [pipenv, '[[source]]\nurl = "https://$'.concat('{USER}@a.example/simple"\n'), []],
    [
      compiled,
      '-i https://a.example/simple\n--extra-index-url=https://b.example/simple\n',
      ['https://a.example/simple', 'https://b.example/simple'],
    ],
  ])('%#', (of, text, expected) => {
    const tree = treeOfTexts({ [of.manifest]: text });
    expect(indexesOf(of, [of.manifest], tree)).toEqual(expected);
  });
});

describe('the lowest Python', () => {
  it.each<[of: LockProject, text: string, expected: string]>([
    [uv, '[project]\nrequires-python = ">=3.10,<4"\n', '3.10'],
    [poetry, '[tool.poetry.dependencies]\npython = "^3.11"\n', '3.11'],
    [pipenv, '[requires]\npython_version = "3.12"\n', '3.12'],
    [compiled, 'httpx\n', '3.11'],
  ])('%#: $2', (of, text, expected) => {
    const tree = treeOfTexts({ [of.manifest]: text });
    expect(lowestPython(of, tree, '2026-11-24')).toBe(expected);
  });
});

it('the own cut-off of a repository is found where it stands', () => {
  const header = '# uv pip compile --exclude-newer 2026-01-01 requirements.in\n';
  const inSettings = { 'pyproject.toml': '', 'uv.toml': 'exclude-newer = "1 week"\n' };
  expect(ownCutOff(compiled, treeOfTexts({ 'requirements.txt': header }))).toBe('2026-01-01');
  expect(ownCutOff(uv, treeOfTexts(inSettings))).toBe('1 week');
  expect(ownCutOff(uv, treeOfTexts({ 'pyproject.toml': '' }))).toBe('none');
});

describe('who else opens pull requests here', () => {
  const dependabot = (ecosystem: string) =>
    `version: 2\nupdates:\n  - package-ecosystem: ${ecosystem}\n    directory: /\n`;
  it.each<[path: string, text: string, expected: string]>([
    ['renovate.json', '{}', 'Renovate'],
    ['.github/renovate.json5', '{}', 'Renovate'],
    ['.github/dependabot.yml', dependabot('uv'), 'Dependabot'],
    ['.github/dependabot.yml', dependabot('pip'), 'Dependabot'],
    ['.github/dependabot.yml', dependabot('github-actions'), 'none'],
    ['.github/dependabot.yml', '{{', 'none'],
    ['README.md', '', 'none'],
  ])('%s %j: %s', (path, text, expected) => {
    const found = otherBot(treeOfTexts({ [path]: text }));
    expect(found === 'none' ? found : found.name).toBe(expected);
  });
});

describe('a branch', () => {
  it.each<[of: LockProject, expected: string]>([
    [uv, 'lockkeeper/weekly'],
    [project('uv', 'services/api/uv.lock', ''), 'lockkeeper/services-api-weekly'],
    [project('requirements', 'requirements/dev.txt', ''), 'lockkeeper/requirements-dev-weekly'],
    [project('requirements', 'a b/~dev..lock/x.txt', ''), 'lockkeeper/a-b-dev-lock-x-weekly'],
  ])('%#: %s', (of, expected) => {
    expect(branchFor(of, 'weekly', [of])).toBe(expected);
  });

  it.each<[name: string, locks: readonly LockProject[], expected: readonly string[]]>([
    [
      'in one folder',
      [project('uv', 'api/uv.lock', ''), project('poetry', 'api/poetry.lock', '')],
      ['lockkeeper/api-uv-lock-weekly', 'lockkeeper/api-poetry-lock-weekly'],
    ],
    [
      'that differ in their ending',
      [
        project('requirements', 'requirements.txt', ''),
        project('requirements', 'requirements.lock', ''),
      ],
      ['lockkeeper/requirements-txt-weekly', 'lockkeeper/requirements-lock-weekly'],
    ],
    [
      'in two folders',
      [uv, project('uv', 'api/uv.lock', '')],
      ['lockkeeper/weekly', 'lockkeeper/api-weekly'],
    ],
    [
      'in folders with the same letters',
      [project('uv', 'a/b/uv.lock', ''), project('uv', 'a-b/uv.lock', '')],
      ['lockkeeper/a-b-uv-lock-9ce177-weekly', 'lockkeeper/a-b-uv-lock-3067bb-weekly'],
    ],
  ])('of two locks %s', (_, locks, expected) => {
    expect(locks.map((of) => branchFor(of, 'weekly', locks))).toEqual(expected);
  });
});
