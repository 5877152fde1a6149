import { describe, expect, test } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pipenv } from '../../../src/locks/pipenv/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { judge, lockFor, PIPFILE, PROJECT, told, treeOf } from './support.ts';

const LOCK = lockFor(PIPFILE);
const edited = (from: string, to: string) => PIPFILE.replace(from, to);

describe('a stale lock names what its body proves', () => {
  test.each([
    ['a specifier that excludes the locked version', edited('~=3.4', '>=4')],
    ['a package that the lock has not', edited('idna', 'httpx = "*"\nidna')],
    ['one of a category', edited('Sphinx', 'furo = "*"\nSphinx')],
    ['another Python', edited('3.11', '3.12')],
    ['nothing that the body knows', edited('~=3.4', '~=3.5')],
  ])('%s', (_, pipfile) => expect(told(judge(pipfile, LOCK))).toMatchSnapshot());

  test.each([
    ['applies to some environments only', 'httpx = {version = "*", sys_platform = "== \'win32\'"}'],
    ['comes with Python', 'setuptools = "*"'],
  ])('but not a package that %s', (_, line) => {
    const [, reason = ''] = told(judge(edited('idna', `${line}\nidna`), LOCK));
    expect(reason).toContain('hash-differs');
  });

  test('extras in the key are none of the name', () => {
    const pipfile = edited('idna = "~=3.4"', '"idna[all]" = "~=3.4"');
    expect(told(judge(pipfile, lockFor(pipfile)))).toEqual(['fresh']);
  });
});

test('with the Pipfile of the base, every edited entry is named', () => {
  const after = edited('~=3.4', '~=3.5')
    .replace('3.11', '3.12')
    .replace('[docs]\nSphinx = "*"\n', '');
  const reasons = pipenv.explain?.(PROJECT, treeOf(PIPFILE, LOCK), treeOf(after, LOCK)) ?? [];
  expect(reasons.map(({ reason, at }) => [reason, at])).toMatchInlineSnapshot(`
    [
      [
        {
          "kind": "python-changed",
          "lock": "3.11",
          "manifest": "3.12",
        },
        {
          "key": [
            "requires",
          ],
          "path": "Pipfile",
        },
      ],
      [
        {
          "kind": "requirement-changed",
          "lock": "~=3.4",
          "manifest": "~=3.5",
          "name": "idna",
          "section": "packages",
        },
        {
          "key": [
            "packages",
            "idna",
          ],
          "path": "Pipfile",
        },
      ],
      [
        {
          "kind": "requirement-removed",
          "lock": "*",
          "name": "sphinx",
          "section": "docs",
        },
        {
          "key": [
            "docs",
          ],
          "path": "Pipfile",
        },
      ],
    ]
  `);
});

describe('a fresh hash over a body that was edited by hand', () => {
  test.each([
    ['a version outside its specifier', LOCK.replace('"==3.10"', '"==2.0"')],
    ['a package taken out', LOCK.replace('"iniconfig"', '"other"')],
    ['hashes taken out', LOCK.replace('"sha256:aa"', '')],
    ['a byte order mark', `\u{feff}${LOCK}`],
  ])('%s', (_, lock) => expect(told(judge(PIPFILE, lock))).toMatchSnapshot());
});

test('two Pipfiles in one repository: each has its own verdict', () => {
  const tree = treeOfTexts({
    'a/Pipfile': PIPFILE,
    'a/Pipfile.lock': LOCK,
    'b/Pipfile': edited('~=3.4', '>=4'),
    'b/Pipfile.lock': LOCK,
  });
  const { subjects, findings } = lockfile.judge(tree, CONTEXT);
  expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
    'a/Pipfile.lock (Pipenv) passed',
    'b/Pipfile.lock (Pipenv) failed',
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
        "\`idna\`: b/Pipfile says \`>=4\`, b/Pipfile.lock was made for \`3.10\`.",
        "cd b && pipenv lock",
      ],
    ]
  `);
});

test('the model has each package once, with the index that it comes from', () => {
  const both = LOCK.replace(
    '"iniconfig": {',
    '"idna": {"version": "==3.10"},\n        "iniconfig": {',
  );
  const model = pipenv.model(PROJECT, treeOf(PIPFILE, both));
  expect(
    model?.packages.map(({ name, version, source }) => [name, version, source]),
  ).toMatchInlineSnapshot(`
    [
      [
        "idna",
        "3.10",
        {
          "index": "https://index.example/simple",
          "kind": "registry",
        },
      ],
      [
        "my-pkg",
        "1.0",
        {
          "index": "https://index.example/simple",
          "kind": "registry",
        },
      ],
      [
        "iniconfig",
        "2.0",
        {
          "index": "https://index.example/simple",
          "kind": "registry",
        },
      ],
      [
        "sphinx",
        "8.1",
        {
          "index": "https://index.example/simple",
          "kind": "registry",
        },
      ],
    ]
  `);
  expect(model?.direct).toEqual(['idna', 'my-pkg', 'iniconfig', 'sphinx']);
});
