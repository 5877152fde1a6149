/** The edits that move projects to another minor version, and what somebody has to do by hand. */
import { type Splice, spliced } from '../../edits/splice.ts';
import { textAt } from '../../gates/tree.ts';
import type { Edit, Tree } from '../../gates/types.ts';
import { releaseOf } from '../minors.ts';
import type { PythonPlace } from '../places/types.ts';
import type { ProjectModel } from '../projects/model.ts';
import { addItemAfter, removeItem } from './items.ts';
import { type Move, type PlannedChange, plannedChanges } from './plan.ts';
import { placesIn, type Statement, statement } from './prove.ts';
import { moveRange } from './range.ts';
import { rewriteVersion } from './rewrite.ts';

export interface VersionChanges {
  readonly edits: readonly Edit[];
  /** Places that no edit can be proven for. */
  readonly byHand: readonly PythonPlace[];
}

/** All changes of all projects; a file whose edits do not fit together is left to people. */
export function setVersion(
  models: readonly ProjectModel[],
  tree: Tree,
  move: Move,
): VersionChanges {
  const changes = models.flatMap((model) => plannedChanges(model, move));
  const files = Map.groupBy(changes, ({ place }) => place.path);
  const results = [...files].map(([path, group]) => fileChanges(path, group, tree, move));
  return {
    edits: results.flatMap(({ edits }) => edits),
    byHand: results.flatMap(({ byHand }) => byHand),
  };
}

function fileChanges(
  path: string,
  changes: readonly PlannedChange[],
  tree: Tree,
  move: Move,
): VersionChanges {
  const text = textAt(tree, path);
  const different = [...new Map(changes.map((change) => [change.place.span[0], change])).values()];
  if (text === undefined) return { edits: [], byHand: different.map(({ place }) => place) };
  const attempts = different.map((change) => ({ change, splice: spliceOf(change, text, move) }));
  const byHand = attempts.flatMap(({ change, splice }) =>
    splice === undefined ? [change.place] : [],
  );
  const good = attempts.flatMap(({ change, splice }) =>
    splice === undefined ? [] : [{ change, splice }],
  );
  if (!fitTogether(path, text, good, move)) {
    return { edits: [], byHand: different.map(({ place }) => place) };
  }
  return { edits: good.map(({ splice }) => ({ path, ...splice })), byHand };
}

function spliceOf({ kind, place }: PlannedChange, text: string, move: Move): Splice | undefined {
  switch (kind) {
    case 'rewrite':
      return rewriteVersion(place, text, move.to);
    case 'remove':
      return removeItem(place, text);
    case 'add-after':
      return addItemAfter(place, text, move.to);
    case 'range':
      return moveRange(place, text, move);
  }
}

/** Each edit is proven alone; together they have to say the sum of it. */
function fitTogether(
  path: string,
  text: string,
  good: readonly { readonly change: PlannedChange; readonly splice: Splice }[],
  { to }: Move,
): boolean {
  const after = spliced(
    text,
    good.map(({ splice }) => splice),
  );
  const before = placesIn(path, text);
  const seen = after === undefined ? undefined : placesIn(path, after);
  if (before === undefined || seen === undefined) return false;
  const kinds = new Map(good.map(({ change }) => [change.place.span[0], change.kind]));
  const moved = { kind: 'version', release: releaseOf(to) };
  const expected = before.flatMap((place): readonly (Statement | 'any')[] => {
    switch (kinds.get(place.span[0])) {
      case 'rewrite':
        return [statement(place, moved)];
      case 'remove':
        return [];
      case 'add-after':
        return [statement(place), statement(place, moved)];
      case 'range':
        return ['any'];
      default:
        return [statement(place)];
    }
  });
  return (
    expected.length === seen.length &&
    expected.every((one, index) => {
      const found = seen[index];
      return one === 'any' || (found && JSON.stringify(one) === JSON.stringify(statement(found)));
    })
  );
}
