import { describe, expect, test } from 'vitest';
import { parseToml } from '../../../src/locks/documents.ts';
import { declaredConflicts } from '../../../src/locks/uv/compare-conflicts.ts';
import { setText } from '../../../src/locks/uv/conflict-set.ts';
import { manifestOf } from '../../../src/locks/uv/manifest.ts';
import { singleProject } from '../../../src/locks/uv/workspace.ts';
import { app, lock, project, verdict } from './support.ts';

const EXTRAS = '[project.optional-dependencies]\na = []\nb = []';
const CONFLICTS = '[tool.uv]\nconflicts = [[{ extra = "A" }, { extra = "b" }]]';

function locked(conflicts: string): string {
  return lock(conflicts, app([], 'provides-extras = ["a", "b"]'));
}

describe('conflicts', () => {
  const same = locked(
    'conflicts = [[{ package = "app", extra = "a" }, { package = "app", extra = "b" }]]',
  );

  test('as locked', () => {
    expect(verdict({ 'pyproject.toml': project([], EXTRAS, CONFLICTS), 'uv.lock': same })).toBe(
      'fresh',
    );
  });

  test('dropped', () => {
    expect(
      verdict({ 'pyproject.toml': project([], EXTRAS), 'uv.lock': same }),
    ).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="conflicts" manifest="none" lock="app extra a + app extra b" @ pyproject.toml tool uv conflicts <- uv.lock conflicts"
    `);
  });

  test('a group conflicts with all that include it', () => {
    const groups = `[dependency-groups]
a = []
b = []
c = [{ include-group = "a" }]
[tool.uv]
conflicts = [[{ group = "a" }, { group = "b" }]]`;
    const recorded = lock(
      'conflicts = [[{ package = "app", group = "a" }, { package = "app", group = "b" }], [{ package = "app", group = "b" }, { package = "app", group = "c" }]]',
      app([], '[package.metadata.requires-dev]\na = []\nb = []\nc = []'),
    );
    expect(verdict({ 'pyproject.toml': project([], groups), 'uv.lock': recorded })).toBe('fresh');
  });
});

/** Orders as uv 0.13.9 wrote them for these manifests. */
test.each([
  [
    'a public project',
    `test-base = []
test = [{ include-group = "test-base" }]
django42 = [{ include-group = "test-base" }]
quality = [{ include-group = "test" }]
doc = [{ include-group = "test" }]
ci = []
dev = [{ include-group = "quality" }, { include-group = "ci" }, { include-group = "doc" }]`,
    '[{ group = "test" }, { group = "django42" }]',
    'xblock',
    ['django42 test', 'dev django42', 'django42 quality', 'django42 doc'],
  ],
  [
    'tables that grow for items they know already',
    `test = []
lint = []
docs = []
dev = [{ include-group = "test" }]
quality = []
django42 = [{ include-group = "dev" }, { include-group = "quality" }]
py310 = [{ include-group = "test" }, { include-group = "lint" }]`,
    '[{ group = "dev" }, { group = "test" }]',
    'app',
    ['dev test', 'dev', 'dev py310', 'dev django42', 'django42 py310', 'django42 test', 'django42'],
  ],
])(
  'inferred conflicts in the order of uv’s hash tables: %s',
  (_, groups, conflicts, name, expected) => {
    const settings = `[dependency-groups]\n${groups}\n[tool.uv]\nconflicts = [${conflicts}]`;
    const text = project([], settings).replace('"app"', `"${name}"`);
    const document = parseToml(text);
    if (document.kind !== 'document') throw new Error(document.kind);
    const workspace = singleProject(manifestOf('pyproject.toml', '', document.value));
    const sets = declaredConflicts(workspace).map((set) =>
      setText(set).replaceAll(`${name} group `, '').replaceAll(' + ', ' '),
    );
    expect(sets).toEqual(expected);
  },
);
