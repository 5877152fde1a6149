import { describe, expect, it } from 'vitest';
import { compareModels } from '../../src/locks/changes.ts';
import type { LockedPackage, LockModel, PackageSource } from '../../src/locks/types.ts';

const INDEX: PackageSource = { kind: 'registry', index: 'https://index.example/simple' };

function locked(name: string, version: string, more: Partial<LockedPackage> = {}): LockedPackage {
  return {
    name,
    version,
    source: INDEX,
    hashes: { [`${name}-${version}.whl`]: `sha256:${name}` },
    dependencies: [],
    at: { path: 'uv.lock', key: ['package', 0] },
    ...more,
  };
}

function model(...packages: LockedPackage[]): LockModel {
  return { format: [1, 3], packages, direct: [] };
}

/** The changes in a word each, without places. */
function changes(base: LockModel, head: LockModel): readonly string[] {
  return compareModels(base, head, 'uv.lock').map(({ at: _, ...change }) =>
    Object.values(change).join(' '),
  );
}

describe('what changed between two locks', () => {
  const httpx = locked('httpx', '0.28');
  const idna = locked('idna', '3.10');
  const git: PackageSource = { kind: 'git', location: 'https://git.example/httpx#abc' };
  const mirror: PackageSource = { kind: 'registry', index: 'https://mirror.example/simple' };

  it.each<[string, LockModel, LockModel, string[]]>([
    ['nothing', model(httpx, idna), model(idna, httpx), []],
    ['added', model(httpx), model(httpx, idna), ['added idna 3.10']],
    ['removed', model(httpx, idna), model(httpx), ['removed idna 3.10']],
    [
      'upgraded',
      model(httpx, idna),
      model(httpx, locked('idna', '3.11')),
      ['upgraded idna 3.10 3.11'],
    ],
    ['downgraded', model(idna), model(locked('idna', '3.9')), ['downgraded idna 3.10 3.9']],
    [
      'a hash changed while the version stayed, the first package clean',
      model(httpx, idna),
      model(httpx, { ...idna, hashes: { 'idna-3.10.whl': 'sha256:other' } }),
      ['hash-changed idna 3.10 idna-3.10.whl'],
    ],
    [
      'another algorithm is no other hash',
      model(idna),
      model({ ...idna, hashes: { 'idna-3.10.whl': 'sha512:other' } }),
      [],
    ],
    [
      'a further artifact of the same version is ordinary',
      model(idna),
      model({ ...idna, hashes: { ...idna.hashes, 'idna-3.10.tar.gz': 'sha256:new' } }),
      [],
    ],
    ['hashes lost', model(idna), model({ ...idna, hashes: {} }), ['hashes-lost idna 3.10']],
    [
      'moved to another index',
      model(idna),
      model({ ...idna, source: mirror }),
      ['moved idna 3.10 https://index.example/simple https://mirror.example/simple'],
    ],
    [
      'moved to git, where there are no hashes to lose',
      model(httpx),
      model({ ...httpx, source: git, hashes: {} }),
      ['moved httpx 0.28 https://index.example/simple git: https://git.example/httpx#abc'],
    ],
    [
      'two versions side by side: only what differs is told',
      model(locked('numpy', '1.26'), locked('numpy', '2.0')),
      model(locked('numpy', '1.26'), locked('numpy', '2.1')),
      ['upgraded numpy 2.0 2.1'],
    ],
    [
      'a version split in two',
      model(locked('numpy', '2.0')),
      model(locked('numpy', '1.26'), locked('numpy', '2.1')),
      ['removed numpy 2.0', 'added numpy 1.26', 'added numpy 2.1'],
    ],
    [
      'an older format',
      model(httpx),
      { ...model(httpx), format: [1, 2] },
      ['format-regressed 1.3 1.2'],
    ],
    ['a newer format', model(httpx), { ...model(httpx), format: [1, 5] }, []],
    [
      'a package called __proto__',
      model(),
      model(locked('__proto__', '1', { hashes: JSON.parse('{"__proto__": "sha256:x"}') })),
      ['added __proto__ 1'],
    ],
  ])('%s', (_, base, head, expected) => expect(changes(base, head)).toEqual(expected));
});
