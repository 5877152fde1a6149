/**
 * `exclude-newer`: a moment, a span of time before now, or (for one package) switched off.
 * Source: uv-distribution-types `exclude_newer.rs`, uv-configuration `exclude_newer.rs`.
 */
import { isTable } from '../values.ts';

export type Cutoff =
  /** Nanoseconds since 1970. */
  | { readonly kind: 'moment'; readonly at: bigint; readonly text: string }
  /** `key` is equal for spans that uv takes as equal: field by field, so a week is not 7 days. */
  | { readonly kind: 'span'; readonly key: string; readonly text: string }
  | { readonly kind: 'off'; readonly text: string };

/** The value of a setting or of a lock; `undefined` when uv would not accept it. */
export function parseCutoff(value: unknown): Cutoff | undefined {
  if (value === false) return { kind: 'off', text: 'false' };
  if (isTable(value)) {
    const span = value.span;
    return parseCutoff(typeof span === 'string' ? span : value.timestamp);
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return parseMoment(text) ?? parseDate(text) ?? parseSpan(text);
}

/** A bare date ends with its day; the day is taken in UTC, as on a build machine. */
function parseDate(text: string): Cutoff | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.exec(text);
  const start = Date.parse(`${match?.[1]}T00:00:00Z`);
  if (match === null || Number.isNaN(start)) return undefined;
  return { kind: 'moment', at: BigInt(start + 86_400_000) * 1_000_000n, text };
}

function parseMoment(text: string): Cutoff | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d{1,9}))?([Zz]|[+-]\d{2}(?::?\d{2})?)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = match;
  const offset = /^[Zz]$/.test(zone) ? 'Z' : zone.replace(/^(...):?(..)?$/, '$1:$2').padEnd(6, '0');
  const start = Date.parse(`${date}T${minutes}${seconds}${offset}`);
  if (Number.isNaN(start)) return undefined;
  return {
    kind: 'moment',
    at: BigInt(start) * 1_000_000n + BigInt(fraction.padEnd(9, '0')),
    text,
  };
}

/** Names of units in jiff's "friendly" durations, and what they count. */
const UNITS: Readonly<Record<string, string>> = {
  ...unit('weeks', 'weeks week wks wk w'),
  ...unit('days', 'days day d'),
  ...unit('hours', 'hours hour hrs hr h'),
  ...unit('minutes', 'minutes minute mins min m'),
  ...unit('seconds', 'seconds second secs sec s'),
  ...unit('milliseconds', 'milliseconds millisecond millis milli msecs msec ms'),
  ...unit('microseconds', 'microseconds microsecond micros micro usecs usec us µs'),
  ...unit('nanoseconds', 'nanoseconds nanosecond nanos nano nsecs nsec ns'),
};

function unit(name: string, spellings: string): Record<string, string> {
  return Object.fromEntries(spellings.split(' ').map((spelling) => [spelling, name]));
}

/** `P7D`, `7 days`, `1w 2d`, `3 hours ago`; years and months are not allowed. */
function parseSpan(text: string): Cutoff | undefined {
  const iso = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text);
  if (iso !== null) {
    const [, sign = '', ...counts] = iso;
    if (counts.every((count) => count === undefined)) return undefined;
    const names = ['weeks', 'days', 'hours', 'minutes', 'seconds'];
    return span(text, sign === '-', new Map(names.map((name, i) => [name, counts[i] ?? '0'])));
  }
  const friendly = /^([+-]?)\s*((?:\d+\s*[a-zµ]+[\s,]*)+?)(\s+ago)?$/.exec(text);
  if (friendly === null) return undefined;
  const [, sign, body = '', ago] = friendly;
  const fields = new Map<string, string>();
  for (const [, count = '', spelling = ''] of body.matchAll(/(\d+)\s*([a-zµ]+)/g)) {
    const name = Object.hasOwn(UNITS, spelling) ? UNITS[spelling] : undefined;
    if (name === undefined || fields.has(name)) return undefined;
    fields.set(name, count);
  }
  return span(text, (sign === '-') !== (ago !== undefined), fields);
}

function span(text: string, isNegative: boolean, fields: ReadonlyMap<string, string>): Cutoff {
  const parts = [...fields]
    .filter(([, count]) => /[1-9]/.test(count))
    .map(([name, count]) => `${BigInt(count)} ${name}`);
  return { kind: 'span', key: `${isNegative ? '-' : ''}${parts.join(' ')}`, text };
}

/**
 * Whether the configured value makes a lock stale: an earlier moment, another span, or one kind
 * for the other. A later moment only allows more, so uv keeps the lock.
 */
export function isCutoffChange(locked: Cutoff, configured: Cutoff): boolean {
  if (configured.kind === 'off') return false;
  if (locked.kind === 'moment' && configured.kind === 'moment') return configured.at < locked.at;
  if (locked.kind === 'span' && configured.kind === 'span') return configured.key !== locked.key;
  return true;
}
