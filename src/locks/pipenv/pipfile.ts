/**
 * What a Pipfile declares, and what Pipenv refuses in it. Source: pipenv 2026.10
 * `vendor/plette/pipfiles.py`, `vendor/plette/models`.
 */
import type { FileText, TomlPath, Tree } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import type { Declaration } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt, tableAt } from '../values.ts';

/** Tables that hold no packages; every other one is a category of packages. */
const OTHER_TABLES = ['source', 'requires', 'scripts', 'pipfile', 'pipenv'];

/** Categories whose packages are not hashed: a lock's names for the two usual ones. */
const UNHASHED = ['default', 'develop'];

const PACKAGE_KEYS: ReadonlySet<string> = new Set([
  ...['git', 'svn', 'hg', 'bzr', 'ref', 'subdirectory', 'path', 'file'],
  ...['name', 'version', 'extras', 'editable', 'markers', 'os_markers', 'hashes', 'index'],
  ...['no_binary', 'pip_args', 'skip_resolver', 'os_name', 'sys_platform', 'platform_machine'],
  ...['platform_python_implementation', 'platform_release', 'platform_system'],
  ...['platform_version', 'python_version', 'python_full_version', 'implementation_name'],
  'implementation_version',
]);

/** Keys that a package's place is given with: no version decides then. */
const LOCATED = ['git', 'svn', 'hg', 'bzr', 'path', 'file'];

/** Keys that are no marker; a package with any other one applies to some environments only. */
const UNCONDITIONAL: ReadonlySet<string> = new Set([
  ...LOCATED,
  ...['ref', 'subdirectory', 'name', 'version', 'extras', 'editable', 'hashes', 'index'],
  ...['no_binary', 'pip_args', 'skip_resolver'],
]);

/** The section of the lock that a table's packages go to. */
export function lockSectionOf(table: string): string {
  if (table === 'packages') return 'default';
  return table === 'dev-packages' ? 'develop' : table;
}

/** Tables of packages that are hashed: `packages`, `dev-packages`, categories. */
export function packageTables(pipfile: TomlTable): readonly string[] {
  return Object.keys(pipfile).filter(
    (key) => !OTHER_TABLES.includes(key) && !UNHASHED.includes(key),
  );
}

export function declarationsOf(pipfile: TomlTable): readonly Declaration[] {
  return packageTables(pipfile).flatMap((section) =>
    Object.entries(tableAt(pipfile, section)).map(([name, value]) => ({
      // Extras can stand in the key: `"celery[redis]" = "*"`.
      name: normalizeName(name.replace(/\[.*$/, '')),
      section,
      key: [section, name],
      ...describe(value),
    })),
  );
}

function describe(
  value: unknown,
): Pick<Declaration, 'text' | 'constraints' | 'conditional' | 'path'> {
  if (!isTable(value)) {
    const text = Array.isArray(value) ? '[…]' : String(value);
    return { text, constraints: specifier(text), conditional: false, path: undefined };
  }
  const version = stringAt(value, 'version');
  const isLocated = LOCATED.some((key) => Object.hasOwn(value, key));
  return {
    text:
      version ?? JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? Number(one) : one)),
    constraints: version === undefined || isLocated ? [] : specifier(version),
    conditional: Object.keys(value).some((key) => !UNCONDITIONAL.has(key)),
    path: stringAt(value, 'path'),
  };
}

function specifier(text: string): readonly string[] {
  return text === '*' || text === '' ? [] : [text];
}

export interface Mistake {
  /** Pipenv before 2026 took options that it did not know. */
  readonly kind: 'unknown option' | 'invalid';
  readonly key: TomlPath;
  readonly message: string;
}

/** The first thing that makes Pipenv stop, or `none`. */
export function mistakeIn(pipfile: TomlTable): Mistake | 'none' {
  const [first = 'none'] = [
    ...sourceMistakes(pipfile.source),
    ...requiresMistakes(tableAt(pipfile, 'requires')),
    ...packageMistakes(pipfile),
  ];
  return first;
}

function* sourceMistakes(source: unknown): Iterable<Mistake> {
  if (source === undefined) return;
  if (!Array.isArray(source)) {
    yield invalid(['source'], '`source` must be an array of tables: [[source]]');
    return;
  }
  for (const [index, one] of source.entries()) {
    const key = ['source', index];
    if (!isTable(one)) yield invalid(key, 'a source must be a table');
    else {
      for (const field of ['name', 'url']) {
        if (typeof one[field] !== 'string') yield invalid(key, `the source needs a \`${field}\``);
      }
      if (one.verify_ssl !== undefined && typeof one.verify_ssl !== 'boolean') {
        yield invalid([...key, 'verify_ssl'], '`verify_ssl` must be true or false');
      }
    }
  }
}

function* requiresMistakes(requires: TomlTable): Iterable<Mistake> {
  for (const name of ['python_version', 'python_full_version']) {
    if (requires[name] !== undefined && typeof requires[name] !== 'string') {
      yield invalid(['requires', name], `\`${name}\` must be a text, such as "3.12"`);
    }
  }
}

function* packageMistakes(pipfile: TomlTable): Iterable<Mistake> {
  for (const table of Object.keys(pipfile).filter((key) => !OTHER_TABLES.includes(key))) {
    const packages = pipfile[table];
    if (!isTable(packages)) yield invalid([table], `\`${table}\` must be a table of packages`);
    else {
      for (const [name, value] of Object.entries(packages)) {
        yield* valueMistakes([table, name], name, value);
      }
    }
  }
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  editable: (value) => typeof value === 'boolean',
  version: (value) => typeof value === 'string',
  extras: Array.isArray,
  pip_args: Array.isArray,
};

function* valueMistakes(key: TomlPath, name: string, value: unknown): Iterable<Mistake> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return;
  if (!isTable(value)) {
    yield invalid(key, `\`${name}\` must have a version or a table`);
    return;
  }
  for (const [option, fits] of Object.entries(TYPES)) {
    if (Object.hasOwn(value, option) && !fits(value[option])) {
      yield invalid([...key, option], `\`${option}\` of \`${name}\` has the wrong type`);
    }
  }
  const unknown = Object.keys(value).filter((option) => !PACKAGE_KEYS.has(option));
  if (unknown.length > 0) {
    const options = unknown.sort().map((option) => `\`${option}\``);
    const message = `\`${name}\` has options that Pipenv does not know: ${options.join(', ')}`;
    yield { kind: 'unknown option', key, message };
  }
}

function invalid(key: TomlPath, message: string): Mistake {
  return { kind: 'invalid', key, message };
}

const translated = new WeakMap<FileText, FileText>();

/** Pipenv opens a Pipfile with universal newlines: `\r\n` and a bare `\r` end lines, too. */
export function withUniversalNewlines(tree: Tree): Tree {
  function read(path: string): FileText {
    const file = tree.read(path);
    if (file.kind !== 'text' || !file.text.includes('\r')) return file;
    const known = translated.get(file) ?? { ...file, text: file.text.replace(/\r\n?/g, '\n') };
    translated.set(file, known);
    return known;
  }
  return { files: tree.files, read };
}
