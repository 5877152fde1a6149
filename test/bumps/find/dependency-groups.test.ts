import { describe, expect, it } from 'vitest';
import { groupOf, soleGroups } from '../../../src/bumps/find/dependency-groups.ts';
import type { TomlPath } from '../../../src/gates/types.ts';
import type { LockedPackage } from '../../../src/locks/types.ts';

describe('an entry of a manifest is for', () => {
  it.each<[key: TomlPath, group: string]>([
    [['project', 'dependencies', 0], 'main'],
    [['project', 'optional-dependencies', 'dev', 0], 'main'],
    [['dependency-groups', 'docs', 1], 'docs'],
    [['tool', 'uv', 'dev-dependencies', 0], 'dev'],
    [['tool', 'pdm', 'dev-dependencies', 'lint', 0], 'lint'],
    [['tool', 'poetry', 'dependencies', 'httpx'], 'main'],
    [['tool', 'poetry', 'dev-dependencies', 'pytest'], 'dev'],
    [['tool', 'poetry', 'group', 'docs', 'dependencies', 'sphinx'], 'docs'],
    [['packages', 'httpx'], 'main'],
    [['dev-packages', 'pytest'], 'dev'],
  ])('%j: %s', (key, group) => {
    expect(groupOf(key)).toBe(group);
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
      ['httpx main', 'pytest dev'],
      ['httpx > idna', 'idna', 'pytest > iniconfig', 'iniconfig'],
      { pytest: 'dev', iniconfig: 'dev' },
    ],
    [
      'unless production needs it as well, however deep',
      ['httpx main', 'pytest dev'],
      ['httpx > anyio', 'anyio > idna', 'idna', 'pytest > idna'],
      { pytest: 'dev' },
    ],
    ['unless two groups need it', ['ruff dev', 'ruff lint'], ['ruff'], {}],
    ['also in circles', ['a dev'], ['a > b', 'b > a'], { a: 'dev', b: 'dev' }],
  ])('%s', (_, asked, packages, groups) => {
    const entries = asked.map((line) => {
      const [name = '', dependencyGroup = ''] = line.split(' ');
      return { name, dependencyGroup };
    });
    expect(Object.fromEntries(soleGroups(entries, { packages: locked(...packages) }))).toEqual(
      groups,
    );
  });
});
