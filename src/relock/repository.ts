/** Relocks what has to be relocked in a repository, project by project. */
import { lockfile } from '../gates/lockfile/index.ts';
import { withTexts } from '../gates/tree.ts';
import type { Gate, GateContext, Tree } from '../gates/types.ts';
import { exportedFrom } from '../locks/exports.ts';
import { lockFormats } from '../locks/index.ts';
import type { LockFormat, LockProject } from '../locks/types.ts';
import { lockToolOf } from './commands/index.ts';
import type { Engine } from './engine.ts';
import { relockInputs } from './inputs.ts';
import type { RelockResult, Upgrade, Upgrades } from './types.ts';
import { type Verified, verify } from './verify.ts';

/** What `gather` has to ask, so that the tree holds all texts that relocking needs. */
export const relockAsking: Pick<Gate, 'inputs'> = {
  inputs: (tree) => [
    ...lockfile.inputs(tree),
    ...lockProjects(tree).flatMap(({ format, project }) => {
      const tool = lockToolOf(project, tree);
      return tool === 'none' ? [] : relockInputs({ project, tree, upgrades: 'none' }, format, tool);
    }),
  ],
};

export interface RelockOptions {
  readonly tree: Tree;
  /** Whether a lock is meant, by its path. */
  isMeant(lock: string): boolean;
  /** Packages to move; without any, locks that are not in step are brought in step. */
  readonly upgrades: readonly Upgrade[];
  /** What becomes of locks whose freshness our gate cannot decide. */
  readonly undecided: 'relock' | 'leave';
  /** See `RelockRequest`. */
  readonly newest?: string;
  readonly context: GateContext;
  /** See `Engine.relock`. */
  readonly cacheKey: string;
  /** Before a tool starts. */
  onStart?(lock: string): void;
}

export interface Outcome {
  readonly project: LockProject;
  /** `fresh`: nothing had to be done, so nothing was run. */
  readonly result: RelockResult | { readonly kind: 'fresh' };
}

export interface Relocked {
  readonly outcomes: readonly Outcome[];
  /** The tree with the new locks. */
  readonly tree: Tree;
}

/** Locks that others are exported from come before those. Each sees the new locks before it. */
export async function relockAll(engine: Engine, options: RelockOptions): Promise<Relocked> {
  const { context, cacheKey, newest } = options;
  const outcomes: Outcome[] = [];
  let { tree } = options;
  for (const { format, project } of lockProjects(tree)) {
    if (!options.isMeant(project.lock)) continue;
    const upgrades = upgradesFor(format, project, tree, options.upgrades);
    if (upgrades === 'not here') continue;
    if (upgrades === 'none' && isLeft(verify(format, project, tree, context), options)) {
      outcomes.push({ project, result: { kind: 'fresh' } });
      continue;
    }
    options.onStart?.(project.lock);
    const request = { project, tree, upgrades, ...(newest === undefined ? {} : { newest }) };
    const result = await engine.relock(request, cacheKey);
    outcomes.push({ project, result });
    if (result.kind === 'relocked') {
      const texts = result.changes.map(({ path, after }) => [path, after] as const);
      tree = withTexts(tree, Object.fromEntries(texts));
    }
  }
  return { outcomes, tree };
}

function isLeft({ kind }: Verified, { undecided }: RelockOptions): boolean {
  return kind === 'fresh' || (kind === 'undecided' && undecided === 'leave');
}

/** Paths of the locks that this engine can make. */
export function relockable(tree: Tree): ReadonlySet<string> {
  const makeable = lockProjects(tree).filter(({ makes }) => makes);
  return new Set(makeable.map(({ project }) => project.lock));
}

/** Of the wanted packages those that a lock holds; exports follow their locks by themselves. */
function upgradesFor(
  format: LockFormat,
  project: LockProject,
  tree: Tree,
  wanted: readonly Upgrade[],
): Upgrades | 'not here' {
  if (wanted.length === 0) return 'none';
  if (exportedFrom(project, tree) !== 'none') return 'none';
  const model = format.model(project, tree);
  // Of a lock that cannot be read the engine says why, or takes what can be.
  const holds = (name: string) => model?.packages.some((one) => one.name === name) ?? true;
  const [first, ...others] = wanted.filter(({ name }) => holds(name));
  return first === undefined ? 'not here' : [first, ...others];
}

export interface FoundProject {
  readonly format: LockFormat;
  readonly project: LockProject;
  /** Whether this engine can make its lock. */
  readonly makes: boolean;
}

/** Everything that is locked; needs the texts that {@link relockAsking} asks for. */
export function lockProjects(tree: Tree): readonly FoundProject[] {
  return lockFormats.flatMap((format) =>
    format.find(tree).map((project) => {
      return { format, project, makes: lockToolOf(project, tree) !== 'none' };
    }),
  );
}
