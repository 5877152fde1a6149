/** Planned changes as edits, each file's proven alone and together. */
import { type Splice, spliced } from '../../edits/splice.ts';
import { textAt } from '../../gates/tree.ts';
import type { Edit, Tree } from '../../gates/types.ts';
import { releaseOf } from '../minors.ts';
import type { PythonPlace, Release, Versions } from '../places/types.ts';
import { addItemAfter, removeItem } from './items.ts';
import type { PlannedChange } from './plan.ts';
import { placesIn, type Statement, statement } from './prove.ts';
import { moveRange } from './range.ts';
import { rewriteVersion } from './rewrite.ts';

export interface VersionChanges {
  readonly edits: readonly Edit[];
  /** Places that no edit can be proven for. */
  readonly byHand: readonly PythonPlace[];
}

/** A file whose edits do not fit together is left to people. */
export function editsFor(changes: readonly PlannedChange[], tree: Tree): VersionChanges {
  const files = Map.groupBy(changes, ({ place }) => place.path);
  const results = [...files].map(([path, group]) => fileChanges(path, group, tree));
  return {
    edits: results.flatMap(({ edits }) => edits),
    byHand: results.flatMap(({ byHand }) => byHand),
  };
}

function fileChanges(path: string, changes: readonly PlannedChange[], tree: Tree): VersionChanges {
  const text = textAt(tree, path);
  const different = [...new Map(changes.map((change) => [change.place.span[0], change])).values()];
  if (text === undefined) return { edits: [], byHand: different.map(({ place }) => place) };
  const attempts = different.map((change) => ({ change, splice: spliceOf(change, text) }));
  const byHand = attempts.flatMap(({ change, splice }) =>
    splice === undefined ? [change.place] : [],
  );
  const good = attempts.flatMap(({ change, splice }) =>
    splice === undefined ? [] : [{ change, splice }],
  );
  if (!fitTogether(path, text, good)) {
    return { edits: [], byHand: different.map(({ place }) => place) };
  }
  return { edits: good.map(({ splice }) => ({ path, ...splice })), byHand };
}

function spliceOf(change: PlannedChange, text: string): Splice | undefined {
  switch (change.kind) {
    case 'rewrite':
      return rewriteVersion(change.place, text, change.to);
    case 'remove':
      return removeItem(change.place, text);
    case 'add-after':
      return addItemAfter(change.place, text, change.to);
    case 'range':
      return moveRange(change.place, text, change.move);
  }
}

/** Each edit is proven alone; together they have to say the sum of it. */
function fitTogether(
  path: string,
  text: string,
  good: readonly { readonly change: PlannedChange; readonly splice: Splice }[],
): boolean {
  const after = spliced(
    text,
    good.map(({ splice }) => splice),
  );
  const before = placesIn(path, text);
  const seen = after === undefined ? undefined : placesIn(path, after);
  if (before === undefined || seen === undefined) return false;
  const changes = new Map(good.map(({ change }) => [change.place.span[0], change]));
  const expected = before.flatMap((place): readonly (Statement | 'any')[] => {
    const change = changes.get(place.span[0]);
    switch (change?.kind) {
      case 'rewrite':
        return [statement(place, version(change.to))];
      case 'remove':
        return [];
      case 'add-after':
        return [statement(place), statement(place, version(releaseOf(change.to)))];
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

function version(release: Release): Versions {
  return { kind: 'version', release };
}
