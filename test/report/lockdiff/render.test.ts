import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { LockDiff } from '../../../src/gates/lock-diff.ts';
import { toCheckRun } from '../../../src/report/check-run.ts';
import { lockDiffJsonSchema } from '../../../src/report/lockdiff/json-schema.ts';
import {
  renderDiffJson,
  renderDiffMarkdown,
  renderDiffText,
} from '../../../src/report/lockdiff/render.ts';
import { EVIL, report, verdict } from '../verdicts.ts';

const DIFFS: readonly LockDiff[] = [
  {
    lock: 'uv.lock',
    tool: 'uv',
    state: 'changed',
    packages: 3,
    rows: [
      {
        name: 'core',
        change: 'downgraded',
        before: '1.4',
        after: '1.3',
        step: 'minor',
        direct: false,
        via: 'web',
        risks: ['goes back'],
      },
      {
        name: 'web',
        change: 'upgraded',
        before: '1.0',
        after: '2.0',
        step: 'major',
        direct: true,
        via: '',
        risks: [],
      },
      {
        name: 'idna',
        change: 'added',
        before: '',
        after: '3.10',
        step: 'none',
        direct: false,
        via: '',
        risks: [],
      },
    ],
  },
  { lock: 'api/poetry.lock', tool: 'Poetry', state: 'new', packages: 12, rows: [] },
];

test('for a terminal', () => {
  expect(renderDiffText(DIFFS, { color: false })).toMatchInlineSnapshot(`
    "uv.lock  1 upgraded, 1 downgraded and 1 added
      core  1.4 → 1.3  downgraded (minor)  through web
          look: goes back
      web   1.0 → 2.0  major               direct
      idna  + 3.10     added               transitive

    api/poetry.lock  new, 12 packages
    "
  `);
});

test('as Markdown', () => {
  expect(renderDiffMarkdown(DIFFS)).toMatchInlineSnapshot(`
    "#### \`uv.lock\`: 1 upgraded, 1 downgraded and 1 added

    | Package | Version | Change | Why it is there | Look at |
    | --- | --- | --- | --- | --- |
    | \`core\` | \`1.4 → 1.3\` | downgraded (minor) | through web | goes back |
    | \`web\` | \`1.0 → 2.0\` | major | direct |  |
    | \`idna\` | \`+ 3.10\` | added | transitive |  |

    #### \`api/poetry.lock\`: new, 12 packages
    "
  `);
});

test('as JSON, as the schema says', () => {
  const value: unknown = JSON.parse(renderDiffJson(DIFFS));
  expect(new Ajv2020().compile(lockDiffJsonSchema())(value)).toBe(true);
});

test('nothing changed', () => {
  expect(renderDiffText([], { color: false })).toBe('No lock changed its packages.\n');
  expect(renderDiffMarkdown([])).toBe('No lock changed its packages.\n');
});

describe('in the check run', () => {
  test('it stands below what was found', () => {
    const { text } = toCheckRun(verdict({ gates: [report({ diffs: DIFFS })] }));
    expect(text).toContain('#### `uv.lock`: 1 upgraded, 1 downgraded and 1 added');
    expect(text).toContain('#### `api/poetry.lock`: new, 12 packages');
  });

  test('its last rows go when there is no room, and are counted', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ({
      name: `package-${String(index).padStart(4, '0')}`,
      change: 'upgraded' as const,
      before: '1.0',
      after: '2.0',
      step: 'major' as const,
      direct: false,
      via: '',
      risks: [],
    }));
    const diffs = [{ ...DIFFS[0], rows } as LockDiff];
    const { text } = toCheckRun(verdict({ gates: [report({ diffs })] }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(text).toContain('package-0000');
    expect(text).toMatch(/_[\d,]+ more packages not shown, for lack of room\._$/);
  });

  test('no name breaks out of its cell', () => {
    const row = { ...DIFFS[0]?.rows[0], name: EVIL, before: EVIL, via: EVIL, risks: [EVIL] };
    const diffs = [{ ...DIFFS[0], lock: EVIL, rows: [row] } as LockDiff];
    const { text } = toCheckRun(verdict({ gates: [report({ diffs })] }));
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    expect(table.map((line) => line.replaceAll('\\|', '').split('|').length)).toEqual([7, 7, 7]);
  });
});
