import { expect, test } from 'vitest';
import type { LockedPackage, LockModel } from '../../src/locks/types.ts';
import { evadedBuilds } from '../../src/relock/evaded-builds.ts';

/** `daphne 4.2 > autobahn`: a package and what it needs; `sdist ` before it, or `own `. */
function lock(...lines: readonly string[]): LockModel {
  const packages = lines.map((line): LockedPackage => {
    const [, kind = '', name = '', version = '', needs = ''] =
      /^(sdist |own )?(\S+) (\S+)(?: > (.*))?$/.exec(line) ?? [];
    return {
      ...{ name, version, dependencies: needs.split(' ').filter((one) => one !== '') },
      source: kind === 'own ' ? { kind: 'path', location: '.' } : { kind: 'registry', index: '' },
      hashes: { [`${name}-${version}${kind === 'sdist ' ? '.tar.gz' : '-py3-none-any.whl'}`]: '' },
      at: { path: 'uv.lock' },
    };
  });
  return { format: [1], direct: [], packages };
}

const OLD = ['own demo 1 > daphne six', 'six 1', 'daphne 4 > autobahn', 'autobahn 25 > ubjson'];
const BEFORE = lock(...OLD, 'sdist ubjson 1');

test.each<[name: string, after: LockModel, moved: readonly string[], evaded: readonly string[]]>([
  ['nothing where all stay', BEFORE, ['six'], []],
  [
    'what goes with an older release of who needs it',
    lock('own demo 1 > daphne six', 'six 2', 'daphne 4 > autobahn', 'autobahn 24'),
    ['six'],
    ['ubjson'],
  ],
  [
    'what is asked for by the project itself, in another release',
    lock('own demo 1 > daphne six', 'six 2', 'daphne 3'),
    ['six'],
    ['ubjson'],
  ],
  ['nothing that nobody asks for any more', lock('own demo 1 > six', 'six 1'), [], []],
  [
    'nothing that a package does not need any more, which was to be moved',
    lock('own demo 1 > daphne six', 'six 1', 'daphne 4 > autobahn', 'autobahn 26'),
    ['autobahn'],
    [],
  ],
  ['nothing that was to be moved itself', lock(...OLD, 'ubjson 2'), ['ubjson'], []],
])('gives %s', (_, after, moved, evaded) => {
  expect(evadedBuilds(BEFORE, after, new Set(moved))).toEqual(evaded);
});

test('ends where packages need each other', () => {
  const before = lock('own demo 1 > a', 'a 1 > b', 'b 1 > a s', 'sdist s 1');
  expect(evadedBuilds(before, lock('own demo 1'), new Set())).toEqual([]);
  expect(evadedBuilds(before, lock('own demo 1 > a', 'a 0'), new Set())).toEqual(['s']);
});
