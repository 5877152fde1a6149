import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/gates/gather.ts';
import { gates } from '../../src/gates/index.ts';
import type { Surroundings } from '../../src/gates/surroundings.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type {
  ExampleFiles,
  Finding,
  Gate,
  JudgeContext,
  Rule,
  Tree,
} from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';

/** Ids of the rules that an example breaks. */
async function broken(
  gate: Gate,
  { before }: Rule,
  files: ExampleFiles,
  context: JudgeContext,
): Promise<string[]> {
  const head = treeOfTexts(files);
  await prepare([gate], [{ commit: 'example', files: [...head.files.values()] }]);
  const found = [
    ...gate.judge(head, context).findings,
    ...(before === undefined ? [] : changes(gate, treeOfTexts(before), head, context)),
  ];
  return [...new Set(found.map((finding) => finding.rule))];
}

/** What only both states together tell. */
function changes(gate: Gate, before: Tree, head: Tree, context: JudgeContext): readonly Finding[] {
  const { findings } = gate.judge(head, context);
  return [
    ...(gate.compare?.(before, head, context) ?? []),
    ...findings.flatMap((finding) => gate.explain?.(finding, before, head, context) ?? []),
  ];
}

/** What no file tells: the same workflow is right elsewhere. */
const FROM_GITHUB: Readonly<Record<string, Partial<Surroundings>>> = {
  'required-checks/wrong-app': {
    required: [{ context: 'test', source: 'ruleset', app: 254 }],
  },
  'required-checks/waiting': { workflows: 'finished' },
};

/** In the examples of required checks `test` is required. */
function contextFor({ id }: Gate, rule: Rule): JudgeContext {
  if (id !== 'required-checks') return CONTEXT;
  const mergeQueue = rule.id === 'required-checks/no-merge-group';
  return withSurroundings(
    { ...CONTEXT, settings: { ...CONTEXT.settings, contexts: ['test'] } },
    { mergeQueue },
  );
}

function withSurroundings(context: JudgeContext, more: Partial<Surroundings>): JudgeContext {
  return { ...context, surroundings: { ...context.surroundings, ...more } };
}

describe('every rule has examples that hold', () => {
  const rules = gates.flatMap((gate) =>
    gate.rules.map((rule): [string, Gate, Rule] => [rule.id, gate, rule]),
  );

  it.each(rules)('%s', async (id, gate, rule) => {
    const context = contextFor(gate, rule);
    const where = withSurroundings(context, FROM_GITHUB[id] ?? {});
    expect(await broken(gate, rule, rule.bad, where)).toContain(id);
    expect(await broken(gate, rule, rule.good, context)).toEqual([]);
  });

  it('says what, why and how to repair in whole sentences', () => {
    for (const [, , { what, why, title }] of rules) {
      expect(what).toMatch(/\.$/);
      expect(why).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
