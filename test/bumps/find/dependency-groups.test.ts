import { describe, expect, it } from 'vitest';
import { developmentGroups, groupsOf } from '../../../src/bumps/find/dependency-groups.ts';
import type { TomlPath } from '../../../src/gates/types.ts';
import type { LockedPackage } from '../../../src/locks/types.ts';

describe('an entry of a manifest is for', () => {
  it.each<[key: TomlPath, groups: readonly string[]]>([
    [['project', 'dependencies', 0], []],
    [['project', 'optional-dependencies', 'dev', 0], []],
    [['dependency-groups', 'docs', 1], ['docs']],
    [['tool', 'uv', 'dev-dependencies', 0], ['dev']],
    [['tool', 'pdm', 'dev-dependencies', 'lint', 0], ['lint']],
    [['tool', 'poetry', 'dependencies', 'httpx'], []],
    [['tool', 'poetry', 'dev-dependencies', 'pytest'], ['dev']],
    [['tool', 'poetry', 'group', 'docs', 'dependencies', 'sphinx'], ['docs']],
    [['dependency-groups', 'main', 0], ['main']],
    [['packages', 'httpx'], []],
    [['dev-packages', 'pytest'], ['dev']],
  ])('%j: %j', (key, groups) => {
    expect(groupsOf(key)).toEqual(groups);
  });
});

/** `httpx > idna certifi`: a package and what it needs. */
function locked(...lines: readonly string[]): readonly LockedPackage[] {
  return lines.map((line) => {
    const [name = '', needs = ''] = line.split(' > ');
    const dependencies = needs.split(' ').filter((one) => one !== '');
    const source = { kind: 'registry', index: '' } as const;
    return { name, version: '1', source, hashes: {}, dependencies, at: { path: 'uv.lock' } };
  });
}

describe('a package belongs to a group', () => {
  it.each<[name: string, asked: readonly string[], packages: readonly string[], groups: object]>([
    [
      'with all that only it leads to; of two the clean one to none',
      ['httpx', 'pytest dev'],
      ['httpx > idna', 'idna', 'pytest > iniconfig', 'iniconfig'],
      { pytest: ['dev'], iniconfig: ['dev'] },
    ],
    [
      'unless production needs it as well, however deep',
      ['httpx', 'pytest dev'],
      ['httpx > anyio', 'anyio > idna', 'idna', 'pytest > idna'],
      { pytest: ['dev'] },
    ],
    ['and to both of two', ['ruff dev', 'ruff lint'], ['ruff'], { ruff: ['dev', 'lint'] }],
    ['also in circles', ['a dev'], ['a > b', 'b > a'], { a: ['dev'], b: ['dev'] }],
  ])('%s', (_, asked, packages, groups) => {
    const entries = asked.map((line) => {
      const [name = '', ...dependencyGroups] = line.split(' ');
      return { name, dependencyGroups };
    });
    expect(
      Object.fromEntries(developmentGroups(entries, { packages: locked(...packages) })),
    ).toEqual(groups);
  });
});
