import { describe, expect, test } from 'vitest';
import { IDNA_LOCK, lock, project, registry, type Texts, verdict } from './support.ts';

function changed(manifest: string): Texts {
  return { 'pyproject.toml': manifest, 'uv.lock': IDNA_LOCK };
}

describe('requirements compared by meaning', () => {
  test.each([
    ['as locked', ['idna>=3']],
    ['other spelling', ['IDNA (>= 3.0.0)']],
    ['a clause that adds nothing', ['idna>=3,>=2']],
    ['a second declaration that adds nothing', ['idna>=3', 'idna']],
    ['split over two markers', ["idna>=3; os_name=='nt'", "idna>=3; os_name!='nt'"]],
    ['a marker that the Python range implies', ['idna>=3; python_version>="3.8"']],
    ['repaired as uv does', ['idna>=3.*']],
  ])('%s stays fresh', (_, dependencies) => {
    expect(verdict(changed(project(dependencies)))).toBe('fresh');
  });

  test('a widened specifier is stale, although the locked version still fits', () => {
    expect(verdict(changed(project(['idna>=2'])))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest=">=2" lock=">=3" @ pyproject.toml project dependencies 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('an exact pin for a range', () => {
    expect(verdict(changed(project(['idna==3.1'])))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest="==3.1" lock=">=3" @ pyproject.toml project dependencies 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a marker', () => {
    expect(verdict(changed(project(["idna>=3; sys_platform=='linux'"])))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest=">=3 ; sys_platform=='linux'" lock=">=3" @ pyproject.toml project dependencies 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('an extra of the dependency', () => {
    expect(verdict(changed(project(['idna[all]>=3'])))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest="[all]>=3" lock=">=3" @ pyproject.toml project dependencies 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a new dependency', () => {
    expect(verdict(changed(project(['idna>=3', 'anyio>=4'])))).toMatchInlineSnapshot(`
      "stale
      requirement-added: name="anyio" section="project.dependencies" manifest=">=4" @ pyproject.toml project dependencies 1"
    `);
  });

  test('a dropped dependency points to the table that lost it', () => {
    expect(verdict(changed(project()))).toMatchInlineSnapshot(`
      "stale
      requirement-removed: name="idna" section="project.dependencies" lock=">=3" @ pyproject.toml project dependencies <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('one replaced by another', () => {
    expect(verdict(changed(project(['anyio'])))).toMatchInlineSnapshot(`
      "stale
      requirement-added: name="anyio" section="project.dependencies" manifest="" @ pyproject.toml project dependencies 0
      requirement-removed: name="idna" section="project.dependencies" lock=">=3" @ pyproject.toml project dependencies <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('a requirement that can never apply still counts', () => {
    const manifest = project(['idna>=3', "anyio; python_version<'3'"]);
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      requirement-added: name="anyio" section="project.dependencies" manifest="; python_version<'3'" @ pyproject.toml project dependencies 1"
    `);
  });
});

const EXTRAS = `[project.optional-dependencies]
Web_UI = ["idna>=3"]
none = []`;

const EXTRAS_LOCK = lock(
  `[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
[package.optional-dependencies]
web-ui = [{ name = "idna" }]
[package.metadata]
requires-dist = [{ name = "idna", marker = "extra == 'web-ui'", specifier = ">=3" }]
provides-extras = ["none", "web-ui"]`,
  registry('idna', '3.1'),
);

describe('extras', () => {
  test('normalised names stay fresh', () => {
    expect(verdict({ 'pyproject.toml': project([], EXTRAS), 'uv.lock': EXTRAS_LOCK })).toBe(
      'fresh',
    );
  });

  test('a new empty extra is stale', () => {
    const manifest = project([], EXTRAS, 'docs = []');
    expect(verdict({ 'pyproject.toml': manifest, 'uv.lock': EXTRAS_LOCK })).toMatchInlineSnapshot(`
      "stale
      extras-changed: name="app" manifest=["docs","none","web-ui"] lock=["none","web-ui"] @ pyproject.toml project optional-dependencies <- uv.lock package 0 metadata provides-extras"
    `);
  });

  test('locks before revision 1 recorded no extras', () => {
    const manifest = project([], EXTRAS, 'docs = []');
    const old = EXTRAS_LOCK.replace('revision = 5\n', '').replace(/provides-extras.*/, '');
    expect(verdict({ 'pyproject.toml': manifest, 'uv.lock': old })).toMatchInlineSnapshot(
      `"fresh"`,
    );
  });

  test('a changed requirement names its extra', () => {
    const manifest = project([], EXTRAS.replace('idna>=3', 'idna>=4'));
    expect(verdict({ 'pyproject.toml': manifest, 'uv.lock': EXTRAS_LOCK })).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.optional-dependencies.web-ui" manifest=">=4" lock=">=3" @ pyproject.toml project optional-dependencies Web_UI 0 <- uv.lock package 0 metadata requires-dist 0"
    `);
  });
});

describe('the project itself', () => {
  test('a bumped version', () => {
    const manifest = project(['idna>=3']).replace('"0.1.0"', '"0.2.0"');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      version-changed: name="app" manifest="0.2.0" lock="0.1.0" @ pyproject.toml project version <- uv.lock package 0 version"
    `);
  });

  test('a version that only looks different', () => {
    expect(verdict(changed(project(['idna>=3']).replace('"0.1.0"', '"0.1"')))).toBe('fresh');
  });

  test('a version that became dynamic', () => {
    const manifest = project(['idna>=3']).replace('version = "0.1.0"', 'dynamic = ["version"]');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      version-changed: name="app" manifest="dynamic" lock="0.1.0" @ pyproject.toml project dynamic <- uv.lock package 0 version"
    `);
  });

  test('a build system makes it a package', () => {
    const manifest = project(['idna>=3'], '[build-system]\nrequires = ["hatchling"]');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      source-changed: name="app" manifest="editable = \\".\\"" lock="virtual = \\".\\"" @ pyproject.toml project name <- uv.lock package 0 source"
    `);
  });

  test('another Python range', () => {
    const manifest = project(['idna>=3']).replace('>=3.10', '>=3.11');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      python-changed: manifest=">=3.11" lock=">=3.10" @ pyproject.toml project requires-python <- uv.lock requires-python"
    `);
  });

  test('a hole in the Python range changes nothing', () => {
    const manifest = project(['idna>=3']).replace('>=3.10', '>=3.10,!=3.11.1');
    expect(verdict(changed(manifest))).toBe('fresh');
  });

  test('no Python range: the interpreter decides', () => {
    const manifest = project(['idna>=3']).replace(/requires-python.*\n/, '');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "unable
      no \`requires-python\` is declared, so uv compares the lock's \`>=3.10\` with the Python it runs on"
    `);
  });

  test('no Python range, but a pinned interpreter', () => {
    const manifest = project(['idna>=3']).replace(/requires-python.*\n/, '');
    expect(verdict({ ...changed(manifest), '.python-version': '3.12\n' })).toMatchInlineSnapshot(`
      "stale
      python-changed: manifest=">=3.12" lock=">=3.10" @ .python-version:1 <- uv.lock requires-python"
    `);
  });

  test('dependencies that the build backend makes up', () => {
    const manifest = project().replace('dependencies = []', 'dynamic = ["dependencies"]');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "unable
      the dependencies of \`app\` come from its build backend"
    `);
  });

  test('what is open never hides what is proven', () => {
    const manifest = project()
      .replace('dependencies = []', 'dynamic = ["dependencies"]')
      .replace('>=3.10', '>=3.11');
    expect(verdict(changed(manifest))).toMatchInlineSnapshot(`
      "stale
      python-changed: manifest=">=3.11" lock=">=3.10" @ pyproject.toml project requires-python <- uv.lock requires-python
      open: the dependencies of \`app\` come from its build backend"
    `);
  });
});
