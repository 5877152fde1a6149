/**
 * Records of known vulnerabilities, and whether they affect a version. Pure.
 * Source: the OSV schema, https://ossf.github.io/osv-schema/#evaluation
 */
import { z } from 'zod';
import { isValidName, normalizeName } from '../python/names.ts';
import { compareVersions, parseVersion, type Version } from '../python/version.ts';

const event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});

const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).default([]),
  versions: z.array(z.string()).default([]),
});

export const osvRecord = z.object({
  id: z.string().min(1),
  modified: z.string(),
  /** Set once it turned out to be none. */
  withdrawn: z.string().optional(),
  aliases: z.array(z.string()).default([]),
  summary: z.string().default(''),
  affected: z.array(affected).default([]),
  database_specific: z.object({ severity: z.string().optional() }).optional().catch(undefined),
});

export type OsvRecord = z.infer<typeof osvRecord>;

/** What OSV calls the Python package index. */
export const ECOSYSTEM = 'PyPI';

export type Exposure =
  | { readonly kind: 'unaffected' }
  /** PEP 440 bounds above which the record says nothing bad: `>=1.2`, `>1.1`. */
  | { readonly kind: 'fixed'; readonly bounds: readonly string[] }
  | { readonly kind: 'not fixed' };

/** What one record means for one version of a package. */
export function exposure(record: OsvRecord, name: string, version: string): Exposure {
  const own = parseVersion(version);
  if (own === undefined || record.withdrawn !== undefined) return { kind: 'unaffected' };
  const entries = record.affected.filter((one) => isFor(one, name));
  const ends = entries.flatMap((entry) => endsOf(entry, own));
  if (ends.length === 0) return { kind: 'unaffected' };
  if (ends.includes('none')) return { kind: 'not fixed' };
  return { kind: 'fixed', bounds: [...new Set(ends)] };
}

type Affected = OsvRecord['affected'][number];

/** A bound above which nothing is affected any more; `none` where the end is not known. */
type End = string | 'none';

function isFor({ package: of }: Affected, name: string): boolean {
  return of?.ecosystem === ECOSYSTEM && isValidName(of.name) && normalizeName(of.name) === name;
}

function endsOf({ ranges, versions }: Affected, own: Version): readonly End[] {
  const ends = ranges
    .filter(({ type }) => type === 'ECOSYSTEM' || type === 'SEMVER')
    .flatMap(({ events }) => endOfRange(events, own));
  if (ends.length > 0) return ends;
  // A list tells which versions are affected, and nothing about those that come after it.
  const listed = versions.map(parseVersion).filter((one) => one !== undefined);
  const isListed = listed.some((one) => compareVersions(one, own) === 0);
  return isListed ? ['none'] : [];
}

interface Point {
  readonly version: Version;
  readonly opens: boolean;
  /** What it means for those above it. */
  readonly end: End;
  /** `last_affected` is still affected itself. */
  readonly isInclusive: boolean;
}

function endOfRange(
  events: readonly z.infer<typeof event>[],
  own: Version,
): readonly [] | readonly [End] {
  const points = events.flatMap(pointsOf).sort((a, b) => compareVersions(a.version, b.version));
  let isAffected = false;
  for (const { version, opens, end, isInclusive } of points) {
    const order = compareVersions(own, version);
    const isReached = isInclusive ? order > 0 : order >= 0;
    if (isReached) isAffected = opens;
    else if (isAffected && !opens) return [end];
    else break;
  }
  return isAffected ? ['none'] : [];
}

function pointsOf(one: z.infer<typeof event>): readonly Point[] {
  const { introduced, fixed, last_affected: last } = one;
  return [
    ...pointAt(introduced, { opens: true, end: 'none', isInclusive: false }),
    ...pointAt(fixed, { opens: false, end: `>=${fixed}`, isInclusive: false }),
    ...pointAt(last, { opens: false, end: `>${last}`, isInclusive: true }),
  ];
}

/** `0` is below everything; what is no version is left out. */
function pointAt(text: string | undefined, rest: Omit<Point, 'version'>): readonly Point[] {
  const version = text === undefined ? undefined : parseVersion(text === '0' ? '0.dev0' : text);
  return version === undefined ? [] : [{ version, ...rest }];
}
