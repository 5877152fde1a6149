/** The manifest that a tool is shown, so that it takes an exact version. */
import { describe, expect, it } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { admits } from '../../src/locks/poetry/constraints.ts';
import { declarationsOf } from '../../src/locks/poetry/declarations.ts';
import { pinnedManifest } from '../../src/relock/commands/pins.ts';
import { PROJECTS } from './projects.ts';

const SYNTAX = {
  declarations: declarationsOf,
  admits: (constraint: string, version: string) => admits(constraint, version) === true,
  added: () => [],
};

/** What becomes of a manifest for `alpha` 1.1. */
function pinned(text: string): string {
  const tree = treeOfTexts({ 'pyproject.toml': text, 'poetry.lock': '' });
  const upgrades = [{ name: 'alpha', version: '1.1' }] as const;
  return pinnedManifest({ project: PROJECTS.poetry, tree, upgrades }, SYNTAX);
}

describe('a pin in the place of', () => {
  it.each([
    ['a range', '"alpha>=1,<2"', '"alpha==1.1"'],
    ['a range in brackets', '"Alpha (>=1)"', '"Alpha ==1.1"'],
    ['nothing', '"alpha"', '"alpha==1.1"'],
    ['nothing, with extras', '"alpha[a, b]"', '"alpha[a, b]==1.1"'],
    [
      'a range before a marker',
      '\'alpha>=1 ; python_version < "3.12"\'',
      '\'alpha==1.1 ; python_version < "3.12"\'',
    ],
    [
      'a range before an escaped marker',
      '"alpha ; python_version < \\"3.12\\""',
      '"alpha ==1.1; python_version < \\"3.12\\""',
    ],
    ['a range that keeps it out, which stays', '"alpha<1"', '"alpha<1"'],
    [
      'a place, which stays',
      '"alpha @ https://index.example/a.whl"',
      '"alpha @ https://index.example/a.whl"',
    ],
  ])('%s', (_, requirement, expected) => {
    const manifest = (one: string) =>
      `[project]\ndependencies = [\n  "gamma>=1", # clean\n  ${one},\n]\n`;
    expect(pinned(manifest(requirement))).toBe(manifest(expected));
  });

  it.each([
    ['a caret', 'alpha = "^1.0"', 'alpha = "==1.1"'],
    ['a star', "alpha = '*'", "alpha = '==1.1'"],
    [
      'a table',
      'alpha = {version = "~1", extras = ["x"], optional = true}',
      'alpha = {version = "==1.1", extras = ["x"], optional = true}',
    ],
    [
      'a section',
      '[tool.poetry.dependencies.alpha]\nversion = "^1" # here',
      '[tool.poetry.dependencies.alpha]\nversion = "==1.1" # here',
    ],
    [
      'the one of several constraints that admits it',
      'alpha = [{version = "<1", python = "<3.9"}, {version = ">=1", python = ">=3.9"}]',
      'alpha = [{version = "<1", python = "<3.9"}, {version = "==1.1", python = ">=3.9"}]',
    ],
    [
      'a repository, which stays',
      'alpha = {git = "https://index.example/a.git", version = ">=1"}',
      'alpha = {git = "https://index.example/a.git", version = ">=1"}',
    ],
  ])("Poetry's own: %s", (_, line, expected) => {
    const manifest = (one: string) => `[tool.poetry.dependencies]\ngamma = "*"\n${one}\n`;
    expect(pinned(manifest(line))).toBe(manifest(expected));
  });

  it('all that ask for it, in groups too', () => {
    const manifest = (one: string) =>
      `[project]\ndependencies = ["alpha${one}"]\n\n[dependency-groups]\ndev = ["alpha${one}", "gamma"]\n`;
    expect(pinned(manifest('>=1'))).toBe(manifest('==1.1'));
  });
});
