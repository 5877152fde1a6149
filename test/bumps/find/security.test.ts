/** Security updates, case by case with the real uv against an index made for each. */
import { describe, expect, it } from 'vitest';
import { vulnerability } from '../../support/osv.ts';
import { type Case, release, TWO_DAYS, told } from '../told.ts';

const A = release('a 1.0');
const B = release('b 1.0');

describe('a security update', { timeout: 30_000 }, () => {
  it.each<[name: string, given: Case, expected: readonly string[]]>([
    [
      'takes the smallest step that leaves the vulnerability behind, of two packages the second',
      {
        before: [A, B],
        after: [release('b 1.1'), release('b 1.2'), release('b 1.3')],
        dependencies: ['a', 'b'],
        vulnerabilities: [vulnerability('GHSA-1 b <1.2 high: It leaks')],
      },
      [
        'lockkeeper/security: b 1.0 → 1.2',
        'uv.lock: b 1.0 → 1.2',
        'left b 1.0 → 1.3: its security update comes first',
      ],
    ],
    [
      'does not stop at a version that has another vulnerability',
      {
        before: [A],
        after: [release('a 1.1'), release('a 1.2')],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 a <1.1'), vulnerability('GHSA-2 a <1.2')],
      },
      ['lockkeeper/security: a 1.0 → 1.2', 'uv.lock: a 1.0 → 1.2'],
    ],
    [
      'waits for no cool-down, whatever else does',
      {
        before: [A, B],
        after: [release('a 1.1', { uploaded: TWO_DAYS }), release('b 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a', 'b'],
        vulnerabilities: [vulnerability('GHSA-1 a <1.1')],
      },
      [
        'lockkeeper/security: a 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1',
        'left b 1.0 → 1.1: it was released on 2026-11-22 and waits until 2026-11-25 (`bumps.min-release-age`)',
      ],
    ],
    [
      'is alone where it takes a new major version',
      {
        before: [A, B],
        after: [release('a 2.0'), release('b 1.1')],
        dependencies: ['a<2', 'b'],
        vulnerabilities: [vulnerability('GHSA-1 a <2.0'), vulnerability('GHSA-2 b <1.1')],
        scope: 'security',
      },
      [
        'lockkeeper/security: b 1.0 → 1.1',
        'uv.lock: b 1.0 → 1.1',
        'lockkeeper/security-a: a 1.0 → 2.0',
        'uv.lock: a 1.0 → 2.0',
      ],
    ],
    [
      'comes for what others pull in, too',
      {
        before: [release('a 1.0', { requires: ['t>=1'] }), release('t 1.0')],
        after: [release('t 1.1')],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 t <1.1')],
        scope: 'security',
      },
      ['lockkeeper/security: t 1.0 → 1.1', 'uv.lock: t 1.0 → 1.1'],
    ],
    [
      'takes along who keeps it back',
      {
        before: [release('a 1.0', { requires: ['t==1.0'] }), release('t 1.0')],
        after: [release('a 1.1', { requires: ['t==1.1'] }), release('t 1.1')],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 t <1.1')],
      },
      ['lockkeeper/security: t 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1, t 1.0 → 1.1'],
    ],
    [
      'comes before those that move along with it, whatever they are to become',
      {
        before: [release('a 1.0', { requires: ['t==1.0'] }), release('t 1.0'), B],
        after: [
          release('a 1.1', { requires: ['t==1.1'] }),
          release('t 1.1'),
          release('a 1.2', { requires: ['t==1.2'] }),
          release('t 1.2'),
          release('b 1.1'),
        ],
        dependencies: ['a', 'b'],
        vulnerabilities: [vulnerability('GHSA-1 t <1.1')],
      },
      [
        'lockkeeper/security: t 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1, t 1.0 → 1.1',
        'lockkeeper/weekly: b 1.0 → 1.1',
        'uv.lock: b 1.0 → 1.1',
        'left t 1.0 → 1.2: its security update comes first',
        'left a 1.0 → 1.2: it moves along with a security update first',
      ],
    ],
    [
      'that cannot be made keeps no ordinary update back',
      {
        before: [release('a 1.0', { requires: ['t!=1.1'] }), release('t 1.0'), B],
        after: [release('t 1.1'), release('t 1.2'), release('b 1.1')],
        dependencies: ['a', 'b'],
        vulnerabilities: [vulnerability('GHSA-1 t <1.1')],
      },
      [
        'lockkeeper/weekly: b 1.0 → 1.1, t 1.0 → 1.2',
        'uv.lock: b 1.0 → 1.1, t 1.0 → 1.2',
        'left t 1.0 → 1.1: uv.lock could not be made: uv could not lock',
        'obstacle: uv.lock could not be made: uv could not lock',
      ],
    ],
    [
      'that the project itself hides is no secret',
      {
        before: [A],
        after: [release('a 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 a <1.1')],
        scope: 'security',
        more: ({ url }) => ({
          'uv.toml': `exclude-newer = "2026-10-01"\n\n[[index]]\nurl = "${url}"\ndefault = true\n`,
        }),
      },
      [
        "left a 1.0 → 1.0: it has GHSA-1, and no release until the project's own `exclude-newer` (2026-10-01) is known to be without it",
      ],
    ],
    [
      'is not to be had where nothing is fixed',
      {
        before: [A],
        after: [release('a 1.1')],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 a <*')],
        scope: 'security',
      },
      ['left a 1.0 → 1.0: it has GHSA-1, and no release is known to be without it'],
    ],
    [
      'is not to be had where the fix is not out yet',
      {
        before: [A],
        after: [],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 a <1.1')],
      },
      ['left a 1.0 → 1.0: it has GHSA-1, and no release is known to be without it'],
    ],
    [
      'is ignored where that was said, with the reason',
      {
        before: [A],
        after: [release('a 1.1')],
        dependencies: ['a'],
        vulnerabilities: [vulnerability('GHSA-1 a <1.1')],
        bumps: { ignore: [{ package: 'a', reason: 'we do not parse XML' }] },
        scope: 'security',
      },
      ['left a 1.0 → 1.1: it is ignored: we do not parse XML'],
    ],
    [
      'is not looked for where that is switched off',
      {
        before: [A],
        after: [release('a 1.1')],
        dependencies: ['a'],
        vulnerabilities: 'down',
        bumps: { security: 'off' },
      },
      ['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1'],
    ],
    [
      'that is open is not proposed once more while nobody can be asked',
      {
        before: [A, B],
        after: [release('a 1.1'), release('b 1.1')],
        dependencies: ['a', 'b'],
        vulnerabilities: 'down',
        open: new Map([
          ['security', ['b']],
          ['weekly', ['a']],
        ]),
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1',
        'left b 1.0 → 1.1: its security update is open',
        'unknown: OSV is down',
      ],
    ],
    [
      'is unknown where nobody can be asked; the others come all the same',
      {
        before: [A],
        after: [release('a 1.1')],
        dependencies: ['a'],
        vulnerabilities: 'down',
      },
      ['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1', 'unknown: OSV is down'],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await told(given)).toEqual(expected);
  });
});
