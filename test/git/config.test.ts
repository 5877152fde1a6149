import { expect, test } from 'vitest';
import { parseConfig } from '../../src/git/config.ts';

test('every filter is turned off, whatever it is called', () => {
  const output = [
    'core.bare\nfalse',
    'filter.lfs.clean\ngit-lfs clean -- %f',
    'filter.lfs.process\ngit-lfs filter-process',
    'filter.a=b.c.required\ntrue',
    'init.defaultbranch\nstem',
    'filter.',
    '',
  ].join('\0');
  expect(parseConfig(output)).toEqual({
    defaultBranch: 'stem',
    withoutFilters: [
      ['filter.lfs.clean', ''],
      ['filter.lfs.process', ''],
      ['filter.lfs.required', 'false'],
      ['filter.a=b.c.clean', ''],
      ['filter.a=b.c.process', ''],
      ['filter.a=b.c.required', 'false'],
    ],
  });
});
