/** What the body of a poetry.lock says beside its hash. */
import { normalizeName } from '../../python/names.ts';
import {
  declarationProblems,
  declarationReasons,
  type LockBody,
  missingHashes,
  orphans,
} from '../body.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, SemanticProblem, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import { admits } from './constraints.ts';
import { declarationsOf, pythonOf } from './declarations.ts';
import type { PoetryLock } from './lock-file.ts';

export interface Body {
  readonly project: LockProject;
  readonly lock: PoetryLock;
  readonly manifest: TomlTable;
}

function lockBody({ project, lock, manifest }: Body): LockBody {
  return {
    project,
    declarations: declarationsOf(manifest),
    packages: lock.packages,
    admits,
    neverLocked: [projectName(manifest)],
  };
}

/** Entries of the manifest that the lock cannot have been made for. */
export function bodyReasons(body: Body): readonly Located<StaleReason>[] {
  return [...pythonReasons(body), ...extrasReasons(body), ...declarationReasons(lockBody(body))];
}

/** What does not fit in a lock whose hash matches. */
export function bodyProblems(body: Body): readonly Located<SemanticProblem>[] {
  const common = lockBody(body);
  const direct = common.declarations.map(({ name }) => name);
  return [
    ...declarationProblems(common),
    ...orphans(common.packages, direct),
    ...missingHashes(common.packages),
    ...pathDependencies(body),
  ];
}

function pythonReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const declared = pythonOf(manifest);
  const locked = stringAt(lock.metadata, 'python-versions');
  if (declared === undefined || locked === undefined || declared.text === locked) return [];
  return [
    {
      reason: { kind: 'python-changed', manifest: declared.text, lock: locked },
      at: { path: project.manifest, key: declared.key },
      related: [
        {
          at: { path: project.lock, key: ['metadata', 'python-versions'] },
          note: 'what the lock was made for',
        },
      ],
    },
  ];
}

function extrasReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const optional = tableAt(tableAt(manifest, 'project'), 'optional-dependencies');
  const legacy = tableAt(tableAt(tableAt(manifest, 'tool'), 'poetry'), 'extras');
  const declared = sortedNames(Object.keys({ ...optional, ...legacy }));
  const locked = sortedNames(Object.keys(tableAt(lock.table, 'extras')));
  if (declared.join() === locked.join()) return [];
  const key =
    Object.keys(optional).length > 0
      ? ['project', 'optional-dependencies']
      : ['tool', 'poetry', 'extras'];
  return [
    {
      reason: {
        kind: 'extras-changed',
        name: projectName(manifest),
        manifest: declared,
        lock: locked,
      },
      at: { path: project.manifest, key },
    },
  ];
}

function sortedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(normalizeName))].sort();
}

function projectName(manifest: TomlTable): string {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  const name = stringAt(tableAt(manifest, 'project'), 'name') ?? stringAt(poetry, 'name');
  return normalizeName(name ?? 'this project');
}

function pathDependencies({ project, manifest }: Body): readonly Located<SemanticProblem>[] {
  return declarationsOf(manifest).flatMap(
    ({ name, path, key }): readonly Located<SemanticProblem>[] =>
      path === undefined
        ? []
        : [
            {
              reason: { kind: 'uncovered-path-dependency', name, dependency: path },
              at: { path: project.manifest, key },
            },
          ],
  );
}
