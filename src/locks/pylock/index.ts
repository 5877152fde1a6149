/**
 * `pylock.toml` and `pylock.NAME.toml` (PEP 751). The standard records no inputs and no tool has a
 * check, so this is a consistency verdict: is the file valid, and does it contradict the manifest
 * beside it, or the lock that it was exported from?
 */
import type { Tree } from '../../gates/types.ts';
import { MarkerTooComplex } from '../../python/markers/index.ts';
import { groupDeclarations, projectDeclarations } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import { baseName, directoryOf, fileIn } from '../paths.ts';
import { readDocument } from '../read-document.ts';
import type {
  Freshness,
  Located,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
  StaleReason,
  Undecidable,
} from '../types.ts';
import { arrayAt, stringAt, stringsAt, tableAt } from '../values.ts';
import { commandsOf } from './commands.ts';
import { coverageOf } from './coverage.ts';
import { derivedReasons, originsOf } from './derived.ts';
import { directReasons } from './direct.ts';
import { type Pylock, pylockOf, readPylock } from './lock-file.ts';
import { openPdmHash } from './pdm-hash.ts';
import { pylockProblems } from './problems.ts';
import { pythonReasons } from './python-range.ts';
import { refusalOf } from './validity.ts';

export const pylock: LockFormat = {
  kind: 'pylock',
  standsAlone: true,
  commands: commandsOf,
  find,
  inputs: (project) => [project.lock, project.manifest, ...originsOf(project)],
  judge,
  model,
};

function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => /^pylock\.(?:[^.]+\.)?toml$/.test(baseName(path)))
    .filter((path) => tree.read(path).kind !== 'absent')
    .map((path) => {
      const directory = directoryOf(path);
      const manifests = ['pyproject.toml', 'Pipfile'].map((name) => fileIn(directory, name));
      const [usual = ''] = manifests;
      const manifest = manifests.find((one) => tree.files.has(one)) ?? usual;
      return { kind: 'pylock', lock: path, manifest, directory };
    });
}

function judge(project: LockProject, tree: Tree): LockJudgement {
  const document = readPylock(tree, project.lock);
  if (document.kind === 'refused') return refused(document.reason);
  const lock = pylockOf(project.lock, document.value, document.text);
  try {
    const refusal = refusalOf(project.lock, document.value);
    if (refusal !== undefined) return refused(refusal);
    const freshness = freshnessOf(project, lock, tree);
    return { freshness, problems: pylockProblems(lock) };
  } catch (error) {
    if (!(error instanceof MarkerTooComplex)) throw error;
    const undecided = { reason: error.message, remedy: 'Simplify the markers.' };
    return { freshness: { status: 'unable', undecided: [undecided] }, problems: [] };
  }
}

function refused(reason: Located<RefusedReason>): LockJudgement {
  return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
}

/** What contradicts comes first: an open question never hides it. */
function freshnessOf(project: LockProject, lock: Pylock, tree: Tree): Freshness {
  const derived = derivedReasons(project, lock, tree);
  const compared = comparison(project, lock, tree, derived !== undefined);
  if (compared.refused !== undefined) return { status: 'refused', reasons: [compared.refused] };
  const [first, ...others] = [...(derived ?? []), ...compared.reasons];
  const [open, ...more] = compared.undecided;
  if (first !== undefined) {
    return { status: 'stale', reasons: [first, ...others], undecided: compared.undecided };
  }
  if (open !== undefined) return { status: 'unable', undecided: [open, ...more] };
  return { status: 'fresh', note: 'consistent: the format records no inputs to compare with' };
}

interface Comparison {
  readonly reasons: readonly Located<StaleReason>[];
  readonly undecided: readonly Undecidable[];
  readonly refused?: Located<RefusedReason>;
}

function comparison(
  project: LockProject,
  lock: Pylock,
  tree: Tree,
  isDerived: boolean,
): Comparison {
  // Pipenv copies its own lock, whose verdict is about the Pipfile.
  if (lock.createdBy === 'pipenv') {
    if (isDerived) return { reasons: [], undecided: [] };
    return open(`there is no readable Pipfile.lock beside ${project.lock} to compare it with`);
  }
  if (!tree.files.has(project.manifest)) {
    return open(`there is no pyproject.toml beside ${project.lock} to compare it with`);
  }
  const manifest = readDocument(tree, project.manifest, 'manifest', 'accepted');
  if (manifest.kind === 'refused') {
    return { reasons: [], undecided: [], refused: manifest.reason };
  }
  const coverage = coverageOf(lock, manifest.value);
  if (typeof coverage === 'string') {
    return open(`${project.lock} cannot be compared with ${project.manifest}: ${coverage}`);
  }
  const hash = openPdmHash(lock);
  return {
    reasons: [
      ...pythonReasons(project, lock, manifest.value, coverage),
      ...directReasons(project, lock, manifest.value, coverage),
    ],
    undecided: [
      ...(hash === undefined ? [] : [hash]),
      ...(coverage.project ? unknownDependencies(project, manifest.value) : []),
    ],
  };
}

function open(reason: string): Comparison {
  const remedy = 'Make the file again and look whether it changes.';
  return { reasons: [], undecided: [{ reason, remedy }] };
}

/** What is not written in `[project]` cannot be compared. */
function unknownDependencies(project: LockProject, manifest: TomlTable): readonly Undecidable[] {
  const table = tableAt(manifest, 'project');
  const isDynamic = stringsAt(table, 'dynamic').includes('dependencies');
  const isAbsent =
    stringAt(table, 'name') === undefined && arrayAt(table, 'dependencies').length === 0;
  if (!isDynamic && !isAbsent) return [];
  const why = isDynamic ? 'declares its dependencies as dynamic' : 'has no [project] table';
  return [
    {
      reason: `${project.manifest} ${why}, so the files do not say what it depends on`,
      remedy: 'List them in `[project] dependencies`.',
    },
  ];
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const document = readPylock(tree, project.lock);
  if (document.kind === 'refused') return undefined;
  const lock = pylockOf(project.lock, document.value, document.text);
  const version = stringAt(document.value, 'lock-version') ?? '';
  const manifest = readDocument(tree, project.manifest, 'manifest', 'accepted');
  return {
    format: version.split('.').map(Number),
    packages: lock.packages,
    direct: manifest.kind === 'document' ? directNames(manifest.value) : [],
  };
}

function directNames(manifest: TomlTable): readonly string[] {
  const declarations = [...projectDeclarations(manifest), ...groupDeclarations(manifest)];
  return [...new Set(declarations.map(({ name }) => name))];
}
