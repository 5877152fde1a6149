/**
 * Files that pip-compile or `uv pip compile` wrote. Neither tool has a check, so this is a verdict on
 * consistency: do the inputs and the pins contradict each other? Whether resolving anew would give
 * other versions cannot be known.
 */
import type { Tree } from '../../gates/types.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import { baseName, directoryOf, resolvePath } from '../paths.ts';
import type {
  Freshness,
  Located,
  LockProject,
  SemanticProblem,
  StaleReason,
  Undecidable,
} from '../types.ts';
import { type Origin, originOf, parseCommand } from './header.ts';
import { type Declared, type Input, readInput, requirementsAt, resolveInput } from './inputs.ts';
import type { RequirementLine, RequirementsFile } from './parse.ts';

/** pip-tools leaves these out unless it is told otherwise: `piptools/utils.py`. */
const UNSAFE = ['distribute', 'pip', 'setuptools'];

type ReadInput = Extract<Input, { kind: 'read' }>;

/** Files that a via comment or the header names, in the order of the header. */
export function inputPaths(tree: Tree, lock: string, origin: Origin): readonly string[] {
  const file = requirementsAt(tree, lock);
  const { inputs } = parseCommand(origin.command);
  const written = [...inputs, ...file.requirements.flatMap(({ via }) => via.flatMap(viaPath))];
  const named = written.map((one) => resolveInput(tree, lock, one));
  const stem = baseName(lock).replace(/\.txt$/, '');
  const beside = resolvePath(directoryOf(lock), `${stem}.in`);
  const paths = [...named, ...(inputs.length === 0 && tree.files.has(beside) ? [beside] : [])];
  return [...new Set(paths)].filter((path) => path !== 'unknown' && path !== lock);
}

/** The path in `-r dev.in`, `app (pyproject.toml)`, `app (setup.cfg:extra)`. */
function viaPath(via: string): readonly string[] {
  const included = /^-r (.+)$/.exec(via)?.[1];
  if (included !== undefined) return [included.trim()];
  const manifest = /\(([^()]*(?:pyproject\.toml|setup\.cfg|setup\.py))(?::[^()]*)?\)$/.exec(
    via,
  )?.[1];
  return manifest === undefined ? [] : [manifest];
}

export function compiledFreshness(project: LockProject, tree: Tree, origin: Origin): Freshness {
  const file = requirementsAt(tree, project.lock);
  const inputs = readAll(project, tree, origin);
  const read = inputs
    .filter((input) => input.kind === 'read')
    .filter(({ path }) => !isLayer(tree, path));
  const annotated = annotatedInputs(project.lock, tree, file);
  const reasons = read.flatMap((input) => [
    ...pinReasons(input, file),
    ...annotationReasons(project, input, file, annotated.get(input.path)),
  ]);
  const undecided = undecidedOf(project, inputs);
  const [first, ...others] = reasons;
  if (first !== undefined) return { status: 'stale', reasons: [first, ...others], undecided };
  const [open, ...more] = undecided;
  if (open !== undefined) return { status: 'unable', undecided: [open, ...more] };
  return { status: 'fresh', note: 'consistent with its inputs; the tool has no check of its own' };
}

/**
 * An input that was compiled itself. Layers are compiled one after the other, and worked over in
 * between by some projects, so a difference to one is told (see `layerProblems`) and is not stale.
 */
function isLayer(tree: Tree, path: string): boolean {
  return originOf(requirementsAt(tree, path).header) !== 'none';
}

/** Pins that a compiled input has otherwise. */
export function layerProblems(
  project: LockProject,
  tree: Tree,
  origin: Origin,
): readonly Located<SemanticProblem>[] {
  const file = requirementsAt(tree, project.lock);
  const pins = new Map(file.requirements.map((pin) => [pin.name, pin]));
  return readAll(project, tree, origin)
    .filter((input) => input.kind === 'read')
    .filter(({ path }) => isLayer(tree, path))
    .flatMap(({ declared }) => declared)
    .flatMap(({ name, specifiers, isConditional, at }): readonly Located<SemanticProblem>[] => {
      const pin = pins.get(name);
      if (pin === undefined || isConditional || pin.isConditional) return [];
      if (satisfies({ specifiers }, pin)) return [];
      const { version, line } = pin;
      return [
        {
          reason: { kind: 'layer-differs', name, version, layer: at.path, pinned: specifiers },
          at: { path: project.lock, line },
          related: [{ at, note: 'what the other file pins' }],
        },
      ];
    });
}

/** Inputs and what they include, each once. */
function readAll(project: LockProject, tree: Tree, origin: Origin): readonly Input[] {
  const command = parseCommand(origin.command);
  const open = [...inputPaths(tree, project.lock, origin)];
  const read = new Map<string, Input>();
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (read.has(path) || path === project.lock) continue;
    const input = readInput(tree, path, command);
    read.set(path, input);
    if (input.kind !== 'read') continue;
    for (const include of input.includes) {
      const target = resolvePath(directoryOf(path), include);
      if (tree.files.has(target)) open.push(target);
    }
  }
  return [...read.values()];
}

function undecidedOf({ lock }: LockProject, inputs: readonly Input[]): readonly Undecidable[] {
  if (inputs.length === 0) {
    const reason = `none of the files that ${lock} was made from is in the repository`;
    return [{ reason, remedy: 'Commit the input (.in, pyproject.toml) beside it.' }];
  }
  return inputs.flatMap((input) =>
    input.kind === 'read'
      ? []
      : [{ reason: input.reason, remedy: 'Declare the dependencies in [project].' }],
  );
}

/** Names that each input is annotated for; an old pip-compile annotates no inputs at all. */
function annotatedInputs(
  lock: string,
  tree: Tree,
  file: RequirementsFile,
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const { name, via } of file.requirements) {
    for (const written of via.flatMap(viaPath)) {
      const path = resolveInput(tree, lock, written);
      if (path === 'unknown') continue;
      const known = names.get(path) ?? new Set();
      names.set(path, known.add(name));
    }
  }
  return names;
}

/** Every unconditional requirement is pinned, and the pin satisfies it. */
function pinReasons(input: ReadInput, file: RequirementsFile): readonly Located<StaleReason>[] {
  const pins = Map.groupBy(file.requirements, ({ name }) => name);
  return input.declared.flatMap((declared): readonly Located<StaleReason>[] => {
    const { name, specifiers, isConditional, at } = declared;
    const found = pins.get(name) ?? [];
    const section = input.path;
    if (name === '' || (found.length === 0 && (isConditional || UNSAFE.includes(name)))) return [];
    const manifest = specifiers;
    if (found.length === 0) {
      return [{ reason: { kind: 'requirement-added', name, section, manifest }, at }];
    }
    if (found.some((pin) => satisfies(declared, pin))) return [];
    const lock = found.map(({ version }) => version).join(', ');
    return [{ reason: { kind: 'requirement-changed', name, section, manifest, lock }, at }];
  });
}

/** True also where either cannot be understood. */
function satisfies(
  { specifiers }: Pick<Declared, 'specifiers'>,
  { version, isLocated }: RequirementLine,
): boolean {
  const [set, pinned] = [parseSpecifiers(specifiers), parseVersion(version)];
  return isLocated || set === undefined || pinned === undefined || contains(set, pinned);
}

/** The pins that say they come from this input are exactly what it declares. */
function annotationReasons(
  { lock }: LockProject,
  input: ReadInput,
  file: RequirementsFile,
  annotated: ReadonlySet<string> | undefined,
): readonly Located<StaleReason>[] {
  const names = new Set(input.declared.map(({ name }) => name));
  const possible = new Set([...names, ...input.possible]);
  const removed = file.requirements
    .filter(({ name }) => annotated?.has(name) === true && !possible.has(name))
    .map(
      ({ name, text, line }): Located<StaleReason> => ({
        reason: { kind: 'requirement-removed', name, section: input.path, lock: text },
        at: { path: lock, line },
      }),
    );
  if (!hasInputAnnotations(file)) return removed;
  const pinned = new Map(file.requirements.map((pin) => [pin.name, pin]));
  const added = input.declared
    .filter(({ name, isConditional }) => {
      const via = pinned.get(name)?.via ?? [];
      return !isConditional && via.length > 0 && annotated?.has(name) !== true;
    })
    .map(
      ({ name, specifiers, at }): Located<StaleReason> => ({
        reason: { kind: 'requirement-added', name, section: input.path, manifest: specifiers },
        at,
      }),
    );
  return [...removed, ...added];
}

function hasInputAnnotations({ requirements }: RequirementsFile): boolean {
  return requirements.some(({ via }) => via.some((one) => viaPath(one).length > 0));
}
