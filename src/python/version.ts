/**
 * PEP 440 versions. Own code, because ranges (version-range.ts) need the parts and an order over
 * them, and because the known libraries miss epochs and local versions in some comparisons.
 */

export interface PreRelease {
  readonly phase: 'a' | 'b' | 'rc';
  readonly number: number;
}

export interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: PreRelease | undefined;
  readonly post: number | undefined;
  readonly dev: number | undefined;
  readonly local: readonly (string | number)[];
  /** As written. */
  readonly text: string;
}

// PEP 440, appendix B. ASCII digits only: `\d` without the `u` flag.
const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:(?:-(\d+))|(?:[-_.]?(?:(post|rev|r)[-_.]?(\d*))))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;

const PHASES: Readonly<Record<string, PreRelease['phase']>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Locks name the same few thousand versions again and again. */
const REMEMBERED = 20_000;
const memory = new Map<string, Version | 'invalid'>();

/** Parses a version, surrounding blanks allowed; `undefined` when it is none (PEP 440). */
export function parseVersion(text: string): Version | undefined {
  const known = memory.get(text);
  if (known !== undefined) return known === 'invalid' ? undefined : known;
  if (memory.size >= REMEMBERED) memory.clear();
  const version = parse(text);
  memory.set(text, version ?? 'invalid');
  return version;
}

function parse(text: string): Version | undefined {
  // Longer texts are no versions; they would only feed the regular expression.
  if (text.length > 512) return undefined;
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [
    ,
    epoch,
    release = '',
    phase,
    preNumber,
    implicitPost,
    post,
    postNumber,
    dev,
    devNumber,
    local,
  ] = match;
  const preRelease = phase === undefined ? undefined : PHASES[phase.toLowerCase()];
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    pre: preRelease === undefined ? undefined : { phase: preRelease, number: Number(preNumber) },
    post: postOf(implicitPost, post, postNumber),
    dev: dev === undefined ? undefined : Number(devNumber),
    local: (local ?? '')
      .toLowerCase()
      .split(/[-_.]/)
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    text,
  };
}

function postOf(implicit = '', word = '', number = ''): number | undefined {
  if (implicit !== '') return Number(implicit);
  return word === '' ? undefined : Number(number);
}

/** The normal form (PEP 440), release zeros kept. */
export function formatVersion({ epoch, release, pre, post, dev, local }: Version): string {
  return [
    epoch === 0 ? '' : `${epoch}!`,
    release.join('.'),
    pre === undefined ? '' : `${pre.phase}${pre.number}`,
    post === undefined ? '' : `.post${post}`,
    dev === undefined ? '' : `.dev${dev}`,
    local.length === 0 ? '' : `+${local.join('.')}`,
  ].join('');
}

export function isPreRelease({ pre, dev }: Version): boolean {
  return pre !== undefined || dev !== undefined;
}

/** Whether the version consists of epoch and release only. */
export function isRelease({ pre, post, dev, local }: Version): boolean {
  return pre === undefined && post === undefined && dev === undefined && local.length === 0;
}

/** The public part: everything but the local version. */
export function publicVersion(version: Version): Version {
  return version.local.length === 0 ? version : { ...version, local: [] };
}

/** Total order of PEP 440: negative, zero or positive. `1.0` equals `1.0.0`. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.epoch - b.epoch ||
    compareReleases(a.release, b.release) ||
    preRank(a) - preRank(b) ||
    (a.pre?.number ?? 0) - (b.pre?.number ?? 0) ||
    (a.post ?? -1) - (b.post ?? -1) ||
    compareDev(a.dev, b.dev) ||
    compareLocal(a.local, b.local)
  );
}

/** Missing segments count as zero. */
export function compareReleases(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first release outside `release.*`: its last segment is one more. */
export function nextRelease(release: readonly number[]): readonly number[] {
  const last = release.length - 1;
  return release.map((segment, index) => (index === last ? segment + 1 : segment));
}

/** A lone `.dev` comes before all pre-releases, a final or post release after them. */
function preRank({ pre, post, dev }: Version): number {
  if (pre !== undefined) return { a: 0, b: 1, rc: 2 }[pre.phase];
  return post === undefined && dev !== undefined ? -1 : 3;
}

function compareDev(a: number | undefined, b: number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : a - b;
}

function compareLocal(a: Version['local'], b: Version['local']): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = compareLocalPart(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers are greater than words; a longer local version is greater than its prefix. */
function compareLocalPart(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  if (typeof a === 'number') return typeof b === 'number' ? a - b : 1;
  if (typeof b === 'number') return -1;
  return a < b ? -1 : 1;
}
