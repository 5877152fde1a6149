/** Whether two versions of uv mean the same by what they write into a lock. Pure. */
import { isTable } from '../../locks/values.ts';
import { MarkerTooComplex, parseMarker } from '../../python/markers/index.ts';

/** Facts about files, which older revisions do not record, or spell otherwise. */
const FACTS: ReadonlySet<string> = new Set(['upload-time', 'upload_time', 'size']);

/** What later versions repeat of the manifest; compared where both locks have it. */
const LATER: ReadonlySet<string> = new Set([
  'default-groups',
  'group-requires-python',
  'provides-extras',
]);

/** Forks, and extras that conflict: before 0.6 they came in another order. */
const UNORDERED: ReadonlySet<string> = new Set(['resolution-markers', 'conflicts']);

export function saysSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => saysSame(one, right[at]));
  }
  if (!isTable(left) || !isTable(right)) return left === right;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => !FACTS.has(key))
    .every((key) => isSameValue(key, left[key], right[key]));
}

/** Of the same key in two tables. */
export function isSameValue(key: string, own: unknown, other: unknown): boolean {
  if (LATER.has(key) && (own === undefined || other === undefined)) return true;
  if (isEmpty(own) && isEmpty(other)) return true;
  if (key === 'marker') return isSameMarker(own, other);
  if (UNORDERED.has(key)) return isSameSet(own, other);
  return saysSame(own, other);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function isSameSet(own: unknown, other: unknown): boolean {
  if (!Array.isArray(own) || !Array.isArray(other)) return saysSame(own, other);
  return (
    own.length === other.length && own.every((one) => other.some((item) => isSameItem(one, item)))
  );
}

function isSameItem(own: unknown, other: unknown): boolean {
  return typeof own === 'string' ? isSameMarker(own, other) : isSameSet(own, other);
}

/** Versions of uv simplify markers in different ways. */
function isSameMarker(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  try {
    const [own, other] = [left, right].map((text) => parseMarker(String(text ?? '')));
    return own !== undefined && other !== undefined && own.equals(other);
  } catch (error) {
    if (error instanceof MarkerTooComplex) return false;
    throw error;
  }
}
