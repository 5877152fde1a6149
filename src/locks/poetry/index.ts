/**
 * poetry.lock. Its check compares a hash of the manifest with the recorded one, so the verdict is
 * exact, and says nothing about the reason: that comes from the lock's body (body.ts) or, between
 * two commits, from the manifests (manifest-edits.ts).
 */

import type { Tree } from '../../gates/types.ts';
import { type HashedManifest, manifestEdits } from '../manifest-edits.ts';
import { readDocument } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type {
  Located,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
  SemanticProblem,
} from '../types.ts';
import { bodyProblems, bodyReasons } from './body.ts';
import { writerOf } from './content-hash.ts';
import { declarationsOf, pythonOf } from './declarations.ts';
import { freshnessOf } from './freshness.ts';
import { type PoetryLock, readLock } from './lock-file.ts';

export const poetry: LockFormat = {
  kind: 'poetry',
  commands: ({ directory }) => ({
    tool: 'Poetry',
    check: 'poetry check --lock',
    relock: directory === '' ? 'poetry lock' : `cd ${shellWord(directory)} && poetry lock`,
  }),
  find,
  inputs: ({ lock, manifest }) => [lock, manifest],
  judge,
  model,
  explain: (project, base, head) => manifestEdits(project, base, head, HASHED),
};

/** Poetry 2.5.1 says "Empty key at line 1" of a manifest, "Invalid statement" of a lock. */
const NO_MARK = { refusedBy: 'Poetry' } as const;

const HASHED: HashedManifest = {
  declarations: declarationsOf,
  python: pythonOf,
  tables: [
    ['tool', 'poetry', 'source'],
    ['tool', 'poetry', 'extras'],
  ],
};

function find(tree: Tree): readonly LockProject[] {
  const projects: LockProject[] = [];
  for (const path of tree.files.keys()) {
    const directory = folderOfLock(path);
    if (directory === undefined) continue;
    const manifest = directory === '' ? 'pyproject.toml' : `${directory}/pyproject.toml`;
    projects.push({ kind: 'poetry', lock: path, manifest, directory });
  }
  return projects;
}

function folderOfLock(path: string): string | undefined {
  if (path === 'poetry.lock') return '';
  return path.endsWith('/poetry.lock') ? path.slice(0, -'/poetry.lock'.length) : undefined;
}

function judge(project: LockProject, tree: Tree): LockJudgement {
  const lockDocument = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (lockDocument.kind === 'refused') return refused(lockDocument.reason);
  const manifest = readDocument(tree, project.manifest, 'manifest', NO_MARK);
  if (manifest.kind === 'refused') return refused(manifest.reason);
  const lock = readLock(project, lockDocument.value);
  const body = { project, lock, manifest: manifest.value };
  const writer = writerOf(lockDocument.text);
  const freshness = freshnessOf(project, lock, writer, manifest.value, () => bodyReasons(body));
  // A stale lock is made again anyway: what its body lacks follows from that.
  const problems = freshness.status === 'fresh' ? bodyProblems(body) : [];
  return { freshness, problems: [...problems, ...formatProblems(project, lock)] };
}

function refused(reason: Located<RefusedReason>): LockJudgement {
  return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
}

function formatProblems(
  project: LockProject,
  { version }: PoetryLock,
): readonly Located<SemanticProblem>[] {
  if (!/^(?:1\.|2\.0$)/.test(version)) return [];
  const message = 'Poetry 2 writes 2.1, which also locks groups and markers.';
  return [
    {
      reason: { kind: 'old-format', found: version, message },
      at: { path: project.lock, key: ['metadata', 'lock-version'] },
    },
  ];
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const document = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (document.kind === 'refused') return undefined;
  const lock = readLock(project, document.value);
  const manifest = readDocument(tree, project.manifest, 'manifest', NO_MARK);
  return {
    format: lock.version.split('.').map(Number),
    packages: lock.packages,
    direct:
      manifest.kind === 'document' ? declarationsOf(manifest.value).map(({ name }) => name) : [],
  };
}
