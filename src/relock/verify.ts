/** Nothing leaves the engine that our own gate would not call fresh. */
import { judgementOf, projectFacts } from '../gates/lockfile/findings.ts';
import { judgeProject } from '../gates/lockfile/judge-project.ts';
import { rules } from '../gates/lockfile/rules/index.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import type { LockFormat, LockProject } from '../locks/types.ts';

export type Verified =
  | { readonly kind: 'fresh' }
  /** The gate cannot know: the tool that made the lock is believed. */
  | { readonly kind: 'undecided'; readonly reason: string }
  | { readonly kind: 'stale'; readonly reason: string };

/** The lockfile gate's verdict on one project of the tree. */
export function verify(
  format: LockFormat,
  project: LockProject,
  tree: Tree,
  context: GateContext,
): Verified {
  const judgement = judgeProject(format, project, tree, context);
  const { status } = judgement.freshness;
  if (status === 'fresh') return { kind: 'fresh' };
  if (judgement.freshness.status === 'unable') {
    return { kind: 'undecided', reason: judgement.freshness.undecided[0].reason };
  }
  const facts = projectFacts(format, project, tree);
  const [finding] = judgementOf(project, facts, judgement).findings;
  const rule = rules.find(({ id }) => id === finding?.rule);
  const reason = finding === undefined ? undefined : rule?.message(finding.facts);
  return { kind: 'stale', reason: reason ?? `${project.lock} is not fresh.` };
}
