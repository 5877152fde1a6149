/** Required checks that a change takes away. */
import { likelyNames } from '../../workflows/renames.ts';
import { beforeChange } from '../judge-context.ts';
import type { RequiredCheck } from '../surroundings.ts';
import type { Finding, JudgeContext, Tree } from '../types.ts';
import { finding } from './finding.ts';
import { exactNames, type Production } from './producers.ts';
import { keepName } from './repairs.ts';
import { productionIn, requiredBy } from './required.ts';
import { verdictOn } from './verdicts.ts';

/** Checks that this change takes away, where nothing here has nearly their name. */
export function compare(base: Tree, head: Tree, context: JudgeContext): readonly Finding[] {
  const [before, after] = productions(base, head, context);
  return requiredBy(context)
    .filter((check) => {
      const { kind } = verdictOn(check, after, context.surroundings);
      return kind === 'unknown' && reports(before, check);
    })
    .map((check) => renamedHere(check, before, after));
}

/** A name that was reported before this change was renamed by it. */
export function explain(
  { rule, subject }: Finding,
  base: Tree,
  head: Tree,
  context: JudgeContext,
): readonly Finding[] {
  if (rule !== 'required-checks/ghost') return [];
  const [before, after] = productions(base, head, context);
  return requiredBy(context)
    .filter((check) => check.context === subject && reports(before, check))
    .map((check) => renamedHere(check, before, after));
}

function productions(
  base: Tree,
  head: Tree,
  context: JudgeContext,
): readonly [Production, Production] {
  return [productionIn(base, beforeChange(context)), productionIn(head, context)];
}

function reports(production: Production, { context }: RequiredCheck): boolean {
  return namesIn(production).has(context);
}

function namesIn({ producers }: Production): ReadonlySet<string> {
  return new Set(producers.filter(({ started }) => started.runs !== false).flatMap(exactNames));
}

function renamedHere(check: RequiredCheck, before: Production, after: Production): Finding {
  const [old, now] = [namesIn(before), namesIn(after)];
  const likely = likelyNames(check.context, {
    vanished: [...old].filter((name) => !now.has(name)),
    appeared: [...now].filter((name) => !old.has(name)),
    kept: [...old].filter((name) => now.has(name)),
  });
  // The job that has the new name, else the file where the old one was.
  const job =
    after.producers.find((producer) =>
      exactNames(producer).some((name) => likely.includes(name)),
    ) ?? after.producers.find(({ workflow }) => workflow.path === pathOf(check, before));
  const keeps = keepName(check.context, likely, after);
  const keepsName = keeps.fix === undefined ? {} : { keepsName: true as const };
  return finding(check, { kind: 'renamed-here', likely, ...keepsName }, job, keeps);
}

function pathOf({ context }: RequiredCheck, { producers }: Production): string | undefined {
  return producers.find((producer) => exactNames(producer).includes(context))?.workflow.path;
}
