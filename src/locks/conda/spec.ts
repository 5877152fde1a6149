/**
 * Version specs of conda: `>=3.10,<3.13`, `1.2.*`, `1|2`. Source: conda `models/version.py`
 * (`VersionSpec`), rattler `version_spec`. Unknown syntax is unknown, not wrong.
 */
import {
  type CondaVersion,
  compareCondaVersions,
  parseCondaVersion,
  startsWithVersion,
} from './version.ts';

/** Real specs are short; each clause is looked at once. */
const MAX_LENGTH = 1_000;

/** Whether the spec admits the version; `undefined` where either cannot be understood. */
export function admitsVersion(spec: string, versionText: string): boolean | undefined {
  const version = parseCondaVersion(versionText);
  if (version === undefined || spec.length > MAX_LENGTH || /[()^$[\]]/.test(spec)) return undefined;
  const alternatives = spec.split('|').map((part) => admitsAll(part, version));
  if (alternatives.includes(true)) return true;
  return alternatives.includes(undefined) ? undefined : false;
}

function admitsAll(spec: string, version: CondaVersion): boolean | undefined {
  const clauses = spec.split(',').map((part) => admitsClause(part.trim(), version));
  if (clauses.includes(false)) return false;
  return clauses.includes(undefined) ? undefined : true;
}

const CLAUSE = /^(==|!=|>=|<=|~=|=|>|<)? *([^ =<>!~*]+?)(\.?\*)?$/;

function admitsClause(text: string, version: CondaVersion): boolean | undefined {
  if (text === '*' || text === '') return true;
  const [, operator = '', bound = '', star] = CLAUSE.exec(text) ?? [];
  const other = parseCondaVersion(bound);
  // `1.2*` is a prefix of text, not of parts, to some readers.
  if (other === undefined || star === '*') return undefined;
  const isPrefix = star !== undefined;
  const order = compareCondaVersions(version, other);
  switch (operator) {
    case '':
    case '==':
      return isPrefix ? startsWithVersion(version, other) : order === 0;
    case '=':
      return startsWithVersion(version, other);
    case '!=':
      return isPrefix ? !startsWithVersion(version, other) : order !== 0;
    case '>=':
      return order >= 0;
    case '<=':
      return isPrefix ? undefined : order <= 0;
    case '<':
      return isPrefix ? undefined : order < 0;
    case '>':
      return isPrefix ? undefined : order > 0;
    case '~=':
      return compatible(version, other, order);
    default:
      return undefined;
  }
}

function compatible(
  version: CondaVersion,
  bound: CondaVersion,
  order: number,
): boolean | undefined {
  if (bound.parts.length < 2 || bound.local.length > 0) return undefined;
  return order >= 0 && startsWithVersion(version, { ...bound, parts: bound.parts.slice(0, -1) });
}

/** A dependency of a package record: `python >=3.10,<3.11.0a0 *_cp310`. */
export interface CondaDependency {
  readonly name: string;
  /** Empty for any version. */
  readonly version: string;
  /** Holds only under conditions that files do not decide. */
  readonly isConditional: boolean;
}

/** `undefined` for what names no package, such as virtual packages (`__glibc >=2.17`). */
export function parseCondaDependency(text: string): CondaDependency | undefined {
  const [, channel, name, rest = ''] =
    /^(?:([^ ]*)::)?([A-Za-z0-9_][\w.-]*)(.*)$/s.exec(text.trim()) ?? [];
  if (name === undefined || name.startsWith('__')) return undefined;
  const isConditional = channel !== undefined || /[[\];]/.test(rest);
  // Version and build are separated by a blank; the build is left to the solver.
  const [version = ''] = rest
    .trim()
    .replaceAll(/([<>=!~,|]) +/g, '$1')
    .split(' ');
  return { name: name.toLowerCase(), version: isConditional ? '' : version, isConditional };
}

/** Name, version and build of `name-version-build.conda` or `.tar.bz2`, the end of a URL. */
export function parseArchiveName(url: string): { name: string; version: string } | undefined {
  const file = url.slice(url.lastIndexOf('/') + 1).replace(/[?#].*$/, '');
  const [, name, version] = /^(.+)-([^-]+)-[^-]+\.(?:conda|tar\.bz2)$/.exec(file) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
