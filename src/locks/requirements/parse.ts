/**
 * Requirements files, line by line, with what the tools write into their comments. Source: pip
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/, pip-tools `writer.py`, uv
 * `requirements-txt`. Linear in the size of the file, and never throws.
 */
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';

export interface RequirementLine {
  /** 1-based. */
  readonly line: number;
  /** Normalised; empty where a path or URL names no package. */
  readonly name: string;
  /** Without hashes and other options, as written. */
  readonly text: string;
  /** As written, such as `==1.0`. */
  readonly specifiers: string;
  /** Of an exact pin; empty otherwise. */
  readonly version: string;
  readonly isConditional: boolean;
  /** A path, a URL, an editable: no version decides. */
  readonly isLocated: boolean;
  /** `sha256:…` */
  readonly hashes: readonly string[];
  /** What the comment below says it comes from. */
  readonly via: readonly string[];
}

export interface RequirementsFile {
  readonly requirements: readonly RequirementLine[];
  /** `-r`, as written. */
  readonly includes: readonly string[];
  /** Comment lines above the first requirement, without their `#`. */
  readonly header: readonly string[];
}

interface Draft extends Omit<RequirementLine, 'via'> {
  readonly via: string[];
}

/** Reads all lines; what is none of a requirements file is left out. */
export function parseRequirements(text: string): RequirementsFile {
  const requirements: Draft[] = [];
  const includes: string[] = [];
  const header: string[] = [];
  // `# via` opens a list of further comment lines.
  let isViaOpen = false;
  for (const { line, text: written } of logicalLines(text)) {
    const [content, comment] = splitComment(written);
    if (content === '' && comment !== undefined) {
      const last = requirements.at(-1);
      if (last === undefined) header.push(comment);
      else isViaOpen = readVia(last, comment, isViaOpen);
      continue;
    }
    isViaOpen = false;
    const include = /^(?:-r|--requirement)(?:\s+|=)(\S.*)$/.exec(content)?.[1];
    if (include !== undefined) {
      includes.push(include.trim());
      continue;
    }
    const requirement = parseLine(content, line);
    if (requirement === undefined) continue;
    requirements.push(requirement);
    if (comment !== undefined) isViaOpen = readVia(requirement, comment, false);
  }
  return { requirements, includes, header };
}

interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

/** A backslash at its end joins a line with the next one. */
function* logicalLines(text: string): Iterable<LogicalLine> {
  const body = text.startsWith('\u{feff}') ? text.slice(1) : text;
  let parts: string[] = [];
  let start = 1;
  for (const [index, line] of body.split(/\r\n|\r|\n/).entries()) {
    if (parts.length === 0) start = index + 1;
    const isJoined = line.endsWith('\\') && !line.trimStart().startsWith('#');
    parts.push(isJoined ? line.slice(0, -1) : line);
    if (isJoined) continue;
    yield { line: start, text: parts.join(' ') };
    parts = [];
  }
  if (parts.length > 0) yield { line: start, text: parts.join(' ') };
}

/** A `#` begins a comment at the start of a line, or behind a blank. */
function splitComment(text: string): readonly [content: string, comment: string | undefined] {
  const at = text.search(/(?:^|\s)#/);
  if (at < 0) return [text.trim(), undefined];
  const hash = text.indexOf('#', at);
  return [text.slice(0, hash).trim(), text.slice(hash + 1)];
}

/** Adds what a comment names; gives whether a list of further lines goes on. */
function readVia(requirement: Draft, comment: string, isOpen: boolean): boolean {
  const words = comment.trim();
  if (words === 'via') return true;
  if (words.startsWith('via ')) {
    requirement.via.push(
      ...words
        .slice(4)
        .split(',')
        .map((one) => one.trim()),
    );
    return false;
  }
  if (!isOpen || words === '') return false;
  requirement.via.push(words);
  return true;
}

function parseLine(content: string, line: number): Draft | undefined {
  const editable = /^(?:-e|--editable)(?:\s+|=)(.*)$/.exec(content)?.[1];
  if (editable === undefined && (content === '' || content.startsWith('-'))) return undefined;
  const [text = '', ...options] = (editable ?? content).split(/\s--(?=[a-z])/);
  const hashes = options.flatMap((option) => /^hash[=\s]\s*(\S+)/.exec(option)?.[1] ?? []);
  const common = { line, text: text.trim(), hashes, via: [] };
  const requirement = parseRequirement(text);
  if (editable !== undefined || requirement === undefined) {
    const egg = /[#&]egg=([\w.-]+)/.exec(content)?.[1] ?? '';
    const located = { specifiers: '', version: '', isConditional: false, isLocated: true };
    return { ...common, name: normalizeName(egg), ...located };
  }
  const { name, written, url } = requirement;
  return {
    ...common,
    name,
    specifiers: written.specifiers,
    version: /^===?\s*([^\s,*]+)$/.exec(written.specifiers.trim())?.[1] ?? '',
    isConditional: written.marker !== '',
    isLocated: url !== undefined,
  };
}
