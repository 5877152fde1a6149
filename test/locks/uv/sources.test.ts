import { describe, expect, test } from 'vitest';
import { app, INDEX, lock, project, registry, verdict } from './support.ts';

/** `idna` from this source, and a lock that recorded it in this way. */
function withSource(source: string, recorded: string, dependency = 'idna', more = ''): string {
  const manifest = project([dependency], `[tool.uv.sources]\nidna = ${source}\n${more}`);
  return status(manifest, recorded);
}

function status(manifest: string, recorded: string): string {
  const locked = lock(app([`{ name = "idna"${recorded} }`]), registry('idna', '3.1'));
  return verdict({ 'pyproject.toml': manifest, 'uv.lock': locked }).split('\n')[0] ?? '';
}

const GIT = 'https://git.example/idna';
const COMMIT = '0dacfd662c64cb4ceb16e6cf65a157a8b715b979';

describe('a package from elsewhere', () => {
  test.each([
    ['git', `{ git = "${GIT}", rev = "abc" }`, `, git = "${GIT}?rev=abc"`, 'fresh'],
    [
      'git, other case of the host',
      '{ git = "https://GIT.example/idna", rev = "abc" }',
      `, git = "${GIT}?rev=abc"`,
      'fresh',
    ],
    [
      'git with credentials',
      '{ git = "https://me:secret@git.example/idna" }',
      `, git = "${GIT}"`,
      'fresh',
    ],
    [
      'git over SSH',
      '{ git = "ssh://git@git.example/idna" }',
      ', git = "ssh://git@git.example/idna"',
      'fresh',
    ],
    [
      'a whole commit',
      `{ git = "${GIT}", rev = "${COMMIT}" }`,
      `, git = "${GIT}?rev=${COMMIT}#${COMMIT}"`,
      'fresh',
    ],
    [
      'a folder of it',
      `{ git = "${GIT}", subdirectory = "a/b" }`,
      `, git = "${GIT}?subdirectory=a%2Fb"`,
      'fresh',
    ],
    [
      'a tag is no branch',
      `{ git = "${GIT}", tag = "abc" }`,
      `, git = "${GIT}?branch=abc"`,
      'stale',
    ],
    ['a suffix counts', `{ git = "${GIT}.git" }`, `, git = "${GIT}"`, 'stale'],
    ['large files count', `{ git = "${GIT}", lfs = true }`, `, git = "${GIT}"`, 'stale'],
    [
      'an archive',
      '{ url = "https://files.example/i-1.zip" }',
      ', url = "https://files.example/i-1.zip"',
      'fresh',
    ],
    [
      'another archive',
      '{ url = "https://files.example/i-2.zip" }',
      ', url = "https://files.example/i-1.zip"',
      'stale',
    ],
    [
      'a source for one platform',
      `{ git = "${GIT}", marker = "sys_platform == 'linux'" }`,
      '',
      'stale',
    ],
    ['no archive at all', '{ url = "https://files.example/i" }', '', 'refused'],
    ['an unknown index', '{ index = "x" }', '', 'refused'],
    ['two kinds', `{ git = "${GIT}", index = "x" }`, '', 'refused'],
    ['two references', `{ git = "${GIT}", rev = "a", tag = "b" }`, '', 'refused'],
    ['an extra that is not there', `{ git = "${GIT}", extra = "x" }`, '', 'refused'],
    ['no source', '[]', '', 'refused'],
    ['two sources that overlap', `[{ git = "${GIT}" }, { git = "${GIT}/x" }]`, '', 'refused'],
    ['a workspace that it is no part of', '{ workspace = true }', '', 'refused'],
  ])('%s', (_, source, recorded, expected) => {
    expect(withSource(source, recorded)).toBe(expected);
  });

  test.each([
    [`idna @ git+${GIT}@abc`, `, git = "${GIT}?rev=abc"`, 'fresh'],
    [
      `idna @ git+${GIT}@abc#subdirectory=x&egg=idna`,
      `, git = "${GIT}?subdirectory=x&rev=abc"`,
      'fresh',
    ],
    [
      'idna @ https://files.example/i-1.zip#sha256=00',
      ', url = "https://files.example/i-1.zip"',
      'fresh',
    ],
    ['idna @ https://files.example/i-1.zip', '', 'stale'],
    [`idna @ file:///\${HOME}/idna`, '', 'unable'],
  ])('%s in the requirement itself', (requirement, recorded, expected) => {
    expect(status(project([requirement]), recorded)).toBe(expected);
  });

  test('the rest of the environments still takes the index', () => {
    const source = `{ git = "${GIT}", marker = "sys_platform == 'linux'" }`;
    const recorded = `, marker = "sys_platform == 'linux'", git = "${GIT}" }, { name = "idna", marker = "sys_platform != 'linux'"`;
    expect(withSource(source, recorded)).toBe('fresh');
  });

  test('no-sources switches them off', () => {
    const manifest = project(
      ['idna'],
      '[tool.uv]\nno-sources = true',
      `[tool.uv.sources]\nidna = { git = "${GIT}" }`,
    );
    expect(status(manifest, '')).toBe('fresh');
  });
});

describe('indexes', () => {
  const locked = lock(app(['{ name = "idna" }']), registry('idna', '3.1'));
  const withIndex = (settings: string, files = {}): string =>
    verdict({ 'pyproject.toml': project(['idna'], settings), 'uv.lock': locked, ...files });

  test.each([
    ['none configured', ''],
    ['one more beside the default', '[[tool.uv.index]]\nurl = "https://more.example/simple"'],
    [
      'the same as the default, with credentials',
      '[tool.uv]\nindex-url = "https://me:x@index.example/simple"',
    ],
    ['the same, other case and port', '[tool.uv]\nindex-url = "https://INDEX.example:443/simple"'],
    ['no default, but named', `[[tool.uv.index]]\nname = "a"\nurl = "${INDEX}"`],
  ])('%s', (_, settings) => {
    expect(withIndex(settings)).toBe('fresh');
  });

  test('another default', () => {
    const settings = '[[tool.uv.index]]\nurl = "https://other.example/simple"\ndefault = true';
    expect(withIndex(settings)).toMatchInlineSnapshot(`
      "stale
      index-unknown: name="idna" index="https://index.example/simple" @ pyproject.toml tool uv index <- uv.lock package 1 source"
    `);
  });

  test('a slash at the end makes another index', () => {
    expect(withIndex(`[tool.uv]\nindex-url = "${INDEX}/"`)).toMatch(/^stale\nindex-unknown/);
  });

  test('an address that the environment completes', () => {
    const settings = `[[tool.uv.index]]\nurl = "https://\${HOST}/simple"\ndefault = true`;
    expect(withIndex(settings)).toMatchInlineSnapshot(`
      "unable
      an index URL depends on an environment variable"
    `);
  });

  test('what an index is called does not count, what it is, does', () => {
    const settings = (name: string, url: string): string =>
      `[[tool.uv.index]]\nname = "${name}"\nurl = "${url}"\nexplicit = true\n[tool.uv.sources]\nidna = { index = "${name}" }`;
    const recorded = `, index = "${INDEX}"`;
    expect(status(project(['idna'], settings('a', INDEX)), recorded)).toBe('fresh');
    expect(status(project(['idna'], settings('b', INDEX)), recorded)).toBe('fresh');
    expect(status(project(['idna'], settings('a', 'https://b.example')), recorded)).toBe('stale');
  });

  test('packages that nobody asks for directly may come from anywhere', () => {
    const texts = {
      'pyproject.toml': project(['idna'], '[tool.uv]\nindex-url = "https://index.example/simple"'),
      'uv.lock': lock(
        app(['{ name = "idna" }']),
        registry('idna', '3.1', 'dependencies = [{ name = "deep" }]'),
        registry('deep').replace(INDEX, 'https://other.example/simple'),
      ),
    };
    expect(verdict(texts)).toBe('fresh');
  });

  test('a folder of links that is not there', () => {
    expect(withIndex('[tool.uv]\nfind-links = ["wheels"]')).toMatchInlineSnapshot(`
      "refused
      manifest-invalid: message="failed to read \`--find-links\` directory: wheels" @ pyproject.toml tool uv find-links"
    `);
    expect(withIndex('[tool.uv]\nfind-links = ["wheels"]', { 'wheels/x.whl': '' })).toBe('fresh');
  });

  test.each([
    ['two of one name', `[[tool.uv.index]]\nname = "a"\nurl = "${INDEX}"\n`.repeat(2)],
    ['two defaults', `[[tool.uv.index]]\nurl = "${INDEX}"\ndefault = true\n`.repeat(2)],
    ['an explicit one without a name', `[[tool.uv.index]]\nurl = "${INDEX}"\nexplicit = true`],
  ])('%s are refused', (_, settings) => {
    expect(withIndex(settings)).toMatch(/^refused/);
  });

  test('a hash algorithm that an index asks for', () => {
    const settings = `[[tool.uv.index]]\nurl = "${INDEX}"\ndefault = true\nhash-algorithm = "sha512"`;
    expect(withIndex(settings)).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="index.hash-algorithm (idna)" manifest="sha512" lock="sha256" @ pyproject.toml tool uv index <- uv.lock package 1"
    `);
  });
});
