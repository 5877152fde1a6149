import { describe, expect, it } from 'vitest';
import type { BumpsConfiguration } from '../../../src/config/bumps.ts';
import { candidate } from '../candidate.ts';
import { planned } from './planned.ts';

const ignore = (rule: Partial<BumpsConfiguration['ignore'][number]>) => [
  { package: 'django', reason: 'we wait for the LTS', ...rule },
];

describe('a plan', () => {
  it.each<[name: string, given: readonly string[], expected: readonly string[]]>([
    [
      'takes small updates together',
      planned([candidate('httpx 0.27 0.28'), candidate('idna 3.7.0 3.7.1')]),
      ['lockkeeper/weekly: httpx 0.28, idna 3.7.1'],
    ],
    [
      'takes a major update alone, the longest waiting first',
      planned([
        candidate('idna 3.7.0 3.7.1'),
        candidate('attrs 1.0 2.0', { uploaded: '2026-09-02T00:00:00.000Z' }),
        candidate('httpx 1.0 2.0', { uploaded: '2026-09-01T00:00:00.000Z' }),
      ]),
      [
        'lockkeeper/weekly: idna 3.7.1',
        'lockkeeper/major-httpx: httpx 2.0',
        'left attrs 2.0: one major update is proposed at a time',
      ],
    ],
    [
      'stays with the major update that is open',
      planned(
        [
          candidate('attrs 1.0 2.0', { uploaded: '2026-09-02T00:00:00.000Z' }),
          candidate('httpx 1.0 2.0', { uploaded: '2026-09-01T00:00:00.000Z' }),
        ],
        {},
        { open: new Set(['major-attrs']) },
      ),
      [
        'lockkeeper/major-attrs: attrs 2.0',
        'left httpx 2.0: one major update is proposed at a time',
      ],
    ],
    [
      'moves no more than it may: who has waited longest, then who is asked for',
      planned(
        [
          candidate('young 1.0 1.1', { uploaded: '2026-11-01T00:00:00.000Z' }),
          candidate('pulled 1.0 1.1', { direct: false }),
          candidate('asked 1.0 1.1'),
          candidate('oldest 1.0 1.1', { uploaded: '2026-01-01T00:00:00.000Z' }),
        ],
        { 'max-packages': 2 },
      ),
      [
        'lockkeeper/weekly: asked 1.1, oldest 1.1',
        'left pulled 1.1: others have waited longer, and 2 move at a time (`bumps.max-packages`)',
        'left young 1.1: others have waited longer, and 2 move at a time (`bumps.max-packages`)',
      ],
    ],
    [
      'gives groups a pull request of their own, whatever their size',
      planned(
        [
          candidate('django 5.0 5.1'),
          candidate('django-filter 1.0 1.1'),
          candidate('idna 3.7 3.8'),
        ],
        { groups: { web: ['django*'] }, 'max-packages': 1 },
      ),
      ['lockkeeper/weekly: idna 3.8', 'lockkeeper/web: django 5.1, django-filter 1.1'],
    ],
    [
      'leaves what is ignored, and says why',
      planned([candidate('django 5.0 5.1'), candidate('idna 3.7 3.8')], { ignore: ignore({}) }),
      ['lockkeeper/weekly: idna 3.8', 'left django 5.1: it is ignored: we wait for the LTS'],
    ],
    [
      'until the day that was said, and that day included',
      planned([candidate('django 5.0 5.1')], { ignore: ignore({ until: '2026-11-24' }) }),
      ['left django 5.1: it is ignored: we wait for the LTS (until 2026-11-24)'],
    ],
    [
      'and not a day longer',
      planned([candidate('django 5.0 5.1')], { ignore: ignore({ until: '2026-11-23' }) }),
      ['lockkeeper/weekly: django 5.1'],
    ],
    [
      'ignores only the versions that were said',
      planned([candidate('django 5.0 5.1')], { ignore: ignore({ versions: '>=6' }) }),
      ['lockkeeper/weekly: django 5.1'],
    ],
    [
      'keeps to the steps that a package may take',
      planned([candidate('boto3 1.0.0 1.1.0'), candidate('idna 3.7 3.8')], {
        packages: [{ package: 'boto*', steps: 'patch' }],
      }),
      [
        'lockkeeper/weekly: idna 3.8',
        'left boto3 1.1.0: `bumps.packages` allows patch updates of it only',
      ],
    ],
    [
      'waits longer for a package where that is asked for',
      planned([candidate('boto3 1.0.0 1.0.1', { uploaded: '2026-11-14T00:00:00.000Z' })], {
        packages: [{ package: 'boto3', 'min-release-age': 14 }],
      }),
      [
        'left boto3 1.0.1: it was released on 2026-11-14 and waits until 2026-11-28 (`bumps.min-release-age`)',
      ],
    ],
    [
      'leaves manifests alone where it must',
      planned([candidate('idna 3.7 3.8', { inRange: false })], { manifest: 'lock-only' }),
      ['left idna 3.8: its constraint keeps it out, and `bumps.manifest` is `lock-only`'],
    ],
    [
      'does not propose again what was closed',
      planned(
        [candidate('idna 3.7 3.8'), candidate('attrs 1.0 1.1')],
        {},
        {
          closed: [
            { how: 'declined', group: 'weekly', number: 7, moves: [{ name: 'idna', to: '3.8' }] },
          ],
        },
      ),
      [
        'lockkeeper/weekly: attrs 1.1',
        'left idna 3.8: #7, which proposed it, was closed without being merged',
      ],
    ],
    [
      'but does propose what is newer',
      planned(
        [candidate('idna 3.7 3.9')],
        {},
        {
          closed: [
            { how: 'declined', group: 'weekly', number: 7, moves: [{ name: 'idna', to: '3.8' }] },
          ],
        },
      ),
      ['lockkeeper/weekly: idna 3.9'],
    ],
    [
      'a closed major update covers that whole major version',
      planned(
        [candidate('httpx 1.0 2.3')],
        {},
        {
          closed: [
            {
              how: 'declined',
              group: 'major-httpx',
              number: 8,
              moves: [{ name: 'httpx', to: '2.0' }],
            },
          ],
        },
      ),
      ['left httpx 2.3: #8, which proposed it, was closed without being merged'],
    ],
    [
      'keeps what only development needs apart, where that is asked for',
      planned(
        [
          candidate('httpx 0.27 0.28'),
          candidate('pytest 8.0 8.1', { dependencyGroups: ['dev'] }),
          candidate('iniconfig 2.0 2.1', { dependencyGroups: ['dev'], via: 'pytest' }),
          candidate('sphinx 8.0 8.1', { dependencyGroups: ['docs'] }),
        ],
        { groups: { development: ['group:dev', 'ruff'] } },
      ),
      [
        'lockkeeper/weekly: httpx 0.28, sphinx 8.1',
        'lockkeeper/development: iniconfig 2.1, pytest 8.1',
      ],
    ],
    ['is empty where nothing moves', planned([]), []],
  ])('%s', (_, given, expected) => {
    expect(given).toEqual(expected);
  });

  it('does not depend on the order of what is found', () => {
    const all = [candidate('b 1.0 1.1'), candidate('a 1.0 1.1'), candidate('c 1.0 2.0')];
    expect(planned([...all].reverse())).toEqual(planned(all));
  });
});
