import { describe, expect, test } from 'vitest';
import { app, lock, project, registry, type Texts, verdict } from './support.ts';

const GROUPS = `[dependency-groups]
dev = ["idna>=3"]
all = [{ include-group = "dev" }]`;

const GROUPS_LOCK = lock(
  app(
    [],
    '[package.metadata.requires-dev]',
    'all = [{ name = "idna", specifier = ">=3" }]',
    'dev = [{ name = "idna", specifier = ">=3" }]',
    '[package.dev-dependencies]',
    'all = [{ name = "idna" }]',
    'dev = [{ name = "idna" }]',
  ),
  registry('idna', '3.1'),
);

function grouped(groups: string, ...more: readonly string[]): Texts {
  return { 'pyproject.toml': project([], groups, ...more), 'uv.lock': GROUPS_LOCK };
}

describe('dependency groups', () => {
  test('with includes worked out', () => {
    expect(verdict(grouped(GROUPS))).toBe('fresh');
  });

  test('the legacy dev-dependencies are a part of dev', () => {
    const groups = '[dependency-groups]\nall = ["idna>=3"]';
    expect(verdict(grouped(groups, '[tool.uv]\ndev-dependencies = ["idna>=3"]'))).toBe('fresh');
  });

  test('a changed requirement shows in every group that includes it', () => {
    expect(verdict(grouped(GROUPS.replace('>=3', '>=3.2')))).toMatchInlineSnapshot(`
      "stale
      requirement-changed: name="idna" section="dependency-groups.all" manifest=">=3.2" lock=">=3" @ pyproject.toml dependency-groups dev 0 <- uv.lock package 0 metadata requires-dev all 0
      requirement-changed: name="idna" section="dependency-groups.dev" manifest=">=3.2" lock=">=3" @ pyproject.toml dependency-groups dev 0 <- uv.lock package 0 metadata requires-dev dev 0"
    `);
  });

  test('a new group', () => {
    expect(verdict(grouped(`${GROUPS}\ndocs = []`))).toMatchInlineSnapshot(`
      "stale
      groups-changed: name="app" manifest=["all","dev","docs"] lock=["all","dev"] @ pyproject.toml dependency-groups <- uv.lock package 0 metadata requires-dev"
    `);
  });

  test('a Python requirement of a group narrows its requirements', () => {
    const settings = '[tool.uv.dependency-groups]\ndev = { requires-python = ">=3.12" }';
    expect(verdict(grouped(GROUPS, settings))).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="dependency-groups.dev.requires-python" manifest=">=3.12" lock="not set" @ pyproject.toml tool uv dependency-groups dev <- uv.lock package 0
      setting-changed: setting="dependency-groups.all.requires-python" manifest=">=3.12" lock="not set" @ pyproject.toml tool uv dependency-groups all <- uv.lock package 0
      requirement-changed: name="idna" section="dependency-groups.all" manifest=">=3 ; Python >=3.12" lock=">=3" @ pyproject.toml dependency-groups dev 0 <- uv.lock package 0 metadata requires-dev all 0
      requirement-changed: name="idna" section="dependency-groups.dev" manifest=">=3 ; Python >=3.12" lock=">=3" @ pyproject.toml dependency-groups dev 0 <- uv.lock package 0 metadata requires-dev dev 0"
    `);
  });

  test.each([
    [
      'a cycle',
      '[dependency-groups]\na = [{ include-group = "b" }]\nb = [{ include-group = "a" }]',
    ],
    ['a missing group', '[dependency-groups]\na = [{ include-group = "b" }]'],
    ['a foreign entry', '[dependency-groups]\na = [{ path = "x" }]'],
    ['two spellings of one name', '[dependency-groups]\na-b = []\nA_b = []'],
    ['settings for no group', '[tool.uv.dependency-groups]\na = { requires-python = ">=3" }'],
    ['an unknown default group', '[tool.uv]\ndefault-groups = ["a"]'],
  ])('%s is refused', (_, groups) => {
    expect(verdict(grouped(groups)).split('\n')[0]).toBe('refused');
  });
});
