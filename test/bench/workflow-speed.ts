/** How long a repository with sixty workflows takes, from its texts to the verdict. */
import { requiredChecks } from '../../src/gates/required-checks/index.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { CONTEXT } from '../support/context.ts';
import { median } from './statistics.ts';

const WORKFLOWS = 60;
const ROUNDS = 15;

/** Median milliseconds: of texts that were never seen, and of the same ones again. */
export function sixtyWorkflows(texts: readonly string[]): {
  readonly fresh: number;
  readonly again: number;
} {
  const contexts = ['lint', 'test', 'codecov/patch'];
  const context = { ...CONTEXT, settings: { ...CONTEXT.settings, contexts } };
  const fresh: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const chosen = Array.from({ length: WORKFLOWS }, (_, index) => {
      // The comment makes it a text that nobody has read before.
      const text = texts[(round * WORKFLOWS + index * 7) % texts.length] ?? '';
      return [`.github/workflows/w${index}.yml`, `${text}\n# ${round}\n`] as const;
    });
    const tree = treeOfTexts(Object.fromEntries(chosen));
    fresh.push(milliseconds(() => requiredChecks.judge(tree, context)));
    again.push(milliseconds(() => requiredChecks.judge(tree, context)));
  }
  return { fresh: median(fresh), again: median(again) };
}

function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
