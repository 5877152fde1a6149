import { expect, test } from 'vitest';
import { app, IDNA_LOCK, judge, lock, project, registry, verdict } from './support.ts';

const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('\n');

/** Everything here has to end soon; the time limit of a test is the proof. */
test.each([
  [
    'markers that need all of memory',
    project([
      `p; ${many(300, (i) => `('${i}' in os_name or extra == 'e${i}') and`)} os_name == 'x'`,
    ]),
  ],
  [
    'markers nested without end',
    project([`p; ${'('.repeat(20_000)}os_name == 'x'${')'.repeat(20_000)}`]),
  ],
  [
    'groups that double at every step',
    project(
      [],
      '[dependency-groups]\ng0 = ["a"]',
      many(60, (i) => `g${i + 1} = [{ include-group = "g${i}" }, { include-group = "g${i}" }]`),
    ),
  ],
  [
    'a long chain of groups',
    project(
      [],
      '[dependency-groups]\ng0 = []',
      many(5_000, (i) => `g${i + 1} = [{ include-group = "g${i}" }]`),
    ),
  ],
  [
    'conflicts that multiply',
    project(
      [],
      '[dependency-groups]',
      many(
        120,
        (i) =>
          `g${i} = [${many(Math.min(i, 30), (j) => `{ include-group = "g${j}" },`).replaceAll('\n', '')}]`,
      ),
      '[tool.uv]',
      `conflicts = [${many(60, (i) => `[{ group = "g${i}" }, { group = "g${i + 1}" }],`)}]`,
    ),
  ],
  [
    'a specifier of many clauses',
    project([`p${many(5_000, (i) => `!=${i},`).replaceAll('\n', '')}!=x`]),
  ],
  ['a requirement that never ends', project(['a ('.repeat(20_000)])],
  [
    'extras that refer to each other',
    project(
      [],
      '[project.optional-dependencies]',
      many(200, (i) => `e${i} = ["app[e${(i * 7) % 200},e${(i * 3) % 200}]"]`),
    ).replace('version = "0.1.0"', 'dynamic = ["version"]'),
  ],
  ['values nested without end', `x = ${'['.repeat(100_000)}`],
])('%s', (_, manifest) => {
  expect(verdict({ 'pyproject.toml': manifest, 'uv.lock': IDNA_LOCK })).not.toMatch(/^fresh/);
});

test('a lock of 20,000 packages in one ring', () => {
  const packages = many(20_000, (i) =>
    registry(`p${i}`, '1.0', `dependencies = [{ name = "p${(i + 1) % 20_000}" }]`),
  );
  const texts = {
    'pyproject.toml': project(['p0']),
    'uv.lock': lock(app(['{ name = "p0" }']), packages),
  };
  expect(verdict(texts)).toBe('fresh');
});

test('names that JavaScript knows', () => {
  const names =
    '[project.optional-dependencies]\nconstructor = ["a"]\n[dependency-groups]\nhasOwnProperty = []\n[tool.uv.sources]\ntoString = { index = "x" }\n[tool.uv]\n__proto__ = 1';
  const texts = {
    'pyproject.toml': project(['idna>=3'], names),
    'uv.lock': `${IDNA_LOCK}\n[package.__proto__]\nx = 1`,
  };
  expect(verdict(texts)).toMatch(/^stale\nextras-changed: name="app" manifest=\["constructor"\]/);
});

/** Any value anywhere: a verdict, whatever it is, and never an exception. */
const VALUES = [
  '3',
  '"x"',
  'true',
  '[]',
  '{}',
  '[3]',
  '["x"]',
  '[{}]',
  '{ x = 1 }',
  '[[[]]]',
  '1979-05-27',
];

test.each([
  ...['project', 'dependency-groups', 'build-system', 'tool'],
  ...[
    'sources',
    'index',
    'workspace',
    'conflicts',
    'environments',
    'default-groups',
    'managed',
  ].map((key) => `tool.uv.${key}`),
  ...[
    'dev-dependencies',
    'override-dependencies',
    'exclude-dependencies',
    'constraint-dependencies',
  ].map((key) => `tool.uv.${key}`),
  ...['name', 'version', 'dependencies', 'optional-dependencies', 'dynamic'].map(
    (key) => `project.${key}`,
  ),
  ...['dev', 'dev.x'].map((key) => `dependency-groups.${key}`),
  ...['x', 'x.workspace', 'x.git', 'x.marker'].map((key) => `tool.uv.sources.${key}`),
])('%s = anything in the manifest', (key) => {
  for (const value of VALUES) {
    const own = key.startsWith('project') ? '' : '[project]\nname = "app"\nversion = "1"\n';
    const texts = { 'pyproject.toml': `${key} = ${value}\n${own}`, 'uv.lock': IDNA_LOCK };
    expect(judge(texts).freshness.status).toBeOneOf(['fresh', 'stale', 'refused', 'unable']);
  }
});

test.each([
  ...[
    'version',
    'revision',
    'requires-python',
    'resolution-markers',
    'supported-markers',
    'conflicts',
  ],
  ...['options', 'options.exclude-newer', 'options.prerelease-package', 'manifest', 'package'],
  ...['members', 'requirements', 'overrides', 'excludes', 'dependency-groups'].map(
    (key) => `manifest.${key}`,
  ),
])('%s = anything in the lock', (key) => {
  for (const value of VALUES) {
    const base = key === 'package' ? '' : IDNA_LOCK.replace(new RegExp(`^${key} = .*\n`, 'm'), '');
    const texts = {
      'pyproject.toml': project(['idna>=3']),
      'uv.lock': `${key} = ${value}\n${base}`,
    };
    expect(judge(texts).freshness.status).toBeOneOf(['fresh', 'stale', 'refused', 'unable']);
  }
});

test.each([
  ...['name', 'version', 'source', 'dependencies', 'wheels', 'sdist', 'optional-dependencies'],
  ...[
    'dev-dependencies',
    'metadata',
    'metadata.requires-dist',
    'metadata.requires-dev',
    'resolution-markers',
  ],
])('%s = anything in a package', (key) => {
  for (const value of VALUES) {
    const item = `[[package]]\n${key} = ${value}\n${key === 'name' ? '' : 'name = "x"\n'}`;
    const texts = { 'pyproject.toml': project(['idna>=3']), 'uv.lock': `${IDNA_LOCK}\n${item}` };
    expect(judge(texts).freshness.status).toBeOneOf(['fresh', 'stale', 'refused', 'unable']);
  }
});
