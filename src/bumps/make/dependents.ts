/** Locks that a bump makes stale: they are made again in the same commit. */
import type { GateContext, Tree } from '../../gates/types.ts';
import { exportedFrom } from '../../locks/exports.ts';
import type { LockProject } from '../../locks/types.ts';
import type { Engine } from '../../relock/engine.ts';
import { lockProjects, relockAll } from '../../relock/repository.ts';
import { verify } from '../../relock/verify.ts';
import type { Obstacle } from '../types.ts';
import { obstacleOf } from './obstacles.ts';

export type Followed =
  | { readonly kind: 'made'; readonly tree: Tree; readonly notes: readonly string[] }
  | { readonly kind: 'not made'; readonly obstacle: Obstacle };

export interface FollowOptions {
  /** As it was before the bump: what was stale then stays so, and is nobody's obstacle. */
  readonly before: Tree;
  readonly after: Tree;
  readonly context: GateContext;
  readonly cacheKey: string;
  /** See `LockScene`. */
  readonly newest: string;
}

/** All but the lock at `except`; what is exported from that one follows it in any case. */
export async function relockDependents(
  engine: Engine,
  except: string | 'none',
  { before, after, context, cacheKey, newest }: FollowOptions,
): Promise<Followed> {
  const stale = new Set(
    lockProjects(before)
      .filter(({ project }) => !isExportOf(except, project, before))
      .filter(({ format, project }) => verify(format, project, before, context).kind === 'stale')
      .map(({ project }) => project.lock),
  );
  const { outcomes, tree } = await relockAll(engine, {
    tree: after,
    isMeant: (lock) => lock !== except && !stale.has(lock),
    upgrades: [],
    undecided: 'leave',
    newest,
    context,
    cacheKey,
  });
  const notes: string[] = [];
  for (const { project, result } of outcomes) {
    if (result.kind === 'failed' || result.kind === 'refused') {
      return { kind: 'not made', obstacle: obstacleOf(project.lock, result) };
    }
    if (result.kind === 'relocked') notes.push(...result.notes);
  }
  return { kind: 'made', tree, notes };
}

function isExportOf(lock: string | 'none', project: LockProject, tree: Tree): boolean {
  const origin = exportedFrom(project, tree);
  return origin !== 'none' && origin.project.lock === lock;
}
