/**
 * `uv.lock` of projects and workspaces, `X.py.lock` of scripts. How the verdict comes about is told
 * at the top of `check.ts`.
 */
import type { Tree } from '../../gates/types.ts';
import { baseName, directoryOf, fileIn, isOutside, resolvePath } from '../paths.ts';
import { shellWord } from '../shell-word.ts';
import type { LockFormat, LockProject } from '../types.ts';
import { stringAt } from '../values.ts';
import { checkLock } from './check.ts';
import { createFiles, type Files } from './files.ts';
import { readLock } from './lock-file.ts';
import { isSourceTree } from './lock-source.ts';
import type { Manifest } from './manifest.ts';
import { modelOf } from './model.ts';
import { isOpen } from './open.ts';
import { Refusal } from './refusal.ts';
import { sourcesOf } from './sources.ts';
import { isScript, locate } from './target.ts';
import { discoverWorkspace } from './workspace.ts';

export const uv: LockFormat = {
  kind: 'uv',
  commands: (project) => ({ tool: 'uv', check: 'uv lock --check', relock: relock(project) }),
  find: findProjects,
  inputs,
  judge: checkLock,
  model: modelOf,
};

function relock(project: LockProject): string {
  if (isScript(project)) return `uv lock --script ${shellWord(project.manifest)}`;
  return project.directory === '' ? 'uv lock' : `uv lock --project ${shellWord(project.directory)}`;
}

function findProjects(tree: Tree): readonly LockProject[] {
  const projects: LockProject[] = [];
  for (const path of tree.files.keys()) {
    const directory = directoryOf(path);
    if (baseName(path) === 'uv.lock') {
      const manifest = fileIn(directory, 'pyproject.toml');
      projects.push({ kind: 'uv', lock: path, manifest, directory });
    } else if (path.endsWith('.py.lock')) {
      const manifest = path.slice(0, -'.lock'.length);
      if (tree.files.has(manifest)) projects.push({ kind: 'uv', lock: path, manifest, directory });
    }
  }
  return projects.filter((project) => tree.read(project.lock).kind !== 'absent');
}

/** Everything that the steps of the verdict look at; asked again as more texts arrive. */
function inputs(project: LockProject, tree: Tree): readonly string[] {
  const files = createFiles(tree);
  files.has(project.lock);
  attempt(() => {
    const target = locate(files, project);
    if (target.kind === 'unused') return;
    for (const manifest of target.workspace.members.values()) touchSources(files, manifest);
    touchSources(files, target.workspace.manifest);
  });
  attempt(() => {
    const lock = readLock(tree, project.lock);
    if (lock.kind !== 'lock') return;
    for (const { source } of lock.lock.packages) {
      if (isSourceTree(source)) touchTree(files, resolvePath(project.directory, source.path));
    }
  });
  return [...files.touched];
}

/** The manifest of a path dependency, those that its workspace needs, and those of its sources. */
function touchTree(files: Files, directory: string): void {
  if (isOutside(directory)) return;
  attempt(() => discoverWorkspace(files, directory));
  attempt(() => {
    const manifest = files.manifest(directory);
    if (manifest !== undefined) touchSources(files, manifest);
  });
}

/** Folders that `[tool.uv.sources]` names: what is locked for them depends on their manifests. */
function touchSources(files: Files, manifest: Manifest): void {
  attempt(() => {
    for (const { table } of [...sourcesOf(manifest).values()].flat()) {
      const path = stringAt(table, 'path') ?? stringAt(table, 'workspace');
      const directory = path === undefined ? '..' : resolvePath(manifest.directory, path);
      if (!isOutside(directory)) attempt(() => discoverWorkspace(files, directory));
    }
  });
}

/** What uv would refuse is for the verdict to say. */
function attempt(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError || isOpen(error)) return;
    throw error;
  }
}
