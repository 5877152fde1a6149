/**
 * Which workspace a folder belongs to, and its members.
 * Source: uv-workspace `workspace.rs`, `Workspace::discover` and `collect_members_only`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { ancestorsOf, baseName, fileIn, isOutside, relativePath, resolvePath } from '../paths.ts';
import { compareText } from '../values.ts';
import { type Files, SUBMODULE } from './files.ts';
import { compileGlob, type Glob } from './globs.ts';
import { type Manifest, strings, tableIn } from './manifest.ts';
import { refuseManifest } from './refusal.ts';

export interface Workspace {
  /** Folder of the root, which also holds the lock. */
  readonly root: string;
  readonly manifest: Manifest;
  /** By name, sorted; the root is one of them when it has a `[project]`. */
  readonly members: ReadonlyMap<string, Manifest>;
}

const WORKSPACE_KEY: TomlPath = ['tool', 'uv', 'workspace'];

/**
 * The workspace that uv works in when it starts in `directory`; `undefined` when there is no
 * manifest. Throws a `Refusal` for what uv refuses.
 */
export function discoverWorkspace(files: Files, directory: string): Workspace | undefined {
  const manifest = files.manifest(directory);
  if (manifest === undefined) return undefined;
  if (!manifest.isManaged) {
    throw refuseManifest(
      manifest.path,
      ['tool', 'uv', 'managed'],
      'the project is marked as unmanaged (`managed = false`), so uv does not lock it',
    );
  }
  const root = manifest.isWorkspaceRoot ? manifest : enclosingRoot(files, manifest);
  return root === undefined ? singleProject(manifest) : rememberedMembers(files, root);
}

/** A project on its own: its root, and its only member if it has a `[project]`. */
export function singleProject(manifest: Manifest): Workspace {
  const members = new Map<string, Manifest>();
  if (manifest.project !== undefined) members.set(manifest.project.name, manifest);
  return { root: manifest.directory, manifest, members };
}

/**
 * Walking up, uv stops at the first `pyproject.toml`: either that is the root of a workspace which
 * takes the project in, or the project is its own root.
 */
function enclosingRoot(files: Files, manifest: Manifest): Manifest | undefined {
  if (manifest.project === undefined) return undefined;
  for (const ancestor of ancestorsOf(manifest.directory)) {
    const candidate = files.manifest(ancestor);
    if (candidate === undefined) continue;
    if (!candidate.isWorkspaceRoot) return undefined;
    const path = relativePath(ancestor, manifest.directory);
    const { members, excludes } = globsOf(candidate, 'text');
    const isMember = members.some((glob) => glob.matches(path));
    return isMember && !excludes.some((glob) => glob.matches(path)) ? candidate : undefined;
  }
  return undefined;
}

/** Whether a `pyproject.toml` stands between a member and its root; uv then treats it as alone. */
export function hasIntermediateManifest(files: Files, root: string, directory: string): boolean {
  if (directory === root) return false;
  for (const ancestor of ancestorsOf(directory)) {
    if (ancestor === root) return false;
    if (files.tree.read(fileIn(ancestor, 'pyproject.toml')).kind !== 'absent') return true;
  }
  return false;
}

type CompiledGlob = Extract<Glob, { kind: 'glob' }>;

interface WorkspaceGlobs {
  readonly members: readonly CompiledGlob[];
  readonly excludes: readonly CompiledGlob[];
}

function globsOf(root: Manifest, mode: 'walk' | 'text'): WorkspaceGlobs {
  const table = tableIn(root.path, root.uv, 'workspace', ['tool', 'uv']);
  for (const key of Object.keys(table)) {
    if (key !== 'members' && key !== 'exclude') {
      throw refuseManifest(
        root.path,
        [...WORKSPACE_KEY, key],
        `unknown field \`${key}\`, expected \`members\` or \`exclude\``,
      );
    }
  }
  const compile = (key: 'members' | 'exclude'): readonly CompiledGlob[] =>
    strings(root.path, table, key, WORKSPACE_KEY).map((entry) => {
      const glob =
        key === 'members'
          ? compileGlob(entry.text, 'component', mode)
          : compileGlob(entry.text, 'path', 'text');
      if (glob.kind === 'glob') return glob;
      throw refuseManifest(root.path, entry.key, `\`${entry.text}\`: ${glob.message}`);
    });
  return { members: compile('members'), excludes: compile('exclude') };
}

type Outcome = { readonly workspace: Workspace } | { readonly error: unknown };

const known = new WeakMap<Files, Map<string, Outcome>>();

/** Many members lead to one root, which is worked out once. */
function rememberedMembers(files: Files, root: Manifest): Workspace {
  const outcomes = known.get(files) ?? new Map<string, Outcome>();
  known.set(files, outcomes);
  const outcome = outcomes.get(root.directory) ?? attempt(files, root);
  outcomes.set(root.directory, outcome);
  if ('error' in outcome) throw outcome.error;
  return outcome.workspace;
}

function attempt(files: Files, root: Manifest): Outcome {
  try {
    return { workspace: withMembers(files, root) };
  } catch (error) {
    return { error };
  }
}

function withMembers(files: Files, root: Manifest): Workspace {
  const found = new Map<string, Manifest>(singleProject(root).members);
  const { members, excludes } = globsOf(root, 'walk');
  const seen = new Set<string>([root.directory]);
  for (const glob of members) {
    for (const directory of matchingFolders(files, root.directory, glob)) {
      if (seen.has(directory)) continue;
      seen.add(directory);
      const path = relativePath(root.directory, directory);
      if (excludes.some((exclude) => exclude.matches(path))) continue;
      addMember(files, root, glob, directory, found);
    }
  }
  const sorted = [...found].sort(([left], [right]) => compareText(left, right));
  for (const [, member] of sorted) {
    if (member.isWorkspaceRoot && member !== root) {
      throw refuseManifest(
        member.path,
        WORKSPACE_KEY,
        'nested workspaces are not supported, but this workspace member has a `tool.uv.workspace` table',
      );
    }
  }
  return { root: root.directory, manifest: root, members: new Map(sorted) };
}

function addMember(
  files: Files,
  root: Manifest,
  glob: CompiledGlob,
  directory: string,
  found: Map<string, Manifest>,
): void {
  if (files.tree.files.get(directory)?.mode === SUBMODULE) {
    files.leaveOpen({
      reason: `the workspace member \`${directory}\` is a git submodule, whose files are not in this commit`,
      remedy: `exclude it from \`tool.uv.workspace\`, or check with uv in a full checkout`,
    });
    return;
  }
  const path = fileIn(directory, 'pyproject.toml');
  if (!files.has(path)) {
    if (baseName(directory).startsWith('.')) return;
    throw refuseManifest(
      root.path,
      [...WORKSPACE_KEY, 'members'],
      `workspace member \`${directory}\` is missing a \`pyproject.toml\` (matches: \`${glob.source}\`)`,
    );
  }
  const member = files.manifest(directory);
  if (member === undefined || !member.isManaged) return;
  const name = member.project?.name;
  if (name === undefined) {
    throw refuseManifest(member.path, [], `no \`project\` table found in \`${member.path}\``);
  }
  const other = found.get(name);
  if (other !== undefined) {
    throw refuseManifest(
      member.path,
      ['project', 'name'],
      `two workspace members are both named \`${name}\`: \`${folder(other)}\` and \`${folder(member)}\``,
    );
  }
  found.set(name, member);
}

function folder(manifest: Manifest): string {
  return manifest.directory === '' ? '.' : manifest.directory;
}

/** Folders that `glob` matches below `root`, sorted. */
function matchingFolders(files: Files, root: string, glob: CompiledGlob): readonly string[] {
  const wildcard = glob.source.search(/[*?[]/);
  const literal = resolvePath(root, glob.source);
  if (isOutside(literal)) {
    files.leaveOpen({
      reason: `the workspace members \`${glob.source}\` lie outside the repository`,
      remedy: 'move the members into the repository',
    });
    return [];
  }
  if (wildcard < 0) return files.isFolder(literal) ? [literal] : [];
  const base = resolvePath(root, glob.source.slice(0, glob.source.lastIndexOf('/', wildcard) + 1));
  const prefix = base === '' ? '' : `${base}/`;
  return [...files.folders()]
    .filter((folder) => folder.startsWith(prefix) && folder.length > prefix.length)
    .filter((folder) => glob.matches(relativePath(root, folder)))
    .sort(compareText);
}
