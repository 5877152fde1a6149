import { describe, expect, test } from 'vitest';
import { diffRows } from '../../src/locks/diff.ts';
import type { LockedPackage, LockModel } from '../../src/locks/types.ts';

const INDEX = { kind: 'registry', index: 'https://index.example/simple' } as const;

function item(name: string, version: string, more: Partial<LockedPackage> = {}): LockedPackage {
  const hashes = { [`${name}-${version}.tar.gz`]: 'sha256:aa' };
  return { name, version, source: INDEX, hashes, dependencies: [], at: { path: 'l' }, ...more };
}

function lock(direct: readonly string[], ...packages: readonly LockedPackage[]): LockModel {
  return { format: [1], packages, direct };
}

/** One line a row. */
function told(before: LockModel, after: LockModel): readonly string[] {
  return diffRows(before, after).map(
    ({ name, change, before: old, after: now, step, direct, via, risks }) =>
      [name, change, `${old}>${now}`, step, direct ? 'direct' : `via ${via}`, ...risks].join(' | '),
  );
}

describe('a row says', () => {
  const base = lock(['web'], item('web', '1.0', { dependencies: ['core'] }), item('core', '1.4.2'));

  test.each<[string, LockModel, string[]]>([
    ['nothing where nothing changed', base, []],
    [
      'major',
      lock(['web'], item('web', '2.0', { dependencies: ['core'] }), item('core', '1.4.2')),
      ['web | upgraded | 1.0>2.0 | major | direct'],
    ],
    [
      'minor, and what pulls it in',
      lock(['web'], item('web', '1.0', { dependencies: ['core'] }), item('core', '1.5')),
      ['core | upgraded | 1.4.2>1.5 | minor | via web'],
    ],
    [
      'patch',
      lock(['web'], item('web', '1.0', { dependencies: ['core'] }), item('core', '1.4.3')),
      ['core | upgraded | 1.4.2>1.4.3 | patch | via web'],
    ],
    [
      'that it goes back',
      lock(['web'], item('web', '1.0', { dependencies: ['core'] }), item('core', '1.4.1')),
      ['core | downgraded | 1.4.2>1.4.1 | patch | via web | goes back'],
    ],
    [
      'added and removed',
      lock(['web'], item('web', '1.0', { dependencies: ['new'] }), item('new', '3')),
      ['core | removed | 1.4.2> | none | via web', 'new | added | >3 | none | via web'],
    ],
    [
      'that it moved to git',
      lock(
        ['web'],
        item('web', '1.0', { source: { kind: 'git', location: 'https://git.example/web@abc' } }),
        item('core', '1.4.2'),
      ),
      [
        'web | same version | 1.0>1.0 | none | direct | comes from git: https://git.example/web@abc, before from https://index.example/simple',
      ],
    ],
    [
      'that a hash changed',
      lock(
        ['web'],
        item('web', '1.0', { hashes: { 'web-1.0.tar.gz': 'sha256:bb' } }),
        item('core', '1.4.2'),
      ),
      [
        'web | same version | 1.0>1.0 | none | direct | web-1.0.tar.gz has another hash, the version is the same',
      ],
    ],
    [
      'that hashes were lost on the way up',
      lock(['web'], item('web', '1.1', { hashes: {} }), item('core', '1.4.2')),
      ['web | upgraded | 1.0>1.1 | minor | direct | has no hashes any more'],
    ],
  ])('%s', (_, head, rows) => expect(told(base, head)).toEqual(rows));
});

test('risks come first, then what the manifest asks for, then the rest by name', () => {
  const before = lock(['d'], item('a', '1'), item('b', '2'), item('c', '1'), item('d', '1'));
  const after = lock(['d'], item('a', '2'), item('b', '1'), item('c', '2'), item('d', '2'));
  expect(diffRows(before, after).map(({ name }) => name)).toEqual(['b', 'd', 'a', 'c']);
});

test('the nearest direct dependency pulls a package in, also in a circle', () => {
  const chain = (version: string) =>
    lock(
      ['far', 'near'],
      item('far', '1', { dependencies: ['middle'] }),
      item('middle', '1', { dependencies: ['deep', 'far'] }),
      item('near', '1', { dependencies: ['deep'] }),
      item('deep', version),
    );
  expect(told(chain('1'), chain('2'))).toEqual(['deep | upgraded | 1>2 | major | via near']);
});

test('several versions side by side have a row each', () => {
  const before = lock([], item('numpy', '1.26'), item('numpy', '2.0'));
  const after = lock([], item('numpy', '1.26'), item('numpy', '2.1'), item('numpy', '2.2'));
  expect(told(before, after)).toEqual([
    'numpy | added | >2.1 | none | via ',
    'numpy | added | >2.2 | none | via ',
    'numpy | removed | 2.0> | none | via ',
  ]);
});
