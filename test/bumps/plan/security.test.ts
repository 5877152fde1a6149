/** What a plan makes of known vulnerabilities, and of what somebody split. */
import { describe, expect, it } from 'vitest';
import { candidate } from '../candidate.ts';
import { planned } from './planned.ts';

const FIXES = [
  { id: 'GHSA-1', summary: 'It leaks', severity: 'high', url: 'https://osv.dev/GHSA-1' },
] as const;
const YESTERDAY = '2026-11-23T06:00:00.000Z';

describe('a plan', () => {
  it.each<[name: string, given: readonly string[], expected: readonly string[]]>([
    [
      'takes security updates first, however many and however young',
      planned(
        [
          candidate('idna 3.7 3.8'),
          candidate('jinja2 3.0 3.1', { fixes: FIXES, uploaded: YESTERDAY }),
          candidate('urllib3 1.26 2.0', { fixes: FIXES }),
          candidate('django 4.2 5.0', { fixes: FIXES }),
          candidate('flask 2.0 3.0'),
        ],
        { 'max-packages': 1 },
      ),
      [
        'lockkeeper/security: jinja2 3.1',
        'lockkeeper/security-django: django 5.0',
        'lockkeeper/security-urllib3: urllib3 2.0',
        'lockkeeper/weekly: idna 3.8',
        'lockkeeper/major-flask: flask 3.0',
      ],
    ],
    [
      'takes the security update of a package before its others',
      planned([candidate('idna 3.7 3.7.1', { fixes: FIXES }), candidate('idna 3.7 3.9')]),
      ['lockkeeper/security: idna 3.7.1', 'left idna 3.9: its security update comes first'],
    ],
    [
      'takes no security update that is ignored, nor one that was closed',
      planned(
        [
          candidate('django 4.2 4.3', { fixes: FIXES }),
          candidate('idna 3.7 3.8', { fixes: FIXES }),
        ],
        {
          ignore: [{ package: 'django', reason: 'we wait for the LTS' }],
          packages: [{ package: 'idna', steps: 'none' }],
        },
        {
          closed: [
            { how: 'declined', group: 'security', number: 7, moves: [{ name: 'idna', to: '3.8' }] },
          ],
        },
      ),
      [
        'left django 4.3: it is ignored: we wait for the LTS',
        'left idna 3.8: #7, which proposed it, was closed without being merged',
      ],
    ],
    [
      'takes a security update although an ordinary one was closed',
      planned(
        [candidate('idna 3.7 3.8', { fixes: FIXES })],
        {},
        {
          closed: [
            { how: 'declined', group: 'weekly', number: 7, moves: [{ name: 'idna', to: '3.9' }] },
          ],
        },
      ),
      ['lockkeeper/security: idna 3.8'],
    ],
    [
      'keeps security updates apart that were split',
      planned(
        [candidate('attrs 1.0 1.1', { fixes: FIXES }), candidate('idna 3.7 3.8', { fixes: FIXES })],
        {},
        {
          closed: [
            { how: 'split', group: 'security', number: 7, moves: [{ name: 'idna', to: '3.8' }] },
          ],
        },
      ),
      ['lockkeeper/security: attrs 1.1', 'lockkeeper/security-idna: idna 3.8'],
    ],
    [
      'keeps apart what was split, until it has come as far as it was to come',
      planned(
        [candidate('attrs 1.0 1.1'), candidate('idna 3.7 3.9'), candidate('httpx 0.27 0.28')],
        {},
        {
          closed: [
            {
              how: 'split',
              group: 'weekly',
              number: 7,
              moves: [
                { name: 'idna', to: '3.8' },
                { name: 'httpx', to: '0.27' },
              ],
            },
          ],
        },
      ),
      ['lockkeeper/weekly: attrs 1.1, httpx 0.28', 'lockkeeper/only-idna: idna 3.9'],
    ],
  ])('%s', (_, given, expected) => {
    expect(given).toEqual(expected);
  });
});
