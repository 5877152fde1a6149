/** The manifest behind a locked source tree, and the workspace in which it counts. */

import { directoryOf, fileIn, isOutside, resolvePath } from '../paths.ts';
import { tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import type { Scope } from './declaration.ts';
import type { LockPackage } from './lock-file.ts';
import type { SourceTree } from './lock-source.ts';
import type { Manifest, Project } from './manifest.ts';
import { refuseLock } from './refusal.ts';
import {
  discoverWorkspace,
  hasIntermediateManifest,
  singleProject,
  type Workspace,
} from './workspace.ts';

/** The manifest behind a source tree; `undefined` when there is nothing to compare with. */
export function sourceTreeManifest(
  check: Check,
  item: LockPackage,
  source: SourceTree,
): Manifest | undefined {
  const { files, lock } = check;
  const directory = resolvePath(directoryOf(lock.path), source.path);
  if (isOutside(directory)) {
    leaveOpen(
      check,
      `\`${item.name}\` lies outside the repository, at \`${source.path}\``,
      'keep path dependencies inside the repository',
    );
    return undefined;
  }
  const manifest = files.manifest(directory);
  if (manifest !== undefined) return manifest;
  if (files.has(fileIn(directory, 'pyproject.toml'))) return undefined;
  if (files.tree.files.has(directory)) {
    leaveOpen(
      check,
      `\`${item.name}\` lies in \`${directory}\`, a link or submodule whose files are not in this commit`,
      'check with uv in a full checkout',
    );
    return undefined;
  }
  const setup = ['setup.py', 'setup.cfg'].find((name) => files.has(fileIn(directory, name)));
  if (setup === undefined) {
    throw refuseLock(
      lock.path,
      ['package', item.index, 'source'],
      `\`${item.name}\` is to come from \`${directory}\`, which is no Python project (no \`pyproject.toml\`)`,
    );
  }
  leaveOpen(
    check,
    `the dependencies of \`${item.name}\` come from its \`${setup}\``,
    `declare them in \`${fileIn(directory, 'pyproject.toml')}\``,
  );
  return undefined;
}

/**
 * A lock made with the preview feature `lock-without-metadata` records edges only, and uv works out
 * the edges again. That takes a resolution.
 */
export function lacksMetadata(check: Check, item: LockPackage): boolean {
  const metadata = tableAt(item.table, 'metadata');
  if (!check.settings.isPreview('lock-without-metadata') || Object.keys(metadata).length > 0) {
    return false;
  }
  leaveOpen(
    check,
    `the lock was made without metadata, so the requirements of \`${item.name}\` cannot be compared`,
    'drop the preview feature `lock-without-metadata`',
  );
  return true;
}

/** The scope in which a source tree is lowered: its workspace, as found from its own folder. */
export function scopeOf(check: Check, manifest: Manifest, project: Project): Scope {
  const { files, settings } = check;
  const workspace = workspaceFor(check, manifest);
  if (workspace === undefined) {
    const alone = singleProject({ ...manifest, uv: {}, table: withoutGroups(manifest) });
    return {
      files,
      settings,
      manifest: alone.manifest,
      workspace: alone,
      projectName: project.name,
    };
  }
  return { files, settings, manifest, workspace, projectName: project.name };
}

/** `undefined` for a project that uv does not manage: its sources and groups do not count. */
function workspaceFor(check: Check, manifest: Manifest): Workspace | undefined {
  const { workspace, files } = check;
  const name = manifest.project?.name;
  const isMember = name !== undefined && workspace.members.get(name) === manifest;
  if (isMember && !hasIntermediateManifest(files, workspace.root, manifest.directory)) {
    return workspace;
  }
  return manifest.isManaged ? discoverWorkspace(files, manifest.directory) : undefined;
}

function withoutGroups(manifest: Manifest): Manifest['table'] {
  const { 'dependency-groups': _, ...rest } = manifest.table;
  return rest;
}

export function leaveOpen(check: Check, reason: string, remedy: string): void {
  check.files.leaveOpen({ reason, remedy });
}
