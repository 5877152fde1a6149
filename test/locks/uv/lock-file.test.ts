import { describe, expect, test } from 'vitest';
import { app, IDNA_LOCK, INDEX, lock, project, registry, verdict } from './support.ts';

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
