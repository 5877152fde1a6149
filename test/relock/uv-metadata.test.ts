/** What uv is told about locked packages that have no wheel. */
import { describe, expect, test } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import {
  metadataFor,
  undertold,
  withNoted,
  withoutNoted,
} from '../../src/relock/commands/uv-metadata.ts';
import type { RelockRequest } from '../../src/relock/types.ts';
import { type Files, PROJECTS } from './projects.ts';

const REGISTRY = 'source = { registry = "https://index.example/simple" }\n';

function entry(name: string, version: string, file: 'wheels' | 'sdist', more = ''): string {
  const url = `{ url = "https://index.example/${name}" }`;
  const files = file === 'wheels' ? `wheels = [\n    ${url},\n]\n` : `sdist = ${url}\n`;
  return `[[package]]\nname = "${name}"\nversion = "${version}"\n${REGISTRY}${more}${files}`;
}

const OMEGA = entry(
  'omega',
  '2.3',
  'sdist',
  'dependencies = [\n    { name = "six" },\n    { name = "idna", marker = "python_full_version < \'3.11\'" },\n]\n',
);
const LOCK = [
  'version = 1\n',
  entry('idna', '3.6', 'wheels'),
  OMEGA,
  entry('six', '1.17', 'wheels'),
];

function told(lock: readonly string[], more: Files = {}, rest: Partial<RelockRequest> = {}) {
  const texts = { 'pyproject.toml': '[project]\nname = "demo"\n', 'uv.lock': lock.join('\n') };
  const tree = treeOfTexts({ ...texts, ...more });
  return metadataFor({ project: PROJECTS.uv, tree, upgrades: 'none', ...rest }, false);
}

test('is what the lock says, with what it requires pinned', () => {
  const { options, settings } = told(LOCK);
  expect(options.join(' ')).toBe('--no-build-package idna --no-build-package six');
  expect(settings === 'none' ? '' : `${settings.path}:${settings.end}`).toMatchInlineSnapshot(`
    "pyproject.toml:

    [[tool.uv.dependency-metadata]]
    name = "omega"
    version = "2.3"
    requires-dist = ["six==1.17","idna==3.6 ; (python_full_version < '3.11')"]

    "
  `);
});

test('names the extras of a package', () => {
  const optional =
    '\n[package.optional-dependencies]\ntls = [\n    { name = "idna", extra = ["all"] },\n]\n';
  const { noted } = told([...LOCK, entry('psi', '1', 'sdist') + optional]);
  expect(noted.slice(noted.indexOf('psi'))).toMatchInlineSnapshot(`
    "psi"
    version = "1"
    requires-dist = ["idna[all]==3.6 ; extra == 'tls'"]
    provides-extra = ["tls"]

    "
  `);
});

test('holds for every version in a draft', () => {
  const upgrades = 'all' as const;
  expect(told(LOCK, {}, { upgrades, draft: true }).noted).not.toContain('version = ');
});

test('stands in uv.toml, where there is one', () => {
  const { settings } = told(LOCK, { 'uv.toml': 'offline = false\n' });
  expect(settings).toMatchObject({
    path: 'uv.toml',
    end: expect.stringMatching(/^\n\n\[\[dependency-metadata\]\]\n/),
  });
});

test.each<[name: string, lock: readonly string[], more: Files]>([
  ['all have wheels', LOCK.filter((text) => text !== OMEGA), {}],
  [
    'the project tells uv something itself',
    LOCK,
    { 'pyproject.toml': '[[tool.uv.dependency-metadata]]\nname = "omega"\n' },
  ],
  ['nothing can be added', LOCK, { 'pyproject.toml': 'tool = { uv = {} }\n' }],
  [
    'a marker asks for settings of the project',
    LOCK.map((text) => text.replace("python_full_version < '3.11'", "extra == 'extra-4-demo-a'")),
    {},
  ],
])('is nothing where %s', (_, lock, more) => {
  expect(told(lock, more)).toEqual({
    options: ['--no-build'],
    settings: 'none',
    names: [],
    noted: '',
  });
});

test('what uv notes of it in the lock is taken out', () => {
  const one = told(LOCK);
  const lock = LOCK.join('\n');
  expect(withNoted(lock, one)).toContain('[[manifest.dependency-metadata]]\nname = "omega"\n');
  expect(withoutNoted(withNoted(lock, one), one)).toBe(lock);
  const header = withNoted(lock, one).replace('[[manifest.', '[manifest]\n\n[[manifest.');
  expect(withoutNoted(header, one)).toBe(lock);
});

describe('what is told is too little', () => {
  const own = (asked: string) =>
    `[[package]]\nname = "demo"\nversion = "0"\nsource = { virtual = "." }\n\n[package.metadata]\nrequires-dist = [\n    ${asked},\n]\n`;
  const plain = own('{ name = "omega" }');
  const before = [...LOCK, plain].join('\n');
  test.each<[name: string, made: string, names: readonly string[]]>([
    ['never for what stays', before, []],
    [
      'where somebody asks for an extra that nobody asked for before',
      before.replace(plain, own('{ name = "omega", extras = ["sql"] }')),
      ['omega'],
    ],
    [
      'where another package does',
      [
        ...LOCK,
        plain,
        entry(
          'tau',
          '1',
          'wheels',
          'dependencies = [\n    { name = "omega", extra = ["sql"] },\n]\n',
        ),
      ].join('\n'),
      ['omega'],
    ],
    [
      'not where the extra is of another package',
      before.replace(plain, own('{ name = "idna", extras = ["all"] }')),
      [],
    ],
    [
      'for other Pythons than before',
      before.replace('version = 1\n', 'version = 1\nrequires-python = ">=3.4"\n'),
      ['omega'],
    ],
  ])('%s', (_, made, names) => {
    expect(undertold(before, made, told([...LOCK, plain]))).toEqual(names);
  });
});

test('a folder below another project has settings of its own, or is told nothing', () => {
  const texts = (manifest: string) => ({
    'pyproject.toml': '[tool.uv]\n',
    'sub/pyproject.toml': manifest,
    'sub/uv.lock': LOCK.join('\n'),
  });
  const project = {
    ...PROJECTS.uv,
    lock: 'sub/uv.lock',
    manifest: 'sub/pyproject.toml',
    directory: 'sub',
  };
  const settings = (manifest: string) =>
    metadataFor({ project, tree: treeOfTexts(texts(manifest)), upgrades: 'none' }, false).settings;
  expect(settings('[project]\nname = "sub"\n')).toBe('none');
  expect(settings('[project]\nname = "sub"\n\n[tool.uv]\n')).toMatchObject({
    path: 'sub/pyproject.toml',
  });
});
