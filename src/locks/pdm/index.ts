/**
 * pdm.lock. Its check compares a hash of the manifests, or their recorded inputs (lock-inputs.ts),
 * with what the lock says; reasons come from the lock's body or, between two commits, from the
 * manifests (manifest-edits.ts).
 */
import type { Tree } from '../../gates/types.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import {
  declarationProblems,
  declarationReasons,
  type LockBody,
  missingHashes,
  orphans,
} from '../body.ts';
import { type TomlTable, tomlDocument } from '../documents.ts';
import { type HashedManifest, manifestEdits } from '../manifest-edits.ts';
import { baseName, directoryOf, fileIn } from '../paths.ts';
import { type ByteOrderMark, readDocument } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type {
  Located,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
} from '../types.ts';
import { isTable, stringAt, tableAt } from '../values.ts';
import { freshnessOf, type PdmState } from './freshness.ts';
import { readLock } from './lock-file.ts';
import { declarationsOf, pythonOf } from './manifest.ts';
import { memberManifests } from './workspace.ts';

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
  explain: (project, base, head) => manifestEdits(project, base, head, HASHED),
};

const HASHED: HashedManifest = {
  declarations: declarationsOf,
  python: pythonOf,
  tables: [
    ['tool', 'pdm', 'source'],
    ['tool', 'pdm', 'resolution'],
  ],
};

/** tomllib says "Invalid statement". */
const NO_MARK: ByteOrderMark = { refusedBy: 'PDM' };

function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => baseName(path) === 'pdm.lock')
    .map((lock) => {
      const directory = directoryOf(lock);
      return { kind: 'pdm', lock, manifest: fileIn(directory, 'pyproject.toml'), directory };
    });
}

function inputs({ lock, manifest, directory }: LockProject, tree: Tree): readonly string[] {
  const document = tomlDocument(tree, manifest);
  const members =
    document.kind === 'document' ? memberManifests(tree, directory, document.value) : 'none';
  return [lock, manifest, ...(members === 'none' ? [] : members.values())];
}

function judge(project: LockProject, tree: Tree): LockJudgement {
  const manifest = readDocument(tree, project.manifest, 'manifest', NO_MARK);
  if (manifest.kind === 'refused') return refused(manifest.reason);
  const document = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (document.kind === 'refused') return refused(document.reason);
  if (!isTable(manifest.value.project)) return withoutProject(project);
  const members = readMembers(project, tree, manifest.value);
  if ('reason' in members) return refused(members);
  const lock = readLock(project, document.value);
  const state: PdmState = { project, manifest: manifest.value, lock, members: members.members };
  const body = bodyOf(state);
  const freshness = freshnessOf(state, () => declarationReasons(body));
  // The first locks had other declarations, too.
  const isReadable = freshness.status === 'fresh' && !/^[0-3](?:\.|$)/.test(lock.version);
  return { freshness, problems: isReadable ? problemsOf(state, body) : [] };
}

function refused(reason: Located<RefusedReason>): LockJudgement {
  return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
}

/** PDM then converts what Poetry or Flit declare, by rules of its own. */
function withoutProject({ manifest }: LockProject): LockJudgement {
  const reason = `${manifest} has no [project], so PDM converts other tables before it hashes`;
  const remedy = 'Declare the project in [project]: pdm import';
  return { freshness: { status: 'unable', undecided: [{ reason, remedy }] }, problems: [] };
}

function readMembers(
  project: LockProject,
  tree: Tree,
  manifest: TomlTable,
): { readonly members: PdmState['members'] } | Located<RefusedReason> {
  const paths = memberManifests(tree, project.directory, manifest);
  if (paths === 'none') return { members: 'none' };
  const members = new Map<string, TomlTable>();
  for (const [folder, path] of paths) {
    const document = readDocument(tree, path, 'manifest', NO_MARK);
    if (document.kind === 'refused') return document.reason;
    members.set(folder, document.value);
  }
  return { members };
}

function bodyOf({ project, manifest, lock }: PdmState): LockBody {
  const own = stringAt(tableAt(manifest, 'project'), 'name');
  return {
    project,
    // A lock can be made for some groups only: what it does not cover is not missing.
    declarations: declarationsOf(manifest).filter(
      ({ section }) => section === 'project.dependencies',
    ),
    packages: lock.packages,
    admits,
    neverLocked: own === undefined ? [] : [own],
  };
}

function admits(constraint: string, version: string): boolean | undefined {
  const [specifiers, locked] = [parseSpecifiers(constraint), parseVersion(version)];
  return specifiers === undefined || locked === undefined
    ? undefined
    : contains(specifiers, locked);
}

function problemsOf(
  { manifest, lock, members }: PdmState,
  body: LockBody,
): LockJudgement['problems'] {
  const manifests = [manifest, ...(members === 'none' ? [] : members.values())];
  const direct = manifests.flatMap(declarationsOf).map(({ name }) => name);
  // Members and local packages are no dependencies of anything.
  const installed = lock.packages.filter(({ source }) => source.kind !== 'path');
  const local = lock.packages.filter(({ source }) => source.kind === 'path');
  const roots = [...direct, ...local.map(({ name }) => name)];
  return [
    ...declarationProblems(body),
    ...orphans([...installed, ...local], roots),
    ...missingHashes(installed),
  ];
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const document = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (document.kind === 'refused') return undefined;
  const lock = readLock(project, document.value);
  const manifest = tomlDocument(tree, project.manifest);
  const direct = manifest.kind === 'document' ? declarationsOf(manifest.value) : [];
  return {
    format: lock.version.split('.').map(Number),
    packages: lock.packages,
    direct: [...new Set(direct.map(({ name }) => name))],
  };
}
