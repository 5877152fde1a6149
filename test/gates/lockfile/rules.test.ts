import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { ExampleFiles, Rule } from '../../../src/gates/types.ts';
import { CONTEXT } from '../../support/context.ts';

/** Ids of the rules that an example breaks. */
function broken(files: ExampleFiles, before?: ExampleFiles): string[] {
  const head = treeOfTexts(files);
  const found = [
    ...lockfile.judge(head, CONTEXT).findings,
    ...(before === undefined ? [] : (lockfile.compare?.(treeOfTexts(before), head, CONTEXT) ?? [])),
  ];
  return [...new Set(found.map(({ rule }) => rule))];
}

describe('every rule of the lockfile gate has examples that hold', () => {
  it.each(lockfile.rules.map((rule): [string, Rule] => [rule.id, rule]))('%s', (id, rule) => {
    expect(broken(rule.bad, rule.before)).toContain(id);
    expect(broken(rule.good, rule.before)).toEqual([]);
  });

  it('says what, why and how to repair in whole sentences', () => {
    for (const { what, why, title } of lockfile.rules) {
      expect(what).toMatch(/\.$/);
      expect(why).toMatch(/\.$/);
      expect(title).not.toMatch(/\.$/);
    }
  });
});
