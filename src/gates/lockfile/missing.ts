/**
 * A manifest with dependencies and no lock. Nothing is said where a repository does not want one: a
 * library without a lock is fine. It wants one where an application stands beside projects that
 * have locks, or where its own workflows install from a lock.
 */
import { type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { baseName, directoryOf, fileIn } from '../../locks/paths.ts';
import type { Located, LockKind, LockProject, MissingLockReason } from '../../locks/types.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../../locks/values.ts';
import { textAt } from '../tree.ts';
import type { Tree } from '../types.ts';

/** A project whose lock is not there, and why it should be. */
export interface MissingLock extends LockProject {
  readonly found: Located<MissingLockReason>;
}

/** The lock that a tool writes beside `pyproject.toml`, and the tables that name the tool. */
const LOCK_NAMES: Partial<Record<LockKind, string>> = {
  uv: 'uv.lock',
  poetry: 'poetry.lock',
  pdm: 'pdm.lock',
};

/** What a workflow says that installs from a lock, or checks it. Only evidence, never a verdict. */
const INSTALLS_FROM_LOCK: Partial<Record<LockKind, RegExp>> = {
  uv: /\buv (?:sync|run|lock|export)\b[^\n]*--(?:locked|frozen|check)\b/,
  poetry: /\bpoetry (?:check --lock|sync)\b/,
  pdm: /\bpdm (?:sync|install --(?:check|frozen-lockfile)|lock --check)\b/,
};

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Manifests and workflows; nothing where no manifest lacks a lock. */
export function missingInputs(tree: Tree, projects: readonly LockProject[]): readonly string[] {
  const manifests = uncovered(tree, projects);
  if (manifests.length === 0) return [];
  return [...manifests, ...[...tree.files.keys()].filter((path) => WORKFLOW.test(path))];
}

export function missingLocks(tree: Tree, projects: readonly LockProject[]): readonly MissingLock[] {
  return uncovered(tree, projects).flatMap((manifest): readonly MissingLock[] => {
    const document = tomlDocument(tree, manifest);
    if (document.kind !== 'document' || !isApplication(document.value)) return [];
    const key = dependenciesOf(document.value);
    if (key === 'none') return [];
    const kind = toolOf(document.value) ?? commonKind(projects);
    const name = kind === undefined ? undefined : LOCK_NAMES[kind];
    if (kind === undefined || name === undefined) return [];
    const because = evidence(tree, projects, kind);
    if (because === 'none') return [];
    const directory = directoryOf(manifest);
    const lock = fileIn(directory, name);
    const found = { reason: { kind: 'missing', because }, at: { path: manifest, key } } as const;
    return [{ kind, manifest, lock, directory, found }];
  });
}

/** Manifests that no lock can be meant for: none beside them, none of a workspace above. */
function uncovered(tree: Tree, projects: readonly LockProject[]): readonly string[] {
  const folders = new Set(projects.map(({ lock }) => directoryOf(lock)));
  return [...tree.files.keys()].filter((path) => {
    if (baseName(path) !== 'pyproject.toml') return false;
    for (let folder = directoryOf(path); ; folder = directoryOf(folder)) {
      if (folders.has(folder)) return false;
      if (folder === '') return true;
    }
  });
}

/** Something that is run, not installed by others: it has no build system, or says so. */
function isApplication(manifest: TomlTable): boolean {
  const tool = tableAt(manifest, 'tool');
  if (tableAt(tool, 'uv').package === false) return true;
  if (tableAt(tool, 'poetry')['package-mode'] === false) return true;
  return !Object.hasOwn(manifest, 'build-system') && isTable(manifest.project);
}

function dependenciesOf(manifest: TomlTable): readonly string[] | 'none' {
  if (arrayAt(tableAt(manifest, 'project'), 'dependencies').length > 0) {
    return ['project', 'dependencies'];
  }
  const poetry = tableAt(tableAt(tableAt(manifest, 'tool'), 'poetry'), 'dependencies');
  const names = Object.keys(poetry).filter((name) => name.toLowerCase() !== 'python');
  return names.length > 0 ? ['tool', 'poetry', 'dependencies'] : 'none';
}

function toolOf(manifest: TomlTable): LockKind | undefined {
  const tool = tableAt(manifest, 'tool');
  const backend = stringAt(tableAt(manifest, 'build-system'), 'build-backend') ?? '';
  if (isTable(tool.poetry) || backend.startsWith('poetry.')) return 'poetry';
  if (isTable(tool.pdm)) return 'pdm';
  return isTable(tool.uv) ? 'uv' : undefined;
}

/** The tool of the other projects, where they agree. */
function commonKind(projects: readonly LockProject[]): LockKind | undefined {
  const kinds = new Set(projects.map(({ kind }) => kind).filter((kind) => kind in LOCK_NAMES));
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

function evidence(tree: Tree, projects: readonly LockProject[], kind: LockKind): string | 'none' {
  const pattern = INSTALLS_FROM_LOCK[kind];
  const workflow = [...tree.files.keys()].find(
    (path) => WORKFLOW.test(path) && pattern?.test(textAt(tree, path) ?? ''),
  );
  if (workflow !== undefined) return `${workflow} installs from one`;
  const sibling = projects.find((project) => project.kind === kind);
  return sibling === undefined ? 'none' : `other projects here have one (${sibling.lock})`;
}
