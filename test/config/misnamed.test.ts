import { expect, test } from 'vitest';
import { misnamedConfigurations } from '../../src/config/misnamed.ts';
import { snapshot, type Texts } from '../support/snapshot.ts';

test.each<[string, Texts | 'none', Texts, string[]]>([
  ['the right name', {}, { '.github/lockkeeper.yml': '' }, []],
  ['another ending', {}, { '.github/lockkeeper.yaml': '' }, ['.github/lockkeeper.yaml head']],
  ['another folder', 'none', { 'lockkeeper.yml': '' }, ['lockkeeper.yml base']],
  [
    'one that was there before',
    { '.lockkeeper.yml': '' },
    { '.lockkeeper.yml': '' },
    ['.lockkeeper.yml base'],
  ],
  ['both: the right one decides', {}, { '.github/lockkeeper.yml': '', 'lockkeeper.yml': '' }, []],
])('a configuration with %s', (_, base, head, told) => {
  const problems = misnamedConfigurations(snapshot(base, head));
  expect(problems.map(({ path, state }) => `${path} ${state}`)).toEqual(told);
  for (const { message } of problems) {
    expect(message).toBe(
      'Nothing reads this file: the configuration is called .github/lockkeeper.yml. Rename it.',
    );
  }
});
