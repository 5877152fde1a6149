/**
 * How long a minor version of Python gets security fixes.
 * Source: the release schedules (PEP 373 for 2.7, then PEP 361, 375, 392, 398, 429, 478, 494, 537,
 * 569, 596) and, from 3.10 on, the rule of PEP 602: a release each October, five years of support.
 */
import { compareMinors, type Minor, minorAfter, releaseOf } from './minors.ts';

/** When the data was last compared with the schedules (ISO 8601); `--version` shows it. */
export const END_OF_LIFE_DATA = '2026-11-24';

/** The last day of support (ISO 8601) of what was released before there was a rule. */
const ENDED: Readonly<Record<Minor, string>> = {
  '2.6': '2013-10-29',
  '2.7': '2020-01-01',
  '3.0': '2009-06-27',
  '3.1': '2012-04-09',
  '3.2': '2016-02-20',
  '3.3': '2017-09-29',
  '3.4': '2019-03-18',
  '3.5': '2020-09-30',
  '3.6': '2021-12-23',
  '3.7': '2023-06-27',
  '3.8': '2024-10-07',
  '3.9': '2025-10-31',
};

/** The first one that follows the rule, and the year of its release. */
const FIRST_REGULAR = { minor: 10, year: 2021 } as const;
const YEARS_OF_SUPPORT = 5;

/** The last day of support (ISO 8601); `undefined` for what is no version of Python 2 or 3. */
export function endOfLife(minor: Minor): string | undefined {
  const known = ENDED[minor];
  if (known !== undefined) return known;
  const year = releaseYear(minor);
  return year === undefined ? undefined : `${year + YEARS_OF_SUPPORT}-10-31`;
}

/** True after the last day of support; `today` as ISO 8601. */
export function hasEnded(minor: Minor, today: string): boolean {
  const end = endOfLife(minor);
  return end !== undefined && end < today;
}

/** The newest minor that is out on `today` (ISO 8601). */
export function newestReleased(today: string): Minor {
  let minor: Minor = '3.10';
  for (;;) {
    const next = minorAfter(minor, 1);
    const year = releaseYear(next);
    if (year === undefined || `${year}-10-31` > today) return minor;
    minor = next;
  }
}

/** The oldest minor that still gets fixes on `today` (ISO 8601). */
export function oldestSupported(today: string): Minor {
  let minor = newestReleased(today);
  for (;;) {
    const before = minorAfter(minor, -1);
    if (compareMinors(before, '3.0') < 0 || hasEnded(before, today)) return minor;
    minor = before;
  }
}

function releaseYear(minor: Minor): number | undefined {
  const [major, number] = releaseOf(minor);
  if (major !== 3 || number < FIRST_REGULAR.minor) return undefined;
  return FIRST_REGULAR.year + number - FIRST_REGULAR.minor;
}
