/** Everything that is required of one state. */
import type { RequiredCheck } from '../surroundings.ts';
import type { JudgeContext, Tree } from '../types.ts';
import { type Production, productionOf } from './producers.ts';

/** What GitHub says, and what the configuration adds; each name once. */
export function requiredBy({
  surroundings,
  settings,
}: Pick<JudgeContext, 'surroundings' | 'settings'>): readonly RequiredCheck[] {
  const configured = (settings.contexts ?? []).map(
    (context): RequiredCheck => ({ context, source: 'configuration' }),
  );
  const all = [...surroundings.required, ...configured];
  return [
    ...new Map(all.toReversed().map((check) => [check.context, check])).values(),
  ].toReversed();
}

/** What the workflows of a tree report on this pull request. */
export function productionIn(
  tree: Tree,
  {
    repository,
    surroundings,
    changed,
  }: Pick<JudgeContext, 'repository' | 'surroundings' | 'changed'>,
): Production {
  return productionOf(tree, repository, surroundings, changed);
}
