/** What linters and formatters may write runs on the lowest version that is supported. */
import { compareMinors } from '../../../python/minors.ts';
import { type ReleasePlace, releasesOf } from '../../../python/projects/model.ts';
import { fixOfPlace } from '../edits.ts';
import { placeFacts, saysOf } from '../facts.ts';
import { type Check, pythonFinding, relatedTo } from '../finding.ts';

export const targets: Check = (model, { tree }) => {
  const { floor, project } = model;
  const [range] = model.ranges;
  if (floor === undefined || range === undefined) return [];
  return lowestOfEach(releasesOf(project.places, 'floor-target')).flatMap((at) => {
    const order = compareMinors(at.minor, floor);
    if (order === 0) return [];
    const { wanted, fix } = fixOfPlace(tree, [at], floor);
    return [
      pythonFinding(
        model,
        {
          kind: 'conflict',
          conflict: order > 0 ? 'target-above-floor' : 'target-below-floor',
          role: at.role,
          at: placeFacts(at),
          values: [saysOf(at)],
          authority: placeFacts(range),
          wanted,
        },
        { at, related: [relatedTo(range, `${floor} is the lowest that it supports`)] },
        { fix, severity: order > 0 ? undefined : 'notice' },
      ),
    ];
  });
};

/** black takes a list: it writes what all of them can run. */
function lowestOfEach(places: readonly ReleasePlace[]): readonly ReleasePlace[] {
  const groups = Map.groupBy(places, ({ path, label }) => `${path} ${label}`);
  return [...groups.values()].flatMap((group) => {
    return group.toSorted((a, b) => compareMinors(a.minor, b.minor)).slice(0, 1);
  });
}
