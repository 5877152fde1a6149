/** What a package's repository says about the versions that a bump moves over. Pure. */
import { normalizeName } from '../../python/names.ts';
import { compareVersions, isPreRelease, parseVersion, type Version } from '../../python/version.ts';
import type { Candidate } from '../types.ts';

/** A release as GitHub shows it; all of its texts are a stranger's. */
export interface ReleaseNote {
  readonly tag: string;
  /** May be empty. */
  readonly title: string;
  readonly url: string;
  /** Markdown; may be empty. */
  readonly text: string;
  readonly isPrerelease: boolean;
  /** ISO 8601. */
  readonly published: string | 'unknown';
}

/** The newest releases of a public repository. */
export interface RepositoryReleases {
  /** `owner/name`. */
  readonly repository: string;
  /** Of the page with all releases. */
  readonly url: string;
  readonly releases: readonly ReleaseNote[];
}

/** What is told of one package. */
export interface Changelog extends Pick<Candidate, 'name' | 'from' | 'to'> {
  readonly repository: string;
  /** Of the page with all releases. */
  readonly url: string;
  /** Newest first; empty where no release has a text. */
  readonly notes: readonly ReleaseNote[];
  /** How many releases of the same range are not among `notes`. */
  readonly more: number;
}

/** Nobody reads more of one package. */
const MAX_NOTES = 5;

/** `none` where the repository has no releases at all. */
export function changelogOf(
  { name, from, to }: Pick<Candidate, 'name' | 'from' | 'to'>,
  { repository, url, releases }: RepositoryReleases,
): Changelog | 'none' {
  if (releases.length === 0) return 'none';
  const own = releasesBetween({ name, from, to }, releases);
  const isTold = own.some(({ text }) => text.trim() !== '');
  const notes = isTold ? own.slice(0, MAX_NOTES) : [];
  return { name, from, to, repository, url, notes, more: isTold ? own.length - notes.length : 0 };
}

/** Above `from`, up to `to`; of pre-releases only those that lead to one. */
function releasesBetween(
  { name, from, to }: Pick<Candidate, 'name' | 'from' | 'to'>,
  releases: readonly ReleaseNote[],
): readonly ReleaseNote[] {
  const [low, high] = [parseVersion(from), parseVersion(to)];
  if (low === undefined || high === undefined) return [];
  const seen: Version[] = [];
  return releases
    .flatMap((note) => {
      const version = versionOfTag(note.tag, name);
      return version === undefined ? [] : [{ note, version }];
    })
    .filter(({ note, version }) => {
      const isWanted =
        isPreRelease(high) ||
        compareVersions(version, high) === 0 ||
        !(isPreRelease(version) || note.isPrerelease);
      return isWanted && compareVersions(version, low) > 0 && compareVersions(version, high) <= 0;
    })
    .sort((a, b) => compareVersions(b.version, a.version))
    .filter(({ version }) => {
      const isNew = !seen.some((other) => compareVersions(other, version) === 0);
      seen.push(version);
      return isNew;
    })
    .map(({ note }) => note);
}

const NEUTRAL_PREFIXES: ReadonlySet<string> = new Set([
  ...['release', 'releases', 'rel', 'version', 'versions', 'ver', 'v', 'tags'],
]);

/**
 * The version that a tag names: `v1.2`, `1.2`, `release-1.2`, `rel_1_2`, `httpx-1.2`, `httpx@v1.2`.
 * With the name of another package before it, it is none of ours.
 */
export function versionOfTag(tag: string, name: string): Version | undefined {
  const plain = parseVersion(tag);
  if (plain !== undefined) return plain;
  for (const { index, 0: separator } of tag.matchAll(/==|[-_@/]/g)) {
    const prefix = normalizeName(tag.slice(0, index).replaceAll(/[@/]/g, '-')).replace(/^-/, '');
    const rest = tag.slice(index + separator.length);
    if (prefix !== normalizeName(name) && !NEUTRAL_PREFIXES.has(prefix)) continue;
    const version = parseVersion(rest) ?? parseVersion(rest.replaceAll('_', '.'));
    if (version !== undefined) return version;
  }
  return undefined;
}
