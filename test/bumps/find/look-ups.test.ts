/** What the indexes are asked, with the real uv: one name must not stand in the way of the others. */
import { describe, expect, it } from 'vitest';
import { type Case, release, told } from '../told.ts';

const WINDOWS = { tag: 'py3-none-win_amd64' };

describe('the others are looked up where one', { timeout: 30_000 }, () => {
  it.each<[name: string, given: Case, expected: readonly string[]]>([
    [
      'runs on newer Pythons alone',
      {
        before: [
          release('a 1.0'),
          release('n 1.0', { requiresPython: '>=3.12' }),
          release('z 1.0'),
        ],
        after: [release('a 1.1'), release('n 1.1', { requiresPython: '>=3.12' }), release('z 2.0')],
        dependencies: ['a==1.0', "n; python_version>='3.12'", 'z<2'],
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.1, n 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1, n 1.0 → 1.1',
        'lockkeeper/major-z: z 1.0 → 2.0',
        'uv.lock: z 1.0 → 2.0',
      ],
    ],
    [
      'is for Windows alone',
      {
        before: [release('a 1.0'), release('w 1.0', WINDOWS), release('z 1.0')],
        after: [release('a 1.1'), release('w 1.1', WINDOWS), release('z 2.0')],
        dependencies: ['a', "w; sys_platform == 'win32'", 'z<2'],
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.1, w 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1, w 1.0 → 1.1',
        'lockkeeper/major-z: z 1.0 → 2.0',
        'uv.lock: z 1.0 → 2.0',
      ],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await told(given)).toEqual(expected);
  });
});
