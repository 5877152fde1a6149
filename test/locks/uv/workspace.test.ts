import { describe, expect, test } from 'vitest';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { uv } from '../../../src/locks/uv/index.ts';
import {
  app,
  INDEX,
  library,
  lock,
  project,
  projectOf,
  registry,
  type Texts,
  tree,
  verdict,
} from './support.ts';

const SOURCES = '[tool.uv.sources]\nliba = { workspace = true }';
const ROOT = project(['liba'], '[tool.uv.workspace]\nmembers = ["packages/*"]', SOURCES);

const LOCK = lock(
  '[manifest]\nmembers = ["app", "liba", "libb"]',
  app(['{ name = "liba", editable = "packages/a" }']),
  registry('idna', '3.1'),
  tree('liba', 'editable = "packages/a"', ['{ name = "idna" }']),
  tree('libb', 'virtual = "packages/b"'),
);

const WORKSPACE: Texts = {
  'pyproject.toml': ROOT,
  'packages/a/pyproject.toml': library('liba', ['idna']),
  'packages/b/pyproject.toml': library('libb'),
  'uv.lock': LOCK,
};

describe('a workspace', () => {
  test('as locked', () => {
    expect(verdict(WORKSPACE)).toBe('fresh');
  });

  test('a change in each of two members', () => {
    const texts = {
      ...WORKSPACE,
      'packages/a/pyproject.toml': library('liba', ['idna>=3']),
      'packages/b/pyproject.toml': library('libb', ['idna']),
    };
    expect(verdict(texts)).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest=">=3" lock="" @ packages/a/pyproject.toml project dependencies 0 <- uv.lock package 2 metadata requires-dist 0
      requirement-added: name="idna" section="project.dependencies" manifest="" @ packages/b/pyproject.toml project dependencies 0"
    `);
  });

  test('a new member', () => {
    const texts = { ...WORKSPACE, 'packages/c/pyproject.toml': library('libc') };
    expect(verdict(texts)).toMatchInlineSnapshot(`
      "stale
      members-changed: added=["libc"] removed=[] @ pyproject.toml tool uv workspace <- uv.lock manifest members"
    `);
  });

  test.each([
    ['excluded', ROOT.replace('"packages/*"]', '"packages/*"]\nexclude = ["packages/b"]')],
    ['excluded across folders', ROOT.replace('"packages/*"]', '"packages/*"]\nexclude = ["*/b"]')],
    ['no longer matched', ROOT.replace('packages/*', 'packages/a')],
  ])('a member that is %s', (_, root) => {
    expect(verdict({ ...WORKSPACE, 'pyproject.toml': root })).toMatch(
      /^stale\nmembers-changed: added=\[\] removed=\["libb"\] @ pyproject.toml tool uv workspace/,
    );
  });

  test('a member that uv does not manage is none', () => {
    const member = library('libb', [], '[tool.uv]\nmanaged = false');
    expect(verdict({ ...WORKSPACE, 'packages/b/pyproject.toml': member })).toMatch(
      /removed=\["libb"\]/,
    );
  });

  test('a narrower Python range of one member counts for all', () => {
    const member = library('libb').replace('>=3.10', '>=3.10,<4');
    expect(verdict({ ...WORKSPACE, 'packages/b/pyproject.toml': member })).toMatchInlineSnapshot(`
      "stale
      python-changed: manifest=">=3.10,<4" lock=">=3.10" @ packages/b/pyproject.toml project requires-python <- uv.lock requires-python"
    `);
  });

  test('a member that nobody asks for any more turns virtual', () => {
    const root = project([], '[tool.uv.workspace]\nmembers = ["packages/*"]');
    expect(verdict({ ...WORKSPACE, 'pyproject.toml': root })).toMatchInlineSnapshot(`
      "stale
      source-changed: name="liba" manifest="virtual = \\"packages/a\\"" lock="editable = \\"packages/a\\"" @ packages/a/pyproject.toml project name <- uv.lock package 2 source
      requirement-removed: name="liba" section="project.dependencies" lock="packages/a (editable)" @ pyproject.toml project dependencies <- uv.lock package 0 metadata requires-dist 0"
    `);
  });

  test('hidden folders and files are no members', () => {
    const texts = { ...WORKSPACE, 'packages/.cache/x': '', 'packages/README.md': '' };
    expect(verdict(texts)).toBe('fresh');
  });

  test.each([
    ['a matched folder without a manifest', { 'packages/c/readme': '' }],
    ['a member without [project]', { 'packages/c/pyproject.toml': '[tool.x]\n' }],
    ['two members of one name', { 'packages/c/pyproject.toml': library('liba') }],
    [
      'a workspace inside the workspace',
      { 'packages/c/pyproject.toml': library('libc', [], '[tool.uv.workspace]\n') },
    ],
    ['a member that cannot be parsed', { 'packages/c/pyproject.toml': '[project' }],
    ['a dependency without a source', { 'packages/a/pyproject.toml': library('liba', ['libb']) }],
    ['the same in a new member', { 'packages/c/pyproject.toml': library('libc', ['libb']) }],
    [
      'no Python that fits all',
      { 'packages/b/pyproject.toml': library('libb').replace('>=3.10', '<3.10') },
    ],
    ['a hostile glob', { 'pyproject.toml': ROOT.replace('packages/*', 'packages/***') }],
    ['an unknown key', { 'pyproject.toml': ROOT.replace('members =', 'member =') }],
    ['managed = false', { 'pyproject.toml': `${ROOT}\n[tool.uv]\nmanaged = false` }],
  ])('%s is refused', (_, texts) => {
    expect(verdict({ ...WORKSPACE, ...texts })).toMatch(/^refused\n(manifest-invalid|unparsable)/);
  });

  test('members outside the repository leave the verdict open', () => {
    const root = ROOT.replace('"packages/*"', '"packages/*", "../other"');
    expect(verdict({ ...WORKSPACE, 'pyproject.toml': root })).toMatchInlineSnapshot(`
      "unable
      the workspace members \`../other\` lie outside the repository"
    `);
  });

  test('a submodule among the members leaves it open too', () => {
    const texts = treeOfTexts(WORKSPACE);
    const entry = { path: 'packages/c', oid: '0'.repeat(40), mode: '160000', size: 0 };
    const files = { files: new Map([...texts.files, [entry.path, entry]]), read: texts.read };
    const { freshness } = uv.judge(projectOf(WORKSPACE), files, { defaultIndex: INDEX });
    expect(freshness).toMatchInlineSnapshot(`
      {
        "status": "unable",
        "undecided": [
          {
            "reason": "the workspace member \`packages/c\` is a git submodule, whose files are not in this commit",
            "remedy": "exclude it from \`tool.uv.workspace\`, or check with uv in a full checkout",
          },
        ],
      }
    `);
  });
});

describe('locks inside a workspace', () => {
  const member = lock(tree('libb', 'virtual = "."'));

  test('that of a member is unused', () => {
    const texts = { ...WORKSPACE, 'packages/b/uv.lock': member };
    expect(verdict(texts, 'packages/b/uv.lock')).toMatchInlineSnapshot(`
      "fresh
      problem: unused-lock: root="" @ packages/b/uv.lock"
    `);
    expect(verdict(texts)).toBe('fresh');
  });

  test('a member whose workspace has no lock', () => {
    const { 'uv.lock': _, ...others } = WORKSPACE;
    const texts = { ...others, 'packages/b/uv.lock': member };
    expect(verdict(texts, 'packages/b/uv.lock')).toMatchInlineSnapshot(`
      "refused
      manifest-invalid: message="the project belongs to the workspace at \`.\`, which has no lockfile at \`uv.lock\`" @ packages/b/uv.lock"
    `);
  });

  test('a project below the root that no glob takes in is its own root', () => {
    const texts = {
      ...WORKSPACE,
      'tools/b/pyproject.toml': library('libb'),
      'tools/b/uv.lock': member,
    };
    expect(verdict(texts, 'tools/b/uv.lock')).toBe('fresh');
  });

  test('so is one below another project', () => {
    const texts = {
      ...WORKSPACE,
      'tools/pyproject.toml': library('tools'),
      'tools/b/pyproject.toml': library('libb'),
      'tools/b/uv.lock': member,
    };
    expect(verdict(texts, 'tools/b/uv.lock')).toBe('fresh');
  });

  test('a manifest between member and root cuts the root’s sources off', () => {
    const root = project(
      [],
      '[tool.uv.workspace]\nmembers = ["x/*/*"]\n[tool.uv.sources]\nidna = { git = "https://git.example/idna" }',
    );
    const texts = {
      'pyproject.toml': root,
      'x/y/b/pyproject.toml': library('libb', ['idna']),
      'x/y/b/readme': '',
      'uv.lock': lock(
        '[manifest]\nmembers = ["app", "libb"]',
        app(),
        registry('idna', '3.1'),
        tree('libb', 'virtual = "x/y/b"', ['{ name = "idna" }']),
      ),
    };
    const glob = { ...texts, 'pyproject.toml': root.replace('x/*/*', 'x/y/b') };
    expect(verdict({ ...glob, 'x/pyproject.toml': '[tool.ruff]\n' })).toBe('fresh');
    expect(verdict(glob)).toMatchInlineSnapshot(`
      "stale
      source-changed: name="idna" manifest="git+https://git.example/idna" lock="any index" @ x/y/b/pyproject.toml project dependencies 0 <- uv.lock package 2 metadata requires-dist 0"
    `);
  });
});

describe('a root without [project]', () => {
  const root =
    '[tool.uv.workspace]\nmembers = ["packages/*"]\n[dependency-groups]\ndev = ["idna>=3"]\n';
  const texts = {
    'pyproject.toml': root,
    'packages/b/pyproject.toml': library('libb'),
    'uv.lock': lock(
      '[manifest]\nmembers = ["libb"]\n[manifest.dependency-groups]\ndev = [{ name = "idna", specifier = ">=3" }]',
      registry('idna', '3.1'),
      tree('libb', 'virtual = "packages/b"'),
    ),
  };

  test('has groups of its own', () => {
    expect(verdict(texts)).toBe('fresh');
  });

  test('a change in them', () => {
    const changed = root.replace('>=3', '>=2');
    expect(verdict({ ...texts, 'pyproject.toml': changed })).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="dependency-groups.dev" manifest=">=2" lock=">=3" @ pyproject.toml dependency-groups dev 0 <- uv.lock manifest dependency-groups dev 0"
    `);
  });

  test('an empty group does not count there', () => {
    expect(verdict({ ...texts, 'pyproject.toml': `${root}docs = []\n` })).toBe('fresh');
  });

  test('a Python requirement of a group counts at every revision', () => {
    const changed = `${root}[tool.uv.dependency-groups]\ndev = { requires-python = ">=3.10" }\n`;
    const old = texts['uv.lock'].replace('revision = 5', 'revision = 3');
    expect(verdict({ ...texts, 'pyproject.toml': changed, 'uv.lock': old })).toMatch(/^stale/);
  });
});

describe('two projects in one repository', () => {
  const texts = {
    'api/pyproject.toml': project(['idna']),
    'api/uv.lock': lock(app(['{ name = "idna" }']), registry('idna', '3.1')),
    'worker/pyproject.toml': project(['idna>=3']),
    'worker/uv.lock': lock(app(['{ name = "idna" }']), registry('idna', '3.1')),
  };

  test('each has its own verdict', () => {
    expect(verdict(texts, 'api/uv.lock')).toBe('fresh');
    expect(verdict(texts, 'worker/uv.lock')).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="project.dependencies" manifest=">=3" lock="" @ worker/pyproject.toml project dependencies 0 <- worker/uv.lock package 0 metadata requires-dist 0"
    `);
  });
});
