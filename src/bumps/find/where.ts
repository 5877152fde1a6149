/** Where a project takes its packages from, and the lowest Python that they have to run on. Pure. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { fileIn } from '../../locks/paths.ts';
import { pythonOf as poetryPython } from '../../locks/poetry/declarations.ts';
import { pythonOf } from '../../locks/requirements/header.ts';
import type { LockProject } from '../../locks/types.ts';
import { booleanAt, stringAt, tableAt, tablesAt } from '../../locks/values.ts';
import { hasEnded } from '../../python/end-of-life.ts';
import { floorOf, type Minor, minorAfter } from '../../python/minors.ts';

/** Simple indexes, the most important first; none where the tools' default serves. */
export function indexesOf(
  project: LockProject,
  inputs: readonly string[],
  tree: Tree,
): readonly string[] {
  const manifest = tableOf(tree, project.manifest);
  const tool = tableAt(manifest, 'tool');
  switch (project.kind) {
    case 'uv':
      return urls(
        [...tablesAt(tableAt(tool, 'uv'), 'index')]
          .filter((index) => booleanAt(index, 'explicit') !== true)
          .sort((a, b) => Number(isDefault(b)) - Number(isDefault(a))),
      );
    case 'poetry':
      return urls(
        tablesAt(tableAt(tool, 'poetry'), 'source').filter(
          (source) => stringAt(source, 'priority') !== 'explicit',
        ),
      );
    case 'pdm':
      return urls(tablesAt(tableAt(tool, 'pdm'), 'source'));
    case 'pipenv':
      return urls(tablesAt(manifest, 'source'));
    case 'requirements':
      return [...new Set(inputs.flatMap((path) => namedIndexes(textAt(tree, path) ?? '')))];
    default:
      return [];
  }
}

/** Indexes that only the packages use which name them; nobody else is asked for those. */
export function explicitIndexes(project: LockProject, tree: Tree): readonly string[] {
  const tool = tableAt(tableOf(tree, project.manifest), 'tool');
  const uv = tablesAt(tableAt(tool, 'uv'), 'index').filter(
    (index) => booleanAt(index, 'explicit') === true,
  );
  const poetry = tablesAt(tableAt(tool, 'poetry'), 'source').filter(
    (source) => stringAt(source, 'priority') === 'explicit',
  );
  return [...uv, ...poetry].flatMap((table) => stringAt(table, 'url') ?? []);
}

export function sameIndex(one: string, other: string): boolean {
  const plain = (url: string) => url.replace(/\/+$/, '');
  return plain(one) === plain(other);
}

function isDefault(index: TomlTable): boolean {
  return booleanAt(index, 'default') === true;
}

function urls(tables: readonly TomlTable[]): readonly string[] {
  return tables.flatMap((table) => {
    const url = stringAt(table, 'url');
    // Addresses with variables in them need credentials, which are never given.
    return url === undefined || !URL.canParse(url) || url.includes('$') ? [] : [url];
  });
}

const INDEX_OPTION = /^[ \t]*(?:-i|--index-url|--extra-index-url)[= \t]+(\S+)/gm;

function namedIndexes(text: string): readonly string[] {
  return [...text.matchAll(INDEX_OPTION)]
    .map(([, url = '']) => url)
    .filter((url) => URL.canParse(url));
}

/**
 * The repository's own cut-off, as uv takes it: an instant, a day, a duration; `none` where it has
 * none. Of compiled files it stands in the header.
 */
export function ownCutOff(project: LockProject, tree: Tree): string | 'none' {
  const inHeader = /^#.*--exclude-newer[ =](\S+)/m.exec(textAt(tree, project.lock) ?? '')?.[1];
  if (project.kind === 'requirements' && inHeader !== undefined) return inHeader;
  if (project.kind !== 'uv') return 'none';
  const own = tableAt(tableAt(tableOf(tree, project.manifest), 'tool'), 'uv');
  const settings = tableOf(tree, fileIn(project.directory, 'uv.toml'));
  return stringAt(settings, 'exclude-newer') ?? stringAt(own, 'exclude-newer') ?? 'none';
}

/** `3.9`: what the project says, else the oldest version with support on `today` (ISO 8601). */
export function lowestPython(project: LockProject, tree: Tree, today: string): Minor {
  const manifest = tableOf(tree, project.manifest);
  const lock = textAt(tree, project.lock) ?? '';
  return (
    minorIn(/--python-version[= ](\d+\.\d+)/.exec(lock)?.[1]) ??
    floorOf(stringAt(tableAt(manifest, 'project'), 'requires-python') ?? '') ??
    minorIn(poetryPython(manifest)?.text) ??
    minorIn(stringAt(tableAt(manifest, 'requires'), 'python_version')) ??
    minorIn(stringAt(tableAt(manifest, 'requires'), 'python_full_version')) ??
    known(pythonOf(lock)) ??
    oldestSupported(today)
  );
}

function known(minor: Minor | 'unknown'): Minor | undefined {
  return minor === 'unknown' ? undefined : minor;
}

/** The first version in a text such as `^3.9` or `>=3.9,<4`. */
function minorIn(text: string | undefined): Minor | undefined {
  return /\d+\.\d+/.exec(text ?? '')?.[0] as Minor | undefined;
}

function oldestSupported(today: string): Minor {
  let minor: Minor = '3.8';
  while (hasEnded(minor, today)) minor = minorAfter(minor, 1);
  return minor;
}

function tableOf(tree: Tree, path: string): TomlTable {
  const document = tomlDocument(tree, path);
  return document.kind === 'document' ? document.value : {};
}
