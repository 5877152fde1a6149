/** Compares what the gate says of required checks with what people required, and whether it was there. */
import { z } from 'zod';
import { productionOf } from '../../src/gates/required-checks/producers.ts';
import { verdictOn } from '../../src/gates/required-checks/verdicts.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { CONTEXT } from '../support/context.ts';

const contextRow = z.object({
  context: z.string(),
  any_of: z.array(z.string()).nullish(),
  event: z.string(),
  base: z.string(),
  default: z.boolean(),
  label: z.string(),
});

export const requiredCase = z.object({
  id: z.string(),
  repo: z.string(),
  date: z.string(),
  workflows: z.record(z.string(), z.string()),
  contexts: z.array(contextRow),
});
export type RequiredCase = z.infer<typeof requiredCase>;

/** What the gate would do: complain, say that it does not know, or say nothing. */
export type Said = 'alarm' | 'unknown' | 'nothing';

const RIGHT: Readonly<Record<string, readonly Said[]>> = {
  ok: ['nothing'],
  'undecidable-ok': ['nothing', 'unknown'],
  'external-reporter': ['unknown', 'nothing'],
  'true-positive': ['alarm'],
};

export interface Compared {
  readonly contexts: number;
  readonly differences: readonly string[];
  /** Really missing, and we say that we do not know. */
  readonly undecided: readonly string[];
}

/**
 * One line for each context of a pull request that is said wrongly. What a repository reported
 * before is known, as the base of a change and the check runs of a branch tell it.
 */
export function compareRequired(
  cases: readonly RequiredCase[],
  texts: ReadonlyMap<string, string>,
): Compared {
  const reportedBefore = new Map<string, Set<string>>();
  const differences: string[] = [];
  const undecided: string[] = [];
  let contexts = 0;
  for (const one of cases.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const known = reportedBefore.get(one.repo) ?? new Set<string>();
    reportedBefore.set(one.repo, known);
    for (const row of one.contexts) {
      const right = RIGHT[row.label];
      // Rules for pushes, and for branches that have other workflows, are another question.
      if (right === undefined || row.event !== 'pull_request' || !row.default) continue;
      contexts += 1;
      const said = saidOf(one, row, texts, known);
      if (right.includes(said)) continue;
      const line = `${one.id} ${row.context}: ${row.label}, we say ${said}`;
      if (said === 'unknown') undecided.push(line);
      else differences.push(line);
    }
  }
  return { contexts, differences, undecided };
}

export function saidOf(
  { repo, workflows }: RequiredCase,
  { context, any_of, base }: z.infer<typeof contextRow>,
  texts: ReadonlyMap<string, string>,
  known: Set<string>,
): Said {
  const files = Object.entries(workflows).map(([path, blob]) => [path, texts.get(blob) ?? '']);
  const surroundings = { ...CONTEXT.surroundings, base };
  const production = productionOf(
    treeOfTexts(Object.fromEntries(files)),
    repo,
    surroundings,
    'unknown',
  );
  const all = (any_of ?? [context]).map((name): Said => {
    const { kind } = verdictOn({ context: name, source: 'ruleset' }, production, surroundings);
    if (kind === 'reported' || kind === 'possible' || kind === 'dynamic' || kind === 'waits') {
      known.add(name);
      return 'nothing';
    }
    if (kind === 'ghost' || kind === 'not-started' || known.has(name)) return 'alarm';
    return kind === 'unknown' ? 'unknown' : 'nothing';
  });
  if (all.includes('nothing')) return 'nothing';
  return all.includes('unknown') ? 'unknown' : 'alarm';
}
