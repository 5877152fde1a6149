/**
 * Conda's order of versions, which is not that of PEP 440. Source: conda `models/version.py`
 * (`VersionOrder`), rattler `rattler_conda_types/src/version`.
 */

type Atom = number | string;
/** One part between two points: `1rc2` is 1, rc, 2. */
type Part = readonly Atom[];

export interface CondaVersion {
  readonly epoch: number;
  readonly parts: readonly Part[];
  readonly local: readonly Part[];
}

/** `undefined` for what is no version, or so odd that its order is in doubt. */
export function parseCondaVersion(text: string): CondaVersion | undefined {
  const match = /^(?:(\d{1,9})!)?([a-z0-9._-]+)(?:\+([a-z0-9._-]+))?$/.exec(text.toLowerCase());
  if (match === null || text.length > 200) return undefined;
  const [, epoch = '0', version = '', local] = match;
  const parts = parseParts(version);
  const localParts = local === undefined ? [] : parseParts(local);
  if (parts === undefined || localParts === undefined) return undefined;
  return { epoch: Number(epoch), parts, local: localParts };
}

function parseParts(text: string): readonly Part[] | undefined {
  // A trailing `_` and mixed separators have rules of their own.
  if (!/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(text)) return undefined;
  const parts = text.split(/[._-]/).map((part) => {
    const atoms = (part.match(/\d+|[a-z]+/g) ?? []).map(atomOf);
    // A part that begins with letters begins with 0: `1.rc1` is `1.0rc1`.
    return typeof atoms[0] === 'number' && /^\d/.test(part) ? atoms : [0, ...atoms];
  });
  return parts.flat().every((atom) => typeof atom === 'string' || atom <= LARGEST)
    ? parts
    : undefined;
}

const LARGEST = Number.MAX_SAFE_INTEGER;
/** After all numbers. */
const POST = LARGEST;

function atomOf(text: string): Atom {
  if (/^\d/.test(text)) return Number(text);
  return text === 'post' ? POST : text;
}

/** Negative, zero or positive; missing parts are 0. */
export function compareCondaVersions(a: CondaVersion, b: CondaVersion): number {
  return a.epoch - b.epoch || compareParts(a.parts, b.parts) || compareParts(a.local, b.local);
}

function compareParts(a: readonly Part[], b: readonly Part[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = comparePart(a[index] ?? [0], b[index] ?? [0]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePart(a: Part, b: Part): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = compareAtom(a[index] ?? 0, b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Words come before numbers, `dev` before all words. */
function compareAtom(a: Atom, b: Atom): number {
  if (a === b) return 0;
  if (typeof a === 'number') return typeof b === 'number' ? a - b : 1;
  if (typeof b === 'number') return -1;
  if (a === 'dev') return -1;
  return b === 'dev' || a > b ? 1 : -1;
}

/** Whether the version is one of `prefix.*`. */
export function startsWithVersion(version: CondaVersion, prefix: CondaVersion): boolean {
  if (version.epoch !== prefix.epoch) return false;
  return prefix.parts.every((part, index) => {
    const own = version.parts[index] ?? [0];
    const isLast = index === prefix.parts.length - 1;
    if (!isLast) return comparePart(own, part) === 0;
    return part.every((atom, at) => isAtomPrefix(own[at] ?? 0, atom));
  });
}

function isAtomPrefix(own: Atom, atom: Atom): boolean {
  if (typeof own === 'string' && typeof atom === 'string') return own.startsWith(atom);
  return own === atom;
}
