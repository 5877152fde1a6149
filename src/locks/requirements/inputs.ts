/** What a compiled file was made from: `.in` files, other requirements files, manifests. */
import { textAt } from '../../gates/tree.ts';
import type { FileText, Location, Tree } from '../../gates/types.ts';
import { groupDeclarations, projectDeclarations } from '../declarations.ts';
import { tomlDocument } from '../documents.ts';
import { ancestorsOf, baseName, directoryOf, isOutside, resolvePath } from '../paths.ts';
import { stringsOf, tableAt } from '../values.ts';
import type { CommandLine } from './header.ts';
import { parseRequirements, type RequirementsFile } from './parse.ts';

export interface Declared {
  readonly name: string;
  /** As written: `>=1.0`. */
  readonly specifiers: string;
  /** Must not be pinned everywhere: a marker, a path. */
  readonly isConditional: boolean;
  readonly at: Location;
}

export type Input =
  | {
      readonly kind: 'read';
      readonly path: string;
      /** Of all its choices (extras, groups), what this command takes. */
      readonly declared: readonly Declared[];
      /** Further names that an annotation may come from. */
      readonly possible: readonly string[];
      readonly includes: readonly string[];
    }
  | { readonly kind: 'undecidable'; readonly path: string; readonly reason: string };

const parsed = new WeakMap<FileText, RequirementsFile>();

export function requirementsAt(tree: Tree, path: string): RequirementsFile {
  const file = tree.read(path);
  const known = parsed.get(file) ?? parseRequirements(file.kind === 'text' ? file.text : '');
  parsed.set(file, known);
  return known;
}

/**
 * The file that `written` means. Tools print paths as seen from where they ran, which nobody
 * records: the lock's own folder, those above, or another machine's folders.
 */
export function resolveInput(tree: Tree, lock: string, written: string): string | 'unknown' {
  const own = directoryOf(lock);
  if (!written.startsWith('/')) {
    for (const folder of [own, ...ancestorsOf(own)]) {
      const path = resolvePath(folder, written);
      if (!isOutside(path) && tree.files.has(path)) return path;
    }
    return 'unknown';
  }
  // `/home/me/project/requirements/dev.in`: the longest end that is a file here.
  const parts = written.split('/').filter((part) => part !== '');
  for (let start = 0; start < parts.length; start++) {
    const path = parts.slice(start).join('/');
    if (tree.files.has(path)) return path;
  }
  const beside = resolvePath(own, parts.at(-1) ?? '');
  return tree.files.has(beside) ? beside : 'unknown';
}

export function readInput(tree: Tree, path: string, command: CommandLine): Input {
  const name = baseName(path);
  if (name === 'setup.py') {
    return { kind: 'undecidable', path, reason: `${path} is a program, which is never run` };
  }
  if (name === 'pyproject.toml') return readProject(tree, path, command);
  if (name === 'setup.cfg') return readSetupConfig(tree, path, command);
  const { requirements, includes } = requirementsAt(tree, path);
  return {
    kind: 'read',
    path,
    declared: requirements.map(
      ({ name: declared, specifiers, isConditional, isLocated, line }) => ({
        name: declared,
        specifiers,
        isConditional: isConditional || isLocated,
        at: { path, line },
      }),
    ),
    possible: [],
    includes,
  };
}

function readProject(tree: Tree, path: string, { extras, groups }: CommandLine): Input {
  const document = tomlDocument(tree, path);
  if (document.kind !== 'document') {
    return { kind: 'undecidable', path, reason: `${path} cannot be parsed` };
  }
  const project = tableAt(document.value, 'project');
  const dynamic = stringsOf(project.dynamic ?? []);
  if (dynamic.some((key) => key === 'dependencies' || key === 'optional-dependencies')) {
    const reason = `the dependencies of ${path} are dynamic: its build backend makes them`;
    return { kind: 'undecidable', path, reason };
  }
  const all = [...projectDeclarations(document.value), ...groupDeclarations(document.value)];
  const isTaken = (section: string): boolean => {
    if (section === 'project.dependencies') return true;
    const extra = /^project\.optional-dependencies\.(.*)$/.exec(section)?.[1];
    if (extra !== undefined) return extras === 'all' || extras.includes(extra);
    return groups.includes(section.replace(/^dependency-groups\./, ''));
  };
  return {
    kind: 'read',
    path,
    declared: all
      .filter(({ section }) => isTaken(section))
      .map(({ name, constraints, conditional, key }) => ({
        name,
        specifiers: constraints.join(','),
        isConditional: conditional,
        at: { path, key },
      })),
    possible: [
      ...all.map(({ name }) => name),
      ...stringsOf(tableAt(document.value, 'build-system').requires ?? []).map(nameOf),
    ],
    includes: [],
  };
}

function nameOf(requirement: string): string {
  return parseRequirements(requirement).requirements[0]?.name ?? '';
}

/** Lists below `install_requires` and `[options.extras_require]`; `file:` and `attr:` are not. */
function readSetupConfig(tree: Tree, path: string, { extras }: CommandLine): Input {
  const declared: (Declared & { readonly isTaken: boolean })[] = [];
  let section = '';
  let key = '';
  for (const [index, line] of (textAt(tree, path) ?? '').split(/\r?\n/).entries()) {
    const header = /^\[([^\]]*)\]/.exec(line)?.[1];
    const entry = /^([\w-]+)\s*[=:](.*)$/.exec(line);
    if (header !== undefined) {
      section = header;
      key = '';
    } else if (entry !== null) key = entry[1] ?? '';
    const value = entry === null ? (/^\s+(\S.*)$/.exec(line)?.[1] ?? '') : (entry[2] ?? '').trim();
    const isBase = section === 'options' && key === 'install_requires';
    if (header !== undefined || value === '' || !(isBase || section === 'options.extras_require')) {
      continue;
    }
    if (/^(?:file|attr):/.test(value)) {
      return { kind: 'undecidable', path, reason: `${path} takes its dependencies from elsewhere` };
    }
    for (const one of parseRequirements(value).requirements) {
      declared.push({
        name: one.name,
        specifiers: one.specifiers,
        isConditional: one.isConditional || one.isLocated,
        at: { path, line: index + 1 },
        isTaken: isBase || extras === 'all' || extras.includes(key),
      });
    }
  }
  return {
    kind: 'read',
    path,
    declared: declared.filter(({ isTaken }) => isTaken).map(({ isTaken: _, ...one }) => one),
    possible: declared.map(({ name }) => name),
    includes: [],
  };
}
