/** Positions on the line of a variable's values. */
import { compareReleases } from '../version.ts';

/** Just before a value, or just after it. Values are texts, or releases of versions. */
export interface Cut {
  readonly at: string | readonly number[];
  readonly after: boolean;
  /** Equal for equal cuts, whatever the trailing zeros of a release. */
  readonly key: string;
}

export function cutAt(at: Cut['at'], after: boolean): Cut {
  const value = typeof at === 'string' ? JSON.stringify(at) : at.join('.').replace(/(\.0)+$/, '');
  return { at, after, key: `${value}${after ? '+' : '-'}` };
}

/** Negative, zero or positive. Releases go by number, texts by UTF-16 units. */
export function compareCuts(a: Cut, b: Cut): number {
  return compareValues(a.at, b.at) || Number(a.after) - Number(b.after);
}

function compareValues(a: Cut['at'], b: Cut['at']): number {
  if (typeof a !== 'string' && typeof b !== 'string') return compareReleases(a, b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
