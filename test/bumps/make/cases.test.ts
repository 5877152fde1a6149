/** What decides over a bump, case by case, with the real uv against an index made for each. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/relock/engine.ts';
import { startIndex } from '../../index/server.ts';
import { createBench } from '../../relock/projects.ts';
import { proposals, story } from '../support.ts';
import { type Case, manifest, release, TWO_DAYS, told } from '../told.ts';

describe('a bump', { timeout: 30_000 }, () => {
  it.each<[name: string, given: Case, expected: readonly string[]]>([
    [
      'takes a major version alone, and what is below it with the others',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.5'), release('a 2.0'), release('b 1.1')],
        dependencies: ['a', 'b'],
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.5, b 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.5, b 1.0 → 1.1',
        'lockkeeper/major-a: a 1.0 → 2.0',
        'uv.lock: a 1.0 → 2.0',
      ],
    ],
    [
      'leaves the clean package of two alone',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('b 1.1')],
        dependencies: ['a', 'b'],
      },
      ['lockkeeper/weekly: b 1.0 → 1.1', 'uv.lock: b 1.0 → 1.1'],
    ],
    [
      'respects the Python of the project',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.1', { requiresPython: '>=3.13' }), release('b 1.1')],
        dependencies: ['a==1.0', 'b'],
      },
      ['lockkeeper/weekly: b 1.0 → 1.1', 'uv.lock: b 1.0 → 1.1'],
    ],
    [
      'moves nothing forwards for which another goes back',
      {
        before: [release('a 1.0'), release('b 1.0'), release('c 1.0'), release('c 1.1')],
        after: [release('a 1.1'), release('b 1.1', { requires: ['c<1.1'] })],
        dependencies: ['a', 'b==1.0', 'c'],
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1',
        'left b 1.0 → 1.1: c would go back to 1.0',
        'obstacle: c would go back to 1.0',
      ],
    ],
    [
      'takes nothing that was taken back, and no pre-release',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.1', { yanked: 'broken' }), release('b 1.1rc1')],
        dependencies: ['a==1.0', 'b'],
      },
      [],
    ],
    [
      'waits for what is too young, and says until when',
      {
        before: [release('a 1.0')],
        after: [release('a 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a'],
      },
      [
        'left a 1.0 → 1.1: it was released on 2026-11-22 and waits until 2026-11-25 (`bumps.min-release-age`)',
      ],
    ],
    [
      'takes it where there is no cool-down',
      {
        before: [release('a 1.0')],
        after: [release('a 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a'],
        bumps: { 'min-release-age': 0 },
      },
      ['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1'],
    ],
    [
      'lets nobody pull in what is too young',
      {
        before: [release('a 1.0', { requires: ['t>=1'] }), release('t 1.0')],
        after: [
          release('a 1.1', { requires: ['t>=1.1'] }),
          release('t 1.1', { uploaded: TWO_DAYS }),
        ],
        dependencies: ['a'],
      },
      [],
    ],
    [
      'takes along what has to move together',
      {
        before: [release('a 1.0', { requires: ['t>=1'] }), release('t 1.0')],
        after: [release('a 1.1', { requires: ['t>=1.1'] }), release('t 1.1')],
        dependencies: ['a'],
        bumps: { 'max-packages': 1 },
      },
      ['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1, t 1.0 → 1.1'],
    ],
    [
      'is made of those that can be locked; the others are told with the reason',
      {
        before: [release('a 1.0'), release('b 1.0'), release('c 1.0')],
        after: [release('a 1.1', { requires: ['c>=2'] }), release('b 1.1'), release('c 2.0')],
        dependencies: ['a==1.0', 'b', 'c<2'],
      },
      [
        'lockkeeper/weekly: b 1.0 → 1.1',
        'uv.lock: b 1.0 → 1.1',
        'lockkeeper/major-c: c 1.0 → 2.0',
        'uv.lock: c 1.0 → 2.0',
        'left a 1.0 → 1.1: uv.lock could not be made: uv could not lock',
        'obstacle: uv.lock could not be made: uv could not lock',
      ],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await told(given)).toEqual(expected);
  });

  it('is filled with those whose turn it is next, where the first cannot be locked', async () => {
    const lines = await told({
      before: [release('a 1.0'), release('b 1.0'), release('c 1.0')],
      // It has waited longest, and wants what nobody offers.
      after: [
        release('a 1.1', { requires: ['nowhere'], uploaded: '2025-01-01T00:00:00Z' }),
        release('b 1.1'),
        release('c 1.1'),
      ],
      dependencies: ['a==1.0', 'b', 'c'],
      bumps: { 'max-packages': 1 },
    });
    expect(lines).toEqual([
      'lockkeeper/weekly: b 1.0 → 1.1',
      'uv.lock: b 1.0 → 1.1',
      'left c 1.0 → 1.1: others have waited longer, and 1 move at a time (`bumps.max-packages`)',
      'left a 1.0 → 1.1: uv.lock could not be made: uv could not lock',
      'obstacle: uv.lock could not be made: uv could not lock',
    ]);
  });

  it('has the next major update where the first cannot be locked', async () => {
    const lines = await told({
      before: [release('a 1.0'), release('b 1.0')],
      after: [
        release('a 2.0', { requires: ['nowhere'], uploaded: '2025-01-01T00:00:00Z' }),
        release('b 2.0'),
      ],
      dependencies: ['a<2', 'b<2'],
    });
    expect(lines.slice(0, 3)).toEqual([
      'lockkeeper/major-b: b 1.0 → 2.0',
      'uv.lock: b 1.0 → 2.0',
      'left a 1.0 → 2.0: uv.lock could not be made: uv could not lock',
    ]);
  });

  it('is given up where the tool cannot work, whatever it is asked', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const given: Case = {
      before: names.map((name) => release(`${name} 1.0`)),
      after: [],
      dependencies: names,
    };
    const index = await startIndex(given.before);
    const bench = createBench(index);
    const { files } = await bench.relock(
      'uv',
      { 'pyproject.toml': manifest(index, given) },
      'none',
    );
    for (const name of names) index.publish(release(`${name} 1.1`));
    const asked = new Set<string>();
    const relock: Engine['relock'] = async (request, key) => {
      const { draft, upgrades } = request;
      if (draft || typeof upgrades === 'string') return bench.engine.relock(request, key);
      asked.add(upgrades.map(({ name }) => name).join(''));
      const why = { reason: 'uv was stopped after 600 s', remedy: '', diagnosis: '' };
      return { kind: 'failed', tool: 'uv', cause: 'surroundings', ...why };
    };
    const [first] = await proposals({ ...bench, engine: { ...bench.engine, relock } }, files);
    bench.close();
    await index.close();
    expect([...asked]).toEqual(['abcde', 'a', 'b', 'c']);
    expect(first && story(first)).toEqual([
      ...names.map(
        (name) => `left ${name} 1.0 → 1.1: uv.lock could not be made: uv was stopped after 600 s`,
      ),
      'obstacle: uv.lock could not be made: uv was stopped after 600 s',
    ]);
  });

  it('does not take along who is ignored', async () => {
    const lines = await told({
      before: [release('a 1.0', { requires: ['t==1.0'] }), release('t 1.0'), release('b 1.0')],
      after: [release('a 1.1', { requires: ['t==1.1'] }), release('t 1.1'), release('b 1.1')],
      dependencies: ['a', 'b'],
      bumps: { ignore: [{ package: 't', reason: 'it is slow' }] },
    });
    expect(lines.slice(0, 2)).toEqual(['lockkeeper/weekly: b 1.0 → 1.1', 'uv.lock: b 1.0 → 1.1']);
    expect(lines).toContain(
      'left a 1.0 → 1.1: t 1.1 would come along, and it is ignored: it is slow',
    );
  });

  it('brings what is exported from the lock along', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a'],
      more: () => ({
        'requirements.txt':
          '# This file was autogenerated by uv via the following command:\n#    uv export --no-hashes -o requirements.txt\na==1.0\n    # via demo\n',
      }),
    };
    let exported = '';
    const lines = await told(given, (files) => {
      exported = files['requirements.txt'] ?? '';
    });
    expect(lines[0]).toBe('lockkeeper/weekly: a 1.0 → 1.1');
    expect(exported).toContain('a==1.1');
  });

  it('is not kept back by another lock that nobody can make', async () => {
    const lines = await told({
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a'],
      more: () => ({
        'old/pyproject.toml':
          '[project]\nname = "old"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["nowhere"]\n',
        'old/uv.lock':
          'version = 1\nrequires-python = ">=3.11"\n\n[[package]]\nname = "old"\nversion = "1"\nsource = { virtual = "." }\n',
      }),
    });
    const [obstacle, ...others] = lines;
    expect(obstacle).toMatch(/^obstacle: old\/uv\.lock is not in step: /);
    expect(others).toEqual(['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1']);
  });

  it('raises the lower bound where that is asked for', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a>=1'],
      bumps: { manifest: 'raise' },
    };
    let text = '';
    await told(given, (files) => {
      text = files['pyproject.toml'] ?? '';
    });
    expect(text).toContain('"a>=1.1"');
  });

  it('is not made on a lock that is out of step', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a'],
    };
    const index = await startIndex([...given.before, ...given.after]);
    const bench = createBench(index);
    const { files } = await bench.relock(
      'uv',
      { 'pyproject.toml': manifest(index, given) },
      'none',
    );
    const edited = {
      ...files,
      'pyproject.toml': manifest(index, { ...given, dependencies: ['a>=1.1'] }),
    };
    const [first] = await proposals(bench, edited);
    bench.close();
    await index.close();
    expect(first && story(first)).toEqual([
      'obstacle: uv.lock is not in step: `a`: pyproject.toml says `>=1.1`, uv.lock was made for `(any)`',
    ]);
  });
});
