/** Workspaces, since PDM 2.28. Source: pdm 2.29.3 `project/workspace.py`. */
import type { Tree } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { tomlDocument } from '../documents.ts';
import {
  ancestorsOf,
  directoryOf,
  fileIn,
  isOutside,
  relativePath,
  resolvePath,
} from '../paths.ts';
import { compileGlob } from '../uv/globs.ts';
import { OpenQuestion, refuseManifest } from '../uv/refusal.ts';
import { compareText, isTable, tableAt } from '../values.ts';
import type { HashedMember } from './content-hash.ts';
import { type PdmManifest, readManifest } from './manifest.ts';

const KEY = ['tool', 'pdm', 'workspace'];

/**
 * The members of the workspace that `root` is the root of, in PDM's order; `undefined` when it is
 * the root of none. Throws `Refusal` and `OpenQuestion`.
 */
export function membersOf(root: PdmManifest, tree: Tree): readonly HashedMember[] | undefined {
  return memberFolders(root, tree)
    ?.map((folder) => ({ path: relativePath(root.directory, folder), folder }))
    .sort((a, b) => compareText(a.path, b.path))
    .map(({ path, folder }) => ({
      path,
      manifest: readManifest(tree, fileIn(folder, 'pyproject.toml')),
    }));
}

/** The folders of the members, whatever is in them; as {@link membersOf}. */
export function memberFolders(root: PdmManifest, tree: Tree): readonly string[] | undefined {
  const patterns = patternsOf(root);
  if (patterns === undefined) return undefined;
  const work = patterns.filter(isGlob).length * manifestFolders(tree).length;
  if (work > MAX_WORK) throw new OpenQuestion(`${root.path} has too many workspace patterns`);
  return [...new Set(patterns.flatMap((pattern) => foldersOf(root, pattern, tree)))];
}

/** Patterns times folders; real workspaces have a handful of patterns. */
const MAX_WORK = 100_000;

function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/** An empty table is no workspace, one that lists no members is (Python's truth). */
function patternsOf({ path, settings }: PdmManifest): readonly string[] | undefined {
  const { workspace } = settings;
  if (isTable(workspace) && Object.keys(workspace).length === 0) return undefined;
  if (workspace === undefined || workspace === false || workspace === '') return undefined;
  if (!isTable(workspace)) throw refuseManifest(path, KEY, 'tool.pdm.workspace must be a table.');
  const members: unknown = workspace.members ?? [];
  if (!Array.isArray(members) || !members.every((item) => typeof item === 'string')) {
    throw refuseManifest(path, [...KEY, 'members'], 'workspace members must be a list of paths.');
  }
  return members;
}

/** Folders with a manifest; what has none is left out without a word. */
function foldersOf(root: PdmManifest, pattern: string, tree: Tree): readonly string[] {
  if (!isGlob(pattern)) {
    const folder = resolvePath(root.directory, pattern);
    if (isOutside(folder)) throw new OpenQuestion(outside(root, pattern));
    if (!tree.files.has(fileIn(folder, 'pyproject.toml'))) return [];
    if (isInside(root, folder)) return [folder];
    const message = `the workspace member ${pattern} is not below ${root.directory || 'the root'}.`;
    throw refuseManifest(root.path, [...KEY, 'members'], message);
  }
  const matches = matcher(root, pattern);
  return manifestFolders(tree).filter(
    (folder) => isInside(root, folder) && matches(inside(root, folder)),
  );
}

function outside({ path }: PdmManifest, pattern: string): string {
  return `${path} names ${pattern} as a workspace member, which lies outside the repository`;
}

function isInside({ directory }: PdmManifest, folder: string): boolean {
  return directory === '' || folder === directory || folder.startsWith(`${directory}/`);
}

function inside({ directory }: PdmManifest, folder: string): string {
  return directory === '' ? folder : folder.slice(directory.length + 1);
}

/** Python's `Path.glob`: hidden folders count, and a final `**` also stands for no folder at all. */
function matcher({ path }: PdmManifest, pattern: string): (folder: string) => boolean {
  const glob = compileGlob(pattern, 'component', 'text');
  if (glob.kind === 'invalid' || /(?:^|\/)\.\.(?:\/|$)/.test(pattern)) {
    throw new OpenQuestion(`${path} has the workspace pattern ${pattern}`);
  }
  const above = /^(.*?)\/?\*\*\/?$/s.exec(pattern)?.[1];
  const itself = above === undefined ? undefined : compileGlob(above, 'component', 'text');
  return (folder) => glob.matches(folder) || (itself?.kind === 'glob' && itself.matches(folder));
}

const folders = new WeakMap<Tree, readonly string[]>();

function manifestFolders(tree: Tree): readonly string[] {
  const known = folders.get(tree);
  if (known !== undefined) return known;
  const found = [...tree.files.keys()]
    .filter((path) => path === 'pyproject.toml' || path.endsWith('/pyproject.toml'))
    .map(directoryOf);
  folders.set(tree, found);
  return found;
}

/**
 * The folder of the workspace that the project in `directory` is a member of: its lock counts, not
 * the member's own. Throws `Refusal` and `OpenQuestion`.
 */
export function workspaceAbove(directory: string, tree: Tree): string | undefined {
  return ancestorsOf(directory).find((above) => {
    const path = fileIn(above, 'pyproject.toml');
    if (!hasWorkspace(tree, path)) return false;
    return memberFolders(readManifest(tree, path), tree)?.includes(directory) ?? false;
  });
}

function hasWorkspace(tree: Tree, path: string): boolean {
  const document = tomlDocument(tree, path);
  return document.kind === 'document' && settingsOf(document.value).workspace !== undefined;
}

function settingsOf(table: TomlTable): TomlTable {
  return tableAt(tableAt(table, 'tool'), 'pdm');
}
