/** What `pipenv verify` of Pipenv 2026.10.3 said when it was run on each of these. */
import { describe, expect, test } from 'vitest';
import { hashOf, judge, lockFor, PIPFILE } from './support.ts';

const LOCK = lockFor(PIPFILE);
const status = (pipfile: string, lock = LOCK) => judge(pipfile, lock).freshness.status;
const edited = (from: string, to: string) => PIPFILE.replace(from, to);

describe('a Pipfile.lock stays fresh after', () => {
  test.each<[string, string]>([
    ['nothing', PIPFILE],
    ['another case of a package name', edited('idna', 'IDNA')],
    ['another separator in a name', edited('My_Pkg', '"my.pkg"')],
    [
      'another order of packages',
      edited('idna = "~=3.4"\n', '').replace('[dev', 'idna = "~=3.4"\n[dev'),
    ],
    ['a comment', `# note\n${PIPFILE}`],
    [
      'a table of its own for a package',
      edited('My_Pkg = {version = "*", extras = ["a"]}\n', '').concat(
        '[packages.my-pkg]\nversion = "*"\nextras = ["a"]\n',
      ),
    ],
    ['a changed script', edited('echo', 'true')],
    ['[pipenv]', `${PIPFILE}[pipenv]\nallow_prereleases = true\n`],
    ['[pipfile]', `${PIPFILE}[pipfile]\nx = "y"\n`],
    ['[default], which is no category', `${PIPFILE}[default]\nx = "*"\n`],
    [
      'another order of keys in a source',
      edited(
        'name = "corp"\nurl = "https://index.example/simple"',
        'url = "https://index.example/simple"\nname = "corp"',
      ),
    ],
    ['a literal string', edited('"~=3.4"', "'~=3.4'")],
    ['CRLF', PIPFILE.replaceAll('\n', '\r\n')],
    ['bare CR', PIPFILE.replaceAll('\n', '\r')],
    [
      'dotted keys',
      edited('[packages]\nidna = "~=3.4"\n', '[packages]\n')
        .replace('[dev-packages]', '[dev-packages]')
        .replace('[[source]]', 'packages.idna = "~=3.4"\n[[source]]')
        .replace('[packages]\n', '')
        .replace('My_Pkg = {version = "*", extras = ["a"]}\n', '')
        .replace('[[source]]', 'packages.my-pkg = {version = "*", extras = ["a"]}\n[[source]]'),
    ],
  ])('%s', (_, pipfile) => expect(status(pipfile)).toBe('fresh'));

  test.each<[string, string]>([
    ['a byte order mark', `\u{feff}${LOCK}`],
    ['CRLF in the lock', LOCK.replaceAll('\n', '\r\n')],
    ['another pipfile-spec', LOCK.replace('"pipfile-spec": 6', '"pipfile-spec": 7')],
    [
      'other `requires` in the lock',
      LOCK.replace('"python_version": "3.11"', '"python_version": "3.9"'),
    ],
    ['no develop section', LOCK.replace('"develop"', '"other"')],
  ])('%s', (_, lock) => expect(status(PIPFILE, lock)).toBe('fresh'));

  test('the loss of _meta, as long as all names are normalised', () => {
    const plain = edited('My_Pkg', 'my-pkg').replace('Sphinx', 'sphinx');
    expect(status(plain, '{}')).toBe('fresh');
    expect(status(PIPFILE, '{}')).toBe('stale');
  });

  test('a package named twice: the later one counts', () => {
    const twice = edited('My_Pkg', 'my-pkg = "==1"\nMy_Pkg');
    expect(status(twice)).toBe('fresh');
  });
});

describe('a Pipfile.lock is stale after', () => {
  test.each<[string, string]>([
    ['another specifier', edited('~=3.4', '~=3.5')],
    ['{version = "*"} written as "*"', edited('{version = "*", extras = ["a"]}', '"*"')],
    ['a new dev package', edited('iniconfig = "*"', 'iniconfig = "*"\nruff = "*"')],
    ['a changed category', edited('Sphinx = "*"', 'Sphinx = "==8"')],
    ['a renamed category', edited('[docs]', '[doc]')],
    ['an empty category', `${PIPFILE}[lint]\n`],
    ['another Python', edited('3.11', '3.12')],
    ['no [requires]', edited('[requires]\npython_version = "3.11"\n', '')],
    ['another index', edited('index.example/simple', 'mirror.example/simple')],
    ['a slash behind the index', edited('/simple"', '/simple/"')],
    ['no verify_ssl', edited('verify_ssl = true\n', '')],
    [
      'a second source',
      edited('[packages]', '[[source]]\nname = "b"\nurl = "https://b.example"\n[packages]'),
    ],
    ['no source: the built-in one counts', PIPFILE.slice(PIPFILE.indexOf('[packages]'))],
    ['an empty Pipfile', ''],
  ])('%s', (_, pipfile) => expect(status(pipfile)).toBe('stale'));

  test.each<[string, string]>([
    ['no hash', LOCK.replace('"sha256": "', '"md5": "')],
    ['a hash in capitals', LOCK.replace(hashOf(PIPFILE), hashOf(PIPFILE).toUpperCase())],
    ['a hash that is null', LOCK.replace(`"${hashOf(PIPFILE)}"`, 'null')],
    [
      '_meta twice: the second counts',
      LOCK.replace('"default"', '"_meta": {"hash": {"sha256": "x"}},\n    "default"'),
    ],
  ])('%s', (_, lock) => expect(status(PIPFILE, lock)).toBe('stale'));
});

describe('Pipenv refuses', () => {
  test.each<[string, string]>([
    ['a number at the top', `x = 1\n${PIPFILE}`],
    ['a category that is an array', `${PIPFILE}[[lint]]\nx = "*"\n`],
    ['a source without a name', edited('name = "corp"\n', '')],
    ['a source without a URL', edited('url = "https://index.example/simple"\n', '')],
    ['verify_ssl as a text', edited('verify_ssl = true', 'verify_ssl = "true"')],
    ['[source] as a table', edited('[[source]]', '[source]')],
    ['an option that it does not know', edited('extras = ["a"]', 'commit = "a"')],
    ['a Python that is a number', edited('"3.11"', '3.11')],
    ['a byte order mark', `\u{feff}${PIPFILE}`],
    ['merge conflict markers', `<<<<<<< HEAD\n${PIPFILE}=======\n>>>>>>> main\n`],
    ['a package twice', edited('idna = "~=3.4"', 'idna = "~=3.4"\nidna = "*"')],
    ['a table twice', `${PIPFILE}[packages]\n`],
  ])('%s', (_, pipfile) => expect(status(pipfile)).toBe('refused'));

  test.each<[string, string]>([
    ['a lock with merge conflict markers', `<<<<<<< HEAD\n${LOCK}=======\n>>>>>>> main\n`],
    ['a lock that was cut', LOCK.slice(0, 200)],
    ['an empty lock', ''],
    ['a lock that is an array', '[]'],
    ['something behind the lock', `${LOCK}x`],
  ])('%s', (_, lock) => expect(status(PIPFILE, lock)).toBe('refused'));
});

describe('a lock of a Pipenv before 2026.4', () => {
  test('hashed names as written: it passes, and says so', () => {
    const { freshness } = judge(PIPFILE, lockFor(PIPFILE, 'names as written'));
    expect(freshness).toMatchInlineSnapshot(`
      {
        "note": "written by a Pipenv before 2026.4: newer ones hash normalised names and ask for a relock",
        "status": "fresh",
      }
    `);
  });

  test('could have options that today are refused: they are told', () => {
    const pipfile = edited('extras = ["a"]', 'egg = "a"');
    expect(judge(pipfile, lockFor(pipfile)).freshness).toMatchInlineSnapshot(`
      {
        "note": "written by a Pipenv before 2026, which let this pass: \`My_Pkg\` has options that Pipenv does not know: \`egg\`",
        "status": "fresh",
      }
    `);
  });

  test('knew no categories, but its hash is not taken: it would hide a new category', () => {
    const before = PIPFILE.replace('[docs]\nSphinx = "*"\n', '');
    expect(status(PIPFILE, lockFor(before))).toBe('stale');
  });
});

test.each([
  [
    'one package, the built-in source (pipenv issue 6664)',
    '[packages]\n[dev-packages]\nPyHamcrest = "==2.1.0"\n[requires]\npython_version = "3.14"\n',
    '621a7675a3672c3842f729f3050624a95db15f1fa190a9839207c18c999f17d6',
    '59f3713f2f5778ed7113e0a466d77160d0f19cbe6a2bdd75d73e9170b4a67f49',
  ],
])('the hash of %s', (_, pipfile, current, asWritten) => {
  expect(hashOf(pipfile)).toBe(current);
  expect(hashOf(pipfile, 'names as written')).toBe(asWritten);
});
