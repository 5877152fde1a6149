/**
 * Requirement lines as PDM records them in `lock_inputs`: named ones without their specifier, those
 * with a URL as a fingerprint. Source: pdm 2.29.3 `lockfile/freshness.py` (`_requirement_input`),
 * `models/requirements.py` (`as_line`).
 */
import { createHash } from 'node:crypto';
import { parseRequirement, type Requirement } from '../../../python/requirement.ts';
import { type MarkerText, markerText, NO_MARKER } from './marker-text.ts';

/** Where the code of a requirement with a URL comes from, as PDM compares it. */
export interface LineSource {
  readonly kind: 'url' | 'git' | 'path';
  readonly location: string;
  readonly reference: string;
  readonly isEditable: boolean;
}

interface Known {
  /** PEP 503 name. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: MarkerText;
  readonly requirement: Requirement | undefined;
  readonly source: LineSource | undefined;
  /** As it stands in `lock_inputs`. */
  readonly input: string;
}

export type Line =
  | ({ readonly kind: 'known' } & Known)
  /** A local path, or a form of URL that PDM rewrites. */
  | { readonly kind: 'opaque' };

const OPAQUE: Line = { kind: 'opaque' };
const URL_PREFIX = 'url-sha256:';

export function isFingerprint(input: string): boolean {
  return input.startsWith(URL_PREFIX);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** May throw `MarkerTooComplex`. */
export function readLine(line: string): Line {
  const requirement = line.startsWith('-e ') ? undefined : parseRequirement(line);
  const marker = requirement && markerText(requirement.written.marker);
  if (requirement === undefined || marker === undefined) return OPAQUE;
  const head = spelled(requirement.written.name, requirement.written.extras);
  const { name, extras, url } = requirement;
  const known = { kind: 'known', name, extras, marker, requirement } as const;
  if (url === undefined) {
    const input = marker.text === '' ? head : `${head}; ${marker.text}`;
    return { ...known, source: undefined, input };
  }
  const remote = readUrl(url);
  if (remote === undefined) return OPAQUE;
  const tail = marker.text === '' ? '' : ` ; ${marker.text}`;
  const input = URL_PREFIX + sha256(`${head} @ ${remote.url}${tail}`);
  return { ...known, source: remote.source, input };
}

/** Not lower-cased; extras in order, each once. */
function spelled(name: string, extras: readonly string[]): string {
  const list = [...new Set(extras)].sort().join(',');
  return properName(name) + (list === '' ? '' : `[${list}]`);
}

function properName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '-');
}

interface Remote {
  readonly url: string;
  readonly source: LineSource;
}

/** Plain web and git addresses; PDM drops fragments, save the subdirectory of a repository. */
function readUrl(url: string): Remote | undefined {
  const [address = '', fragment = ''] = url.split('#', 2);
  if (!/^(?:git\+)?(?:https?|ssh):\/\/[\w.@:-]+\/[^\s${}]*$/.test(address)) return undefined;
  const isGit = address.startsWith('git+');
  if (!isGit) return { url: address, source: sourceAt('url', address, '') };
  if (fragment !== '') return undefined;
  const slash = address.indexOf('/', address.indexOf('://') + 3);
  const at = address.indexOf('@', slash);
  const repository = at < 0 ? address : address.slice(0, at);
  const reference = at < 0 ? '' : address.slice(at + 1);
  return { url: address, source: sourceAt('git', repository.slice('git+'.length), reference) };
}

function sourceAt(kind: LineSource['kind'], location: string, reference: string): LineSource {
  return { kind, location, reference, isEditable: false };
}

/**
 * The editable requirement that PDM adds for a workspace member. Its URL depends on the root's build
 * backend: two have a spelling of their own for the root, the others write the absolute path.
 */
export function memberLine(name: string, path: string, backend: string | undefined): Line {
  const isAbsolute = backend === 'setuptools.build_meta' || backend === 'flit_core.buildapi';
  // Python's `quote` leaves other characters alone than ours.
  if (isAbsolute || !/^[\w./~-]+$/.test(path)) return OPAQUE;
  const root = backend === 'hatchling.build' ? '{root:uri}' : 'file:///\x24{PROJECT_ROOT}';
  const url = `${root}/${path}`;
  return {
    kind: 'known',
    name: properName(name).toLowerCase(),
    extras: [],
    marker: NO_MARKER,
    requirement: undefined,
    source: { kind: 'path', location: path, reference: '', isEditable: true },
    input: URL_PREFIX + sha256(`-e ${url}#egg=${properName(name)}`),
  };
}
