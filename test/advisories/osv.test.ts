import { describe, expect, it } from 'vitest';
import { exposure, type OsvRecord, osvRecord } from '../../src/advisories/osv.ts';

type Events = OsvRecord['affected'][number]['ranges'][number]['events'];

function record(events: Events, more: Partial<OsvRecord['affected'][number]> = {}): OsvRecord {
  return osvRecord.parse({
    id: 'GHSA-1',
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'PyPI', name: 'jinja2' },
        ranges: events.length === 0 ? [] : [{ type: 'ECOSYSTEM', events }],
        ...more,
      },
    ],
  });
}

/** `fixed >=3.1`, `not fixed`, `unaffected`. */
function said(one: OsvRecord, version: string, name = 'jinja2'): string {
  const found = exposure(one, name, version);
  return found.kind === 'fixed' ? `fixed ${found.bounds.join(',')}` : found.kind;
}

const TWO_LINES: Events = [
  { introduced: '0' },
  { fixed: '2.11.3' },
  { introduced: '3.0.0a1' },
  { fixed: '3.1.2' },
];

describe('a record of OSV', () => {
  it.each<[name: string, record: OsvRecord, version: string, expected: string]>([
    ['has nothing against what came after its fix', record(TWO_LINES), '3.1.2', 'unaffected'],
    ['names the fix of the own line', record(TWO_LINES), '2.10', 'fixed >=2.11.3'],
    ['names the fix of the next line, too', record(TWO_LINES), '3.0.1', 'fixed >=3.1.2'],
    ['is silent between two lines', record(TWO_LINES), '2.11.3', 'unaffected'],
    [
      'counts a pre-release of the fix as vulnerable',
      record(TWO_LINES),
      '3.1.2rc1',
      'fixed >=3.1.2',
    ],
    [
      'does not need its events in order',
      record([{ fixed: '3.1.2' }, { introduced: '3.0' }, { introduced: '0' }, { fixed: '2.11.3' }]),
      '3.0.1',
      'fixed >=3.1.2',
    ],
    [
      'has versions in order of PEP 440, not of their letters',
      record([{ introduced: '2.9' }, { fixed: '2.10' }]),
      '2.9.1',
      'fixed >=2.10',
    ],
    [
      'may only know the last bad version',
      record([{ introduced: '0' }, { last_affected: '2.11' }]),
      '2.11',
      'fixed >2.11',
    ],
    [
      'has nothing against what follows the last bad version',
      record([{ introduced: '0' }, { last_affected: '2.11' }]),
      '2.11.1',
      'unaffected',
    ],
    ['may know no fix', record([{ introduced: '1.0' }]), '2.0', 'not fixed'],
    ['begins somewhere', record([{ introduced: '1.0' }]), '0.9', 'unaffected'],
    ['may only list versions', record([], { versions: ['1.0', '1.1.0'] }), '1.1', 'not fixed'],
    ['lists what it means', record([], { versions: ['1.0', '1.1'] }), '1.2', 'unaffected'],
    [
      'ignores ranges of commits',
      record([], { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }),
      '1.0',
      'unaffected',
    ],
    [
      'was withdrawn',
      { ...record(TWO_LINES), withdrawn: '2026-02-01T00:00:00Z' },
      '2.10',
      'unaffected',
    ],
    ['says nothing about what is no version', record(TWO_LINES), 'main', 'unaffected'],
  ])('%s', (_, one, version, expected) => {
    expect(said(one, version)).toBe(expected);
  });

  it('is about packages of Python by their normalised name', () => {
    const one = record(TWO_LINES, { package: { ecosystem: 'PyPI', name: 'Jinja2' } });
    const other = record(TWO_LINES, { package: { ecosystem: 'npm', name: 'jinja2' } });
    expect([said(one, '2.10'), said(one, '2.10', 'flask'), said(other, '2.10')]).toEqual([
      'fixed >=2.11.3',
      'unaffected',
      'unaffected',
    ]);
  });

  it('with several entries wants all of them fixed', () => {
    const one = record(TWO_LINES);
    const both = {
      ...one,
      affected: [...one.affected, ...record([{ introduced: '0' }, { fixed: '2.12' }]).affected],
    };
    expect(said(both, '2.10')).toBe('fixed >=2.11.3,>=2.12');
  });
});
