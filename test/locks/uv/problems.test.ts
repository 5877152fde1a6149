import { describe, expect, test } from 'vitest';
import { app, IDNA_LOCK, lock, project, registry, verdict } from './support.ts';

const MANIFEST = project(['idna>=3']);

function withLock(text: string): string {
  return verdict({ 'pyproject.toml': MANIFEST, 'uv.lock': text });
}

describe('problems that uv does not look for', () => {
  test('a package that nothing needs', () => {
    expect(withLock(`${IDNA_LOCK}\n${registry('left')}`)).toMatchInlineSnapshot(`
      "fresh
      problem: orphan: name="left" version="1.0" @ uv.lock package 2"
    `);
  });

  test('a ring of packages that nothing needs', () => {
    const ring = [
      registry('a', '1.0', 'dependencies = [{ name = "b" }]'),
      registry('b', '1.0', 'dependencies = [{ name = "a" }]'),
    ];
    expect(withLock(`${IDNA_LOCK}\n${ring.join('\n')}`)).toMatch(
      /orphan: name="a".*\n.*orphan: name="b"/,
    );
  });

  test('what only an extra needs that nobody asks for', () => {
    const text =
      IDNA_LOCK.replace(/\n$/, '') +
      '\n[package.optional-dependencies]\nall = [{ name = "left" }]\n' +
      registry('left');
    expect(withLock(text)).toMatch(/orphan: name="left"/);
    expect(
      withLock(text.replace('{ name = "idna" }]', '{ name = "idna", extra = ["all"] }]')),
    ).toBe('fresh');
  });

  test('a version outside of what is asked for', () => {
    const text = lock(app(['{ name = "idna", specifier = ">=3" }']), registry('idna', '2.9'));
    expect(withLock(text)).toMatchInlineSnapshot(`
      "fresh
      problem: outside-specifier: name="idna" version="2.9" requirement="idna>=3" @ uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a requirement that nothing answers', () => {
    const text = lock(
      app(['{ name = "idna", specifier = ">=3" }']).replace('[{ name = "idna" }]', '[]'),
    );
    expect(withLock(text)).toMatchInlineSnapshot(`
      "fresh
      problem: missing-dependency: name="idna" requiredBy="app" @ uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test.each([
    [
      'that never applies',
      "idna; python_version<'3'",
      '{ name = "idna", marker = "python_full_version < \'3\'" }',
      '',
    ],
    [
      'that the root overrides',
      'idna>=9',
      '{ name = "idna", specifier = ">=9" }',
      'overrides = [{ name = "idna" }]',
    ],
    ['that the root excludes', 'idna', '{ name = "idna" }', 'excludes = ["idna"]'],
  ])('none is needed for a requirement %s', (_, requirement, recorded, manifest) => {
    const settings = manifest
      .replace('overrides = [{ name = "idna" }]', 'override-dependencies = ["idna"]')
      .replace('excludes', 'exclude-dependencies');
    const texts = {
      'pyproject.toml': project([requirement], `[tool.uv]\n${settings}`),
      'uv.lock': lock(
        `[manifest]\n${manifest}`,
        app([recorded]).replace('dependencies = [{ name = "idna" }]', 'dependencies = []'),
      ),
    };
    expect(verdict(texts)).toBe('fresh');
  });

  test('a hash that is missing where others have one', () => {
    const bare = registry('bare').replace(/, hash = "[^"]*"/, '');
    const texts = {
      'pyproject.toml': project(['idna', 'bare']),
      'uv.lock': lock(app(['{ name = "bare" }', '{ name = "idna" }']), bare, registry('idna')),
    };
    expect(verdict(texts)).toMatchInlineSnapshot(`
      "fresh
      problem: missing-hash: name="bare" version="1.0" @ uv.lock package 1"
    `);
  });

  test('no hashes from an index that has none', () => {
    const bare = registry('idna').replace(/, hash = "[^"]*"/, '');
    const texts = {
      'pyproject.toml': project(['idna']),
      'uv.lock': lock(app(['{ name = "idna" }']), bare),
    };
    expect(verdict(texts)).toBe('fresh');
  });
});
