import { describe, expect, it } from 'vitest';
import { prepare } from '../../src/gates/gather.ts';
import { gates } from '../../src/gates/index.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { ExampleFiles, Gate, Rule } from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';

/** Ids of the rules that an example breaks. */
async function broken(gate: Gate, files: ExampleFiles, before?: ExampleFiles): Promise<string[]> {
  const head = treeOfTexts(files);
  await prepare([gate], [{ commit: 'example', files: [...head.files.values()] }]);
  const found = [
    ...gate.judge(head, CONTEXT).findings,
    ...(before === undefined ? [] : (gate.compare?.(treeOfTexts(before), head, CONTEXT) ?? [])),
  ];
  return [...new Set(found.map(({ rule }) => rule))];
}

describe('every rule has examples that hold', () => {
  const rules = gates.flatMap((gate) =>
    gate.rules.map((rule): [string, Gate, Rule] => [rule.id, gate, rule]),
  );

  it.each(rules)('%s', async (id, gate, rule) => {
    expect(await broken(gate, rule.bad, rule.before)).toContain(id);
    expect(await broken(gate, rule.good, rule.before)).toEqual([]);
  });

  it('says what, why and how to repair in whole sentences', () => {
    for (const [, , { what, why, title }] of rules) {
      expect(what).toMatch(/\.$/);
      expect(why).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
