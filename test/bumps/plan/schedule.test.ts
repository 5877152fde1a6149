import { describe, expect, it } from 'vitest';
import { lastDue } from '../../../src/bumps/plan/schedule.ts';
import { type BumpSchedule, defaultBumps } from '../../../src/config/bumps.ts';

const usual = defaultBumps.schedule;
/** A repository that is due in the first minute but a few. */
const EARLY = 111;

function due(schedule: Partial<BumpSchedule>, now: string, repository = EARLY): string {
  const at = lastDue({ ...usual, ...schedule }, repository, new Date(now));
  return at.toISOString().slice(0, 16);
}

describe('the last moment at which bumps were due', () => {
  it.each<[name: string, schedule: Partial<BumpSchedule>, now: string, hour: string]>([
    ['a Monday morning', {}, '2026-11-24T12:00:00Z', '2026-11-23T05'],
    ['not yet on a Monday before it', {}, '2026-11-23T04:59:00Z', '2026-11-16T05'],
    ['another day', { day: 'tuesday' }, '2026-11-24T12:00:00Z', '2026-11-24T05'],
    [
      'summer time in Berlin',
      { timezone: 'Europe/Berlin' },
      '2026-07-07T12:00:00Z',
      '2026-07-06T03',
    ],
    [
      'winter time in Berlin',
      { timezone: 'Europe/Berlin' },
      '2026-11-24T12:00:00Z',
      '2026-11-23T04',
    ],
    [
      'a Sunday on which the clocks change',
      { timezone: 'Europe/Berlin', day: 'sunday', hour: 5 },
      '2026-10-25T12:00:00Z',
      '2026-10-25T04',
    ],
    ['a zone far away', { timezone: 'Pacific/Auckland' }, '2026-11-24T12:00:00Z', '2026-11-22T16'],
    ['even weeks', { every: 'fortnight' }, '2026-11-24T12:00:00Z', '2026-11-23T05'],
    ['no odd weeks', { every: 'fortnight' }, '2026-12-01T12:00:00Z', '2026-11-23T05'],
    ['the first Monday of the month', { every: 'month' }, '2026-11-24T12:00:00Z', '2026-11-02T05'],
    ['also at the turn of the year', {}, '2027-01-01T12:00:00Z', '2026-12-28T05'],
  ])('%s', (_, schedule, now, hour) => {
    expect(due(schedule, now).slice(0, 13)).toBe(hour);
  });

  it('can be every day', () => {
    const daily = { every: 'day', hour: 4, timezone: 'UTC' } as const;
    const at = (now: string) => lastDue(daily, 1, new Date(now)).toISOString().slice(0, 10);
    expect([at('2026-11-24T12:00:00Z'), at('2026-11-25T02:00:00Z')]).toEqual([
      '2026-11-24',
      '2026-11-24',
    ]);
  });

  it('is spread over three hours, and always the same for one repository', () => {
    const now = '2026-11-24T12:00:00Z';
    const all = Array.from({ length: 200 }, (_, repository) => due({}, now, repository));
    expect(new Set(all).size).toBeGreaterThan(100);
    expect([...all].sort().at(0)?.slice(0, 13)).toBe('2026-11-23T05');
    expect([...all].sort().at(-1)?.slice(0, 13)).toBe('2026-11-23T07');
    expect(due({}, now, 7)).toBe(due({}, now, 7));
  });
});
