/** Where repositories say which version of a lock tool they use: lines of text, file by file. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { baseName } from '../../locks/paths.ts';
import type { ToolName } from '../types.ts';

/** An exact version of a tool that a file names. */
export interface ToolPin {
  readonly version: string;
  /** `path:line`. */
  readonly at: string;
}

/** Kinds of files, those first that say most surely what writes the lock. */
const KINDS: readonly ((path: string) => boolean)[] = [
  // A hook is what really writes the lock on most machines.
  (path) => /^\.pre-commit-config\.ya?ml$/.test(baseName(path)),
  (path) => /^\.github\/(?:workflows\/[^/]+|actions\/.+\/action|action)\.ya?ml$/.test(path),
  (path) => /^(?:\.tool-versions|\.?mise\.toml)$/.test(baseName(path)),
  (path) => /^(?:.*\.)?(?:Dockerfile|Containerfile)(?:\..*)?$/.test(baseName(path)),
  (path) => /^(?:\.gitlab-ci\.yml|azure-pipelines\.yml|\.readthedocs\.ya?ml)$/.test(path),
];

interface Patterns {
  /** The action that installs the tool. */
  readonly actions: RegExp;
  /** A pattern; the version of Python has an input, too. */
  readonly input: string;
  readonly hook: RegExp;
  /** Anywhere in a line; the version is the first group. */
  readonly words: readonly RegExp[];
}

const VERSION = String.raw`(\d+(?:\.\d+)+(?:(?:a|b|rc|\.post)\d+)?)`;

function patterns(tool: string, actions: RegExp, hook: RegExp, ...words: string[]): Patterns {
  return {
    actions,
    input: `(?:${tool}-)?version`,
    hook,
    words: [
      // As a requirement, in a variable, in `.tool-versions`, in `mise.toml`.
      String.raw`(?:^|[\s"'\x60=])${tool}(?:\[[\w,-]*\])?==${VERSION}`,
      String.raw`\b${tool.toUpperCase().replaceAll('-', '_')}_VERSION["']?\s*[:= ]\s*["']?v?${VERSION}`,
      String.raw`^${tool}\s+v?${VERSION}\s*$`,
      String.raw`^["']?(?:pipx:|aqua:[\w-]+/)?${tool}["']?\s*=\s*["']${VERSION}["']`,
      ...words,
    ].map((word) => new RegExp(word)),
  };
}

const PATTERNS: Readonly<Record<ToolName, Patterns>> = {
  uv: patterns(
    'uv',
    /astral-sh\/setup-uv@/,
    /astral-sh\/uv-pre-commit\b/,
    `astral-sh/uv:${VERSION}`,
  ),
  poetry: patterns(
    'poetry',
    /(?:snok\/install-poetry|abatilo\/actions-poetry|Gr1N\/setup-poetry)@/,
    /python-poetry\/poetry(?:\.git)?["']?\s*$/,
  ),
  pdm: patterns('pdm', /pdm-project\/setup-pdm@/, /pdm-project\/pdm(?:\.git)?["']?\s*$/),
  pipenv: patterns('pipenv', /palewire\/install-python-pipenv-pipfile@/, /pypa\/pipenv\b/),
  'pip-tools': patterns('pip-tools', /(?!)/, /jazzband\/pip-tools\b/),
};

/** Paths of files that can name the version of a tool. */
export function toolPinPaths(tree: Tree): readonly string[] {
  return KINDS.flatMap((isKind) => [...tree.files.keys()].filter(isKind));
}

/** All exact versions of a tool, the most telling first. */
export function toolPins(tree: Tree, tool: ToolName): readonly ToolPin[] {
  return toolPinPaths(tree).flatMap((path) =>
    pinsIn(textAt(tree, path) ?? '', PATTERNS[tool]).map(({ version, line }) => ({
      version,
      at: `${path}:${line}`,
    })),
  );
}

interface Found {
  readonly version: string;
  /** 1-based. */
  readonly line: number;
}

function pinsIn(text: string, { actions, input, hook, words }: Patterns): readonly Found[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, ''));
  return lines.flatMap((line, index): readonly Found[] => {
    if (/\buses:/.test(line) && actions.test(line)) return keyBelow(lines, index, input);
    if (/\brepo:/.test(line) && hook.test(line)) return keyBelow(lines, index, 'rev');
    const version = words.map((word) => word.exec(line)?.[1]).find((one) => one !== undefined);
    return version === undefined ? [] : [{ version, line: index + 1 }];
  });
}

/** A key of the same list item, or of a mapping in it. */
function keyBelow(lines: readonly string[], from: number, name: string): readonly Found[] {
  const key = new RegExp(String.raw`^\s*-?\s*(?:${name}):\s*["']?v?${VERSION}["']?\s*$`);
  const indent = lines[from]?.search(/[^\s-]/) ?? 0;
  for (let index = from + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    const isNext = line.search(/\S/) < indent;
    if (isNext) return [];
    const version = key.exec(line)?.[1];
    if (version !== undefined) return [{ version, line: index + 1 }];
  }
  return [];
}
