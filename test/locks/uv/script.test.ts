import { describe, expect, test } from 'vitest';
import { lock, project, registry, verdict } from './support.ts';

function script(metadata: string, body = 'print(1)\n'): string {
  const lines = metadata.split('\n').map((line) => (line === '' ? '#' : `# ${line}`));
  return ['# /// script', ...lines, '# ///', body].join('\n');
}

const METADATA = 'requires-python = ">=3.10"\ndependencies = [\n  "idna>=3",\n]';
const LOCK = lock(
  '[manifest]\nrequirements = [{ name = "idna", specifier = ">=3" }]',
  registry('idna', '3.1'),
);

function check(text: string, files = {}): string {
  return verdict({ 's.py': text, 's.py.lock': LOCK, ...files }, 's.py.lock');
}

describe('a script with its lock', () => {
  test.each([
    ['as locked', script(METADATA)],
    ['another body', script(METADATA, 'print(2)\n')],
    ['a first line for the shell', `#!/usr/bin/env python\n${script(METADATA)}`],
    ['Windows line ends', script(METADATA).replaceAll('\n', '\r\n')],
    ['a redundant clause', script(METADATA.replace('>=3"', '>=3,>=2"'))],
  ])('%s is fresh', (_, text) => {
    expect(check(text)).toBe('fresh');
  });

  test('a changed requirement, with its line', () => {
    expect(check(script(METADATA.replace('>=3"', '>=2"')))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="dependencies" manifest=">=2" lock=">=3" @ s.py:4 <- s.py.lock manifest requirements 0"
    `);
  });

  test('a changed Python range', () => {
    expect(check(script(METADATA.replace('3.10', '3.11')))).toMatchInlineSnapshot(`
      "stale
      python-changed: manifest=">=3.11" lock=">=3.10" @ s.py:2 <- s.py.lock requires-python"
    `);
  });

  test('no block at all', () => {
    expect(check('print(1)\n')).toMatchInlineSnapshot(`
      "stale
      requirement-removed: name="idna" section="dependencies" lock=">=3" @ s.py:1 <- s.py.lock manifest requirements 0
      open: no \`requires-python\` is declared, so uv compares the lock's \`>=3.10\` with the Python it runs on"
    `);
  });

  test('settings of its own come before those around it', () => {
    const around = { 'pyproject.toml': project([], '[tool.uv]\nresolution = "lowest"') };
    expect(check(script(METADATA), around)).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="resolution" manifest="lowest" lock="highest" @ pyproject.toml tool uv resolution <- s.py.lock options resolution-mode"
    `);
    expect(check(script(`${METADATA}\n[tool.uv]\nresolution = "highest"`), around)).toBe('fresh');
  });

  test.each([
    ['a block without an end', script(METADATA).replace('# ///\n', '')],
    ['two blocks', script(METADATA) + script(METADATA)],
    ['broken TOML', script('dependencies = [')],
    ['a requirement that is none', script('dependencies = ["idna>=>3"]')],
    ['a setting that means nothing here', script(`${METADATA}\n[tool.uv]\nmanaged = true`)],
  ])('%s is refused', (_, text) => {
    expect(check(text)).toMatch(/^refused/);
  });
});
