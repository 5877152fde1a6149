/** When a repository's bumps are due. Pure: the same moment for the same repository, always. */
import { createHash } from 'node:crypto';
import { type BumpSchedule, DAYS } from '../../config/bumps.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Repositories are spread over as many minutes, so that not all ask the index at once. */
const SPREAD_MINUTES = 180;

/** The longest time between two moments of a schedule, and some more (days). */
const LOOK_BACK_DAYS = 40;

/** When something comes again: as repositories say, or every day. */
export type Recurrence =
  | BumpSchedule
  | ({ readonly every: 'day' } & Pick<BumpSchedule, 'hour' | 'timezone'>);

/** The last moment, at or before `now`, at which bumps were due. */
export function lastDue(schedule: Recurrence, repositoryId: number, now: Date): Date {
  const minutes = spread(repositoryId);
  for (let back = 0; back <= LOOK_BACK_DAYS; back++) {
    const day = localDay(new Date(now.getTime() - back * DAY_MS), schedule.timezone);
    if (!isDay(day, schedule)) continue;
    const due = new Date(startOf(day, schedule).getTime() + minutes * MINUTE_MS);
    if (due <= now) return due;
  }
  throw new Error('A schedule has a moment in every month');
}

function spread(repositoryId: number): number {
  const digest = createHash('sha256').update(String(repositoryId)).digest();
  return digest.readUInt32BE(0) % SPREAD_MINUTES;
}

/** A calendar day, as midnight UTC of the same date. */
function localDay(instant: Date, timezone: string): Date {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  return new Date(`${format.format(instant)}T00:00:00Z`);
}

function isDay(day: Date, recurrence: Recurrence): boolean {
  if (recurrence.every === 'day') return true;
  const { every, day: name } = recurrence;
  if (DAYS[day.getUTCDay()] !== name) return false;
  if (every === 'month') return day.getUTCDate() <= 7;
  return every === 'week' || weekOf(day) % 2 === 0;
}

/** The number of the week (ISO 8601): that of its Thursday, counted from the first of January. */
function weekOf(day: Date): number {
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1;
}

/** The instant at which the day's hour begins in the time zone. */
function startOf(day: Date, { hour, timezone }: Recurrence): Date {
  const wanted = day.getTime() + hour * HOUR_MS;
  // Twice, since the first guess can lie on the other side of a change of the clocks.
  const guess = wanted - offsetAt(new Date(wanted), timezone);
  return new Date(wanted - offsetAt(new Date(guess), timezone));
}

/** How much the clocks there are ahead of UTC (milliseconds). */
function offsetAt(instant: Date, timezone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const parts = Object.fromEntries(
    format.formatToParts(instant).map((one) => [one.type, one.value]),
  );
  const local = `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`;
  return Date.parse(local) - Math.floor(instant.getTime() / 1000) * 1000;
}
