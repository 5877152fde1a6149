/** Sets of points on a line, as sorted lists of half-open intervals that are not empty. */
export interface Interval<Point> {
  /** Inside. */
  readonly low: Point;
  /** Outside; `undefined` is no upper end. */
  readonly high: Point | undefined;
}

export type Compare<Point> = (a: Point, b: Point) => number;

/** The points in both sets. */
export function intersect<Point>(
  a: readonly Interval<Point>[],
  b: readonly Interval<Point>[],
  compare: Compare<Point>,
): readonly Interval<Point>[] {
  const result: Interval<Point>[] = [];
  for (let i = 0, j = 0; ; ) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined || right === undefined) return result;
    const low = compare(left.low, right.low) >= 0 ? left.low : right.low;
    const isLeftFirst =
      right.high === undefined || (left.high !== undefined && compare(left.high, right.high) <= 0);
    const high = isLeftFirst ? left.high : right.high;
    if (high === undefined || compare(low, high) < 0) result.push({ low, high });
    if (isLeftFirst) i++;
    else j++;
  }
}

/** The points in all sets. Neighbours first: one long set is not walked once for each other. */
export function intersectAll<Point>(
  sets: readonly (readonly Interval<Point>[])[],
  everything: readonly Interval<Point>[],
  compare: Compare<Point>,
): readonly Interval<Point>[] {
  let level = sets;
  while (level.length > 1) {
    level = level.flatMap((left, index) =>
      index % 2 === 1 ? [] : [intersect(left, level[index + 1] ?? everything, compare)],
    );
  }
  return level[0] ?? everything;
}

/** The points outside, from `lowest` on. */
export function complement<Point>(
  set: readonly Interval<Point>[],
  lowest: Point,
  compare: Compare<Point>,
): readonly Interval<Point>[] {
  const gaps: Interval<Point>[] = [];
  let low: Point | undefined = lowest;
  for (const interval of set) {
    if (low !== undefined && compare(low, interval.low) < 0) gaps.push({ low, high: interval.low });
    low = interval.high;
  }
  return low === undefined ? gaps : [...gaps, { low, high: undefined }];
}
