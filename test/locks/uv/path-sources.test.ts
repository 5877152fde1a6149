import { describe, expect, test } from 'vitest';
import { app, library, lock, project, registry, tree, verdict } from './support.ts';

describe('path dependencies', () => {
  const source = '[tool.uv.sources]\nlib = { path = "./lib/" }';
  const locked = lock(
    app(['{ name = "lib", directory = "lib" }']),
    registry('idna', '3.1'),
    tree('lib', 'directory = "lib"', ['{ name = "idna" }']),
  );
  const texts = {
    'pyproject.toml': project(['lib'], source),
    'lib/pyproject.toml': library('lib', ['idna']),
    'uv.lock': locked,
  };

  test('as locked', () => {
    expect(verdict(texts)).toBe('fresh');
  });

  test('their own requirements count', () => {
    const lib = library('lib', ['idna>=3']);
    expect(verdict({ ...texts, 'lib/pyproject.toml': lib })).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest=">=3" lock="" @ lib/pyproject.toml project dependencies 0 <- uv.lock package 2 metadata requires-dist 0"
    `);
  });

  test('their Python range does not', () => {
    const lib = library('lib', ['idna']).replace('>=3.10', '>=3.8');
    expect(verdict({ ...texts, 'lib/pyproject.toml': lib })).toBe('fresh');
  });

  test('editable or not is recorded', () => {
    const editable = project(['lib'], source.replace('" }', '", editable = true }'));
    expect(verdict({ ...texts, 'pyproject.toml': editable })).toMatchInlineSnapshot(`
      "stale
      source-changed: name="lib" manifest="lib (editable)" lock="lib" @ pyproject.toml project dependencies 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a folder that is gone is refused', () => {
    const { 'lib/pyproject.toml': _, ...others } = texts;
    expect(verdict(others)).toMatchInlineSnapshot(`
      "refused
      lock-inconsistent: message="\`lib\` is to come from \`lib\`, which is no Python project (no \`pyproject.toml\`)" @ uv.lock package 2 source"
    `);
  });

  test('a folder outside the repository is never read', () => {
    const outside = {
      'pyproject.toml': project(['lib'], source.replace('./lib/', '../../lib')),
      'uv.lock': lock(
        app(['{ name = "lib", directory = "../../lib" }']),
        tree('lib', 'directory = "../../lib"'),
      ),
    };
    expect(verdict(outside)).toMatchInlineSnapshot(`
      "unable
      \`lib\` lies outside the repository, at \`../../lib\`"
    `);
  });

  test('a folder with a setup.py alone', () => {
    const { 'lib/pyproject.toml': _, ...others } = texts;
    expect(verdict({ ...others, 'lib/setup.py': '' })).toMatchInlineSnapshot(`
      "unable
      the dependencies of \`lib\` come from its \`setup.py\`"
    `);
  });

  test('an archive of the repository is not read', () => {
    const archive = {
      'pyproject.toml': project(
        ['idna'],
        '[tool.uv.sources]\nidna = { path = "idna-3.1-py3-none-any.whl" }',
      ),
      'idna-3.1-py3-none-any.whl': '',
      'uv.lock': lock(
        app(['{ name = "idna", path = "idna-3.1-py3-none-any.whl" }']),
        registry('idna', '3.1').replace(
          /source = .*/,
          'source = { path = "idna-3.1-py3-none-any.whl" }',
        ),
      ),
    };
    expect(verdict(archive)).toMatchInlineSnapshot(`
      "unable
      the metadata of \`idna\` comes from an archive in the repository, which is not read"
    `);
  });
});
