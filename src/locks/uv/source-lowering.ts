/** What one entry of `[tool.uv.sources]` makes of a requirement. */
import type { Marker } from '../../python/markers/index.ts';
import { baseName, isOutside, resolvePath } from '../paths.ts';
import { booleanAt, stringAt, textOf } from '../values.ts';
import {
  conflictText,
  type Declaration,
  declare,
  located,
  registryKey,
  type Scope,
  type Written,
} from './declaration.ts';
import { declaredIndexes } from './indexes.ts';
import {
  archiveLocation,
  declaredGitLocation,
  fileLocation,
  type SourceLocation,
  treeLocation,
} from './locations.ts';
import { isPackage, type Manifest } from './manifest.ts';
import { OpenQuestion, refuseManifest } from './refusal.ts';
import { requiredMembers } from './required-members.ts';
import type { Source } from './sources.ts';
import { discoverWorkspace } from './workspace.ts';

export function fromSource(
  scope: Scope,
  written: Written,
  marker: Marker,
  source: Source,
  from: Manifest,
): Declaration {
  const { name } = written.requirement;
  const refuse = (message: string): Error => refuseManifest(from.path, source.key, message);
  switch (source.kind) {
    case 'index': {
      const wanted = stringAt(source.table, 'index') ?? '';
      const index = [scope.manifest, scope.workspace.manifest]
        .flatMap((manifest) => declaredIndexes(manifest.uv, manifest.directory))
        .find((candidate) => candidate.name === wanted);
      if (index === undefined) {
        throw refuse(`package \`${name}\` references an undeclared index: \`${wanted}\``);
      }
      const { location } = index;
      const url = location.kind === 'url' ? location.url : location.path;
      const key = registryKey(url, conflictKey(scope.projectName, source));
      return declare(written, marker, key);
    }
    case 'git': {
      const location = declaredGitLocation(source.table);
      if (location === undefined) throw refuse(`\`${name}\` has an invalid git URL`);
      return located(written, marker, location);
    }
    case 'url': {
      const text = stringAt(source.table, 'url') ?? '';
      if (text.includes('#')) throw refuse(`fragments are not allowed in URLs: \`${text}\``);
      const location = archiveLocation(text, stringAt(source.table, 'subdirectory'));
      if (location === undefined) throw refuse(`\`${text}\` is not the URL of an archive`);
      return located(written, marker, location);
    }
    case 'path':
      return located(written, marker, pathLocation(scope, source, from));
    case 'workspace':
      return located(written, marker, workspaceLocation(scope, name, source, from));
  }
}

function pathLocation(scope: Scope, source: Source, from: Manifest): SourceLocation {
  const path = resolvePath(from.directory, stringAt(source.table, 'path') ?? '');
  const editable = booleanAt(source.table, 'editable');
  const asPackage = booleanAt(source.table, 'package');
  if (!isFolder(scope, path)) {
    if (editable === true || asPackage === true) {
      throw refuseManifest(
        from.path,
        source.key,
        `a source with \`${editable === true ? 'editable' : 'package'} = true\` must refer to a local directory, not a file: \`${path}\``,
      );
    }
    const file = fileLocation(path);
    if (file !== undefined) return file;
    throw refuseManifest(from.path, source.key, `\`${path}\` is neither a folder nor an archive`);
  }
  if (editable === true) return treeLocation(path, 'editable');
  const target = asPackage === undefined ? readTarget(scope, path) : undefined;
  const isReal = asPackage ?? (target === undefined || isPackage(target, false));
  return treeLocation(path, isReal ? 'directory' : 'virtual');
}

/** A target that cannot be read is taken as a package here; the walk over the lock reports it. */
function readTarget(scope: Scope, path: string): Manifest | undefined {
  if (isOutside(path)) return undefined;
  try {
    return scope.files.manifest(path);
  } catch {
    return undefined;
  }
}

function workspaceLocation(
  scope: Scope,
  name: string,
  source: Source,
  from: Manifest,
): SourceLocation {
  const refuse = (message: string): Error => refuseManifest(from.path, source.key, message);
  const value = source.table.workspace;
  if (value === false) throw refuse('`workspace = false` is not yet supported');
  if (value === true) {
    const member = scope.workspace.members.get(name);
    if (member === undefined) {
      throw refuse(
        `\`${name}\` references a workspace in \`tool.uv.sources\` (e.g., \`${name} = { workspace = true }\`), but is not a workspace member`,
      );
    }
    const required = requiredMembers(scope.workspace);
    if (!isPackage(member, !required.has(name))) return treeLocation(member.directory, 'virtual');
    const editable = required.get(name) ?? true;
    return treeLocation(member.directory, editable ? 'editable' : 'directory');
  }
  const root = resolvePath(from.directory, textOf(value));
  if (isOutside(root))
    throw new OpenQuestion(`the workspace \`${root}\` lies outside the repository`);
  const target = discoverWorkspace(scope.files, root);
  if (target?.root !== root) throw refuse(`\`${root}\` is not the root of a workspace`);
  const member = target.members.get(name);
  if (member === undefined)
    throw refuse(`\`${name}\` is not a member of the workspace \`${root}\``);
  if (!isPackage(member, false)) return treeLocation(member.directory, 'virtual');
  const editable = booleanAt(source.table, 'editable') ?? true;
  return treeLocation(member.directory, editable ? 'editable' : 'directory');
}

/** uv takes what does not exist as a folder if its name has no extension. */
export function isFolder(scope: Scope, path: string): boolean {
  const entry = scope.files.tree.files.get(path);
  if (entry?.mode.startsWith('100') === true) return false;
  return scope.files.isFolder(path) || !/^.+\.[^.]*$/.test(baseName(path));
}

function conflictKey(project: string | undefined, source: Source): string | undefined {
  if (project === undefined) return undefined;
  if (source.extra !== undefined) return conflictText(project, 'extra', source.extra);
  if (source.group !== undefined) return conflictText(project, 'group', source.group);
  return undefined;
}
