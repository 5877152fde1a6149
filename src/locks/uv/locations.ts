/**
 * Where a requirement's package comes from, in the form in which uv compares it: URLs without
 * credentials, paths from the repository's root. Equal keys are equal sources.
 * Source: uv-lock `requirements.rs`, `normalize_requirement`; uv-pypi-types `parsed_url.rs`.
 */
import type { TomlTable } from '../documents.ts';
import { resolvePath } from '../paths.ts';
import { booleanAt, stringAt } from '../values.ts';

export interface SourceLocation {
  readonly kind: 'git' | 'url' | 'path' | 'directory';
  readonly key: string;
  /** For people. */
  readonly text: string;
}

interface GitParts {
  readonly url: URL;
  readonly reference: readonly [kind: string, name: string];
  readonly subdirectory: string | undefined;
  readonly path: string | undefined;
  readonly lfs: boolean;
  readonly commit: string | undefined;
}

/** A git repository at one reference. */
function gitLocation(parts: GitParts): SourceLocation {
  const url = new URL(parts.url);
  removeCredentials(url);
  url.hash = '';
  url.search = '';
  const [kind, name] = parts.reference;
  const isCommit = kind === 'rev' && /^[0-9a-f]{40}$/i.test(name);
  const commit = parts.commit ?? (isCommit ? name : '');
  const extras = [parts.subdirectory ?? '', parts.path ?? '', String(parts.lfs)];
  const at = name === '' ? '' : ` (${kind} ${name})`;
  return {
    kind: 'git',
    key: JSON.stringify(['git', url.href, kind, name, commit, ...extras]),
    text: `git+${url.href}${at}`,
  };
}

/** A git location as locks write it: the reference in the query, the commit in the fragment. */
export function lockedGitLocation(text: string): SourceLocation | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  let reference: readonly [string, string] = ['', ''];
  let subdirectory: string | undefined;
  let path: string | undefined;
  let lfs = false;
  for (const [key, value] of url.searchParams) {
    if (key === 'tag' || key === 'branch' || key === 'rev') reference = [key, value];
    if (key === 'subdirectory') subdirectory = value;
    if (key === 'path') path = value;
    if (key === 'lfs') lfs = value.toLowerCase() === 'true';
  }
  const commit = url.hash === '' ? undefined : url.hash.slice(1);
  return gitLocation({ url, reference, subdirectory, path, lfs, commit });
}

/** A `git = ".."` entry of `[tool.uv.sources]`. */
export function declaredGitLocation(source: TomlTable): SourceLocation | undefined {
  const text = (stringAt(source, 'git') ?? '').replace(/^git\+/, '');
  if (!URL.canParse(text)) return undefined;
  const kind = ['rev', 'tag', 'branch'].find((key) => stringAt(source, key) !== undefined) ?? '';
  return gitLocation({
    url: new URL(text),
    reference: [kind, stringAt(source, kind) ?? ''],
    subdirectory: stringAt(source, 'subdirectory'),
    path: stringAt(source, 'path'),
    lfs: booleanAt(source, 'lfs') ?? false,
    commit: undefined,
  });
}

/** Wheels and source distributions; uv refuses files of other kinds. */
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|tlz|txz|tar\.(?:gz|bz2|xz|zst|lz|lzma))$/i;

/** An archive behind a URL; `undefined` when it is no URL or no archive. */
export function archiveLocation(
  text: string,
  subdirectory: string | undefined,
): SourceLocation | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!ARCHIVE.test(url.pathname)) return undefined;
  removeCredentials(url);
  url.hash = '';
  return {
    kind: 'url',
    key: JSON.stringify(['url', url.href, subdirectory ?? '']),
    text: url.href,
  };
}

/** An archive of the repository; `path` from its root. `undefined` when it is no archive. */
export function fileLocation(path: string): SourceLocation | undefined {
  if (!ARCHIVE.test(path)) return undefined;
  return { kind: 'path', key: JSON.stringify(['path', path]), text: path };
}

export type TreeKind = 'directory' | 'editable' | 'virtual';

/** A folder of the repository; `path` from its root. */
export function treeLocation(path: string, kind: TreeKind): SourceLocation {
  return {
    kind: 'directory',
    key: JSON.stringify([kind, path]),
    text: `${path === '' ? '.' : path}${kind === 'directory' ? '' : ` (${kind})`}`,
  };
}

/** The URL of a PEP 508 requirement (`name @ URL`); relative paths start at `directory`. */
export function urlLocation(
  text: string,
  directory: string,
  isFolder: (path: string) => boolean,
): SourceLocation | undefined {
  const git = /^git\+(.*)$/s.exec(text)?.[1];
  if (git !== undefined) return pepGitLocation(git);
  if (/^file:/i.test(text) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    const given = decodePath(text.replace(/^file:(?:\/\/)?/i, '').replace(/#.*$/s, ''));
    const path = resolvePath(directory, given);
    return isFolder(path) ? treeLocation(path, 'directory') : fileLocation(path);
  }
  if (!URL.canParse(text)) return undefined;
  return archiveLocation(text, fragment(new URL(text)).get('subdirectory'));
}

function pepGitLocation(text: string): SourceLocation | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const options = fragment(url);
  const at = url.pathname.lastIndexOf('@');
  const revision = at < 0 ? undefined : decodePath(url.pathname.slice(at + 1));
  if (at >= 0) url.pathname = url.pathname.slice(0, at);
  return gitLocation({
    url,
    reference: revision === undefined || revision === '' ? ['', ''] : ['rev', revision],
    subdirectory: options.get('subdirectory'),
    path: options.get('path'),
    lfs: options.get('lfs')?.toLowerCase() === 'true',
    commit: undefined,
  });
}

/** `#subdirectory=x&egg=y` as pairs. */
function fragment(url: URL): ReadonlyMap<string, string> {
  return new Map(
    url.hash
      .slice(1)
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=');
        return [pair.slice(0, equals), decodePath(pair.slice(equals + 1))] as const;
      }),
  );
}

/** The `git` user of an SSH address is no secret, and part of the address. */
function removeCredentials(url: URL): void {
  const isGitUser = url.protocol === 'ssh:' && url.username === 'git' && url.password === '';
  if (isGitUser) return;
  url.username = '';
  url.password = '';
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
