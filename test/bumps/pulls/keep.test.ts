import { describe, expect, it } from 'vitest';
import { decide, type KeepInput, type KeptBranch } from '../../../src/bumps/pulls/keep.ts';
import { markerOf } from '../../../src/bumps/pulls/marker.ts';
import type { MadeBump, Obstacle, Proposal } from '../../../src/bumps/types.ts';
import type { LockModel } from '../../../src/locks/types.ts';
import { candidate } from '../candidate.ts';
import { NOW } from '../support.ts';

const project = { kind: 'uv', lock: 'uv.lock', manifest: 'pyproject.toml', directory: '' } as const;

function made(group: string, to = '1.1', name = 'httpx'): MadeBump {
  return {
    group,
    branch: `lockkeeper/${group}`,
    moves: [candidate(`${name} 1.0 ${to}`)],
    changes: [{ path: 'uv.lock', before: 'old', after: `${name} ${to}` }],
    diffs: [],
    tool: { name: 'uv', version: '0.13.9', because: '' },
    notes: [],
  };
}

function open(bump: MadeBump, number: number, more: Partial<KeptBranch> = {}): KeptBranch {
  const body = markerOf(bump, 'uv.lock', NOW);
  const pull = { number, body };
  return { branch: bump.branch, head: 'head', parents: ['base'], isOurs: true, pull, ...more };
}

function locked(...packages: readonly (readonly [string, string])[]): LockModel {
  return {
    format: [1],
    direct: [],
    packages: packages.map(([name, version]) => ({
      name,
      version,
      source: { kind: 'registry', index: '' },
      hashes: {},
      dependencies: [],
      at: { path: 'uv.lock' },
    })),
  };
}

const EMPTY: Proposal = {
  project,
  bumps: [],
  left: [],
  obstacles: [],
  unknownAdvisories: 'none',
};

function decided(proposal: Partial<Proposal>, more: Partial<KeepInput>): readonly string[] {
  const actions = decide({
    proposal: { ...EMPTY, ...proposal },
    model: locked(['httpx', '1.0']),
    branches: [],
    base: 'base',
    openLimit: 3,
    opens: true,
    scope: 'all',
    ...more,
  });
  return actions.map((action) => {
    const branch = 'bump' in action ? action.bump.branch : action.branch;
    const because = 'because' in action ? `: ${action.because}` : '';
    const number = 'number' in action ? ` #${action.number}` : '';
    const head = action.kind === 'open' ? ` over ${action.head}` : '';
    return `${action.kind} ${branch}${number}${head}${because}`;
  });
}

const weekly = made('weekly');
const obstacle: Obstacle = {
  ...{ reason: 'the index is down', remedy: '', diagnosis: '' },
  cause: 'surroundings',
};

describe('the pull requests of a lock', () => {
  it.each<[name: string, given: readonly string[], expected: readonly string[]]>([
    ['a new one is opened', decided({ bumps: [weekly] }, {}), ['open lockkeeper/weekly over none']],
    [
      'also over a branch that a crash left behind',
      decided({ bumps: [weekly] }, { branches: [open(weekly, 1, { pull: 'none' })] }),
      ['open lockkeeper/weekly over head'],
    ],
    [
      'but never over the branch of somebody else',
      decided(
        { bumps: [weekly] },
        { branches: [open(weekly, 1, { pull: 'none', isOurs: false })] },
      ),
      ['leave lockkeeper/weekly: the branch is there already, with a commit of somebody else'],
    ],
    [
      'nor over that of another lock',
      decided(
        { bumps: [weekly], project: { ...project, lock: 'poetry.lock' } },
        { branches: [open(weekly, 1)] },
      ),
      ['leave lockkeeper/weekly: #1, about uv.lock, has the same branch'],
    ],
    [
      'one whose branch is called otherwise now goes on there',
      decided(
        { bumps: [{ ...weekly, branch: 'lockkeeper/uv-lock-weekly' }] },
        { branches: [open(weekly, 1)] },
      ),
      [
        'open lockkeeper/uv-lock-weekly over none',
        'close lockkeeper/weekly #1: it goes on in lockkeeper/uv-lock-weekly',
      ],
    ],
    [
      'but only once it is there: not while none is opened',
      decided(
        { bumps: [{ ...weekly, branch: 'lockkeeper/uv-lock-weekly' }] },
        { branches: [open(weekly, 1)], opens: false },
      ),
      [
        'leave lockkeeper/weekly: it goes on in lockkeeper/uv-lock-weekly as soon as that is opened',
      ],
    ],
    [
      'and it takes the room of the old one',
      decided(
        { bumps: [{ ...weekly, branch: 'lockkeeper/uv-lock-weekly' }] },
        { branches: [open(weekly, 1)], openLimit: 1 },
      ),
      [
        'open lockkeeper/uv-lock-weekly over none',
        'close lockkeeper/weekly #1: it goes on in lockkeeper/uv-lock-weekly',
      ],
    ],
    [
      'one that is right stays',
      decided({ bumps: [weekly] }, { branches: [open(weekly, 1)] }),
      ['leave lockkeeper/weekly: #1 is as it has to be'],
    ],
    [
      'one on an old base is made again',
      decided({ bumps: [weekly] }, { branches: [open(weekly, 1, { parents: ['older'] })] }),
      ['update lockkeeper/weekly #1'],
    ],
    [
      'so is one whose plan is another',
      decided({ bumps: [made('weekly', '1.2')] }, { branches: [open(weekly, 1)] }),
      ['update lockkeeper/weekly #1'],
    ],
    [
      'one that somebody has pushed to is theirs, on whatever base',
      decided(
        { bumps: [weekly] },
        { branches: [open(weekly, 1, { parents: ['older'], isOurs: false })] },
      ),
      ['leave lockkeeper/weekly: somebody has pushed to #1, which is theirs now'],
    ],
    [
      'one that is done is closed',
      decided({}, { branches: [open(weekly, 1)], model: locked(['httpx', '1.1']) }),
      ['close lockkeeper/weekly #1: everything in it is on the base branch already'],
    ],
    [
      'so is one whose package left',
      decided({}, { branches: [open(weekly, 1)], model: locked(['attrs', '1.0']) }),
      ['close lockkeeper/weekly #1: its packages are not locked here any more'],
    ],
    [
      'and one whose lock left',
      decided({}, { branches: [open(weekly, 1)], model: undefined }),
      ['close lockkeeper/weekly #1: what it was about is not there any more'],
    ],
    [
      'one that is ignored now is closed, with the reason',
      decided(
        { left: [{ name: 'httpx', from: '1.0', to: '1.1', because: 'it is ignored: slow' }] },
        { branches: [open(weekly, 1)] },
      ),
      ['close lockkeeper/weekly #1: httpx is left: it is ignored: slow'],
    ],
    [
      'nothing is closed while the index is down',
      decided({ obstacles: [obstacle] }, { branches: [open(weekly, 1)] }),
      ['leave lockkeeper/weekly: nobody knows whether #1 still holds'],
    ],
    [
      'no more are opened than may be open, of two the first',
      decided({ bumps: [weekly, made('web')] }, { openLimit: 1 }),
      [
        'open lockkeeper/weekly over none',
        'leave lockkeeper/web: as many are open as may be (`bumps.open-limit`: 1)',
      ],
    ],
    [
      'security updates and what was split off are not counted',
      decided(
        { bumps: [made('security'), made('only-idna'), made('web')] },
        { openLimit: 1, branches: [open(made('security-flask'), 1)], model: undefined },
      ),
      [
        'open lockkeeper/security over none',
        'open lockkeeper/only-idna over none',
        'open lockkeeper/web over none',
        'close lockkeeper/security-flask #1: what it was about is not there any more',
      ],
    ],
    [
      'a look for security updates leaves the others alone',
      decided(
        { bumps: [made('security')] },
        { scope: 'security', branches: [open(weekly, 1), open(made('security-flask'), 2)] },
      ),
      [
        'open lockkeeper/security over none',
        'close lockkeeper/security-flask #2: nothing of it is proposed any more',
      ],
    ],
    [
      'a security update loses nothing while nobody knows what is vulnerable',
      decided(
        { bumps: [made('security', '1.1', 'attrs')], unknownAdvisories: 'OSV is down' },
        { scope: 'security', branches: [open(made('security'), 2)] },
      ),
      ['leave lockkeeper/security: nobody knows whether #2 still holds'],
    ],
    [
      'what is decided is closed, whatever else is not known',
      decided(
        {
          left: [{ name: 'httpx', from: '1.0', to: '1.1', because: 'it is ignored: slow' }],
          obstacles: [obstacle],
        },
        { branches: [open(weekly, 1)] },
      ),
      ['close lockkeeper/weekly #1: httpx is left: it is ignored: slow'],
    ],
    [
      'no security update is closed while nobody knows what is vulnerable',
      decided(
        { unknownAdvisories: 'OSV is down' },
        { branches: [open(weekly, 1), open(made('security'), 2)] },
      ),
      [
        'close lockkeeper/weekly #1: nothing of it is proposed any more',
        'leave lockkeeper/security: nobody knows whether #2 still holds',
      ],
    ],
    [
      'where they are only kept, none is opened',
      decided({ bumps: [weekly] }, { opens: false }),
      [],
    ],
    [
      "another lock's are not touched",
      decided(
        {},
        {
          branches: [
            open(weekly, 1, {
              branch: 'lockkeeper/api-weekly',
              pull: { number: 1, body: markerOf(weekly, 'api/uv.lock', NOW) },
            }),
          ],
        },
      ),
      [],
    ],
  ])('%s', (_, given, expected) => {
    expect(given).toEqual(expected);
  });
});
