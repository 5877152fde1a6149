/**
 * pdm.lock. Most record a hash of the manifest, so that the verdict is exact and says nothing about
 * the reason: that comes from the lock's body (body.ts) or, between two commits, from the manifests
 * (manifest-edits.ts). Since PDM 2.28.1 a lock can record the inputs themselves (lock-inputs/).
 */
import type { Tree } from '../../gates/types.ts';
import { type HashedManifest, manifestEdits } from '../manifest-edits.ts';
import { ancestorsOf, baseName, directoryOf, fileIn } from '../paths.ts';
import { readDocument } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type { Located, LockFormat, LockModel, LockProject, StaleReason } from '../types.ts';
import { OpenQuestion, Refusal } from '../uv/refusal.ts';
import { declarationsOf, pythonOf } from './declarations.ts';
import { judge } from './judge.ts';
import { readLock } from './lock-file.ts';
import { NO_MARK, readManifest } from './manifest.ts';
import { settingsFiles } from './settings.ts';
import { memberFolders } from './workspace.ts';

export const pdm: LockFormat = {
  kind: 'pdm',
  commands: ({ directory }) => ({
    tool: 'PDM',
    check: 'pdm lock --check',
    relock: directory === '' ? 'pdm lock' : `pdm lock --project ${shellWord(directory)}`,
  }),
  find,
  inputs,
  judge,
  model,
  explain,
};

const HASHED: HashedManifest = {
  declarations: declarationsOf,
  python: pythonOf,
  tables: [
    ['tool', 'pdm', 'source'],
    ['tool', 'pdm', 'resolution'],
    ['tool', 'pdm', 'workspace'],
  ],
};

function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => baseName(path) === 'pdm.lock' && tree.read(path).kind !== 'absent')
    .map((lock) => {
      const directory = directoryOf(lock);
      return { kind: 'pdm', lock, manifest: fileIn(directory, 'pyproject.toml'), directory };
    });
}

/** The workspace above decides whether the lock counts, the members below are part of its hash. */
function inputs({ lock, manifest, directory }: LockProject, tree: Tree): readonly string[] {
  const above = ancestorsOf(directory).map((folder) => fileIn(folder, 'pyproject.toml'));
  return [
    lock,
    manifest,
    ...settingsFiles(directory),
    ...above,
    ...memberManifests(manifest, tree),
  ];
}

/** None when PDM would stop before it looks at them: that is for the verdict to say. */
function memberManifests(manifest: string, tree: Tree): readonly string[] {
  try {
    const folders = memberFolders(readManifest(tree, manifest), tree) ?? [];
    return folders.map((folder) => fileIn(folder, 'pyproject.toml'));
  } catch (error) {
    if (error instanceof Refusal || error instanceof OpenQuestion) return [];
    throw error;
  }
}

/** The edits of the project and of every member of its workspace, and which members there are. */
function explain(project: LockProject, base: Tree, head: Tree): readonly Located<StaleReason>[] {
  const [before, after] = [base, head].map((tree) => memberManifests(project.manifest, tree));
  const [added, removed] = [without(after, before), without(before, after)];
  const membership: readonly Located<StaleReason>[] =
    added.length === 0 && removed.length === 0
      ? []
      : [{ reason: { kind: 'members-changed', added, removed }, at: { path: project.manifest } }];
  const edits = [project.manifest, ...(after ?? [])].flatMap((manifest) =>
    manifestEdits({ ...project, manifest }, base, head, HASHED),
  );
  return [...membership, ...edits];
}

function without(paths: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  return paths.filter((path) => !others.includes(path)).map(directoryOf);
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const document = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (document.kind === 'refused') return undefined;
  const lock = readLock(project, document.value);
  const direct = [project.manifest, ...memberManifests(project.manifest, tree)].flatMap((path) => {
    const manifest = readDocument(tree, path, 'manifest', NO_MARK);
    return manifest.kind === 'document' ? declarationsOf(manifest.value) : [];
  });
  return {
    format: lock.version.split('.').map(Number),
    packages: lock.packages,
    direct: [...new Set(direct.map(({ name }) => name))],
  };
}
