/** One project says in one way what it supports. */
import { floorOf } from '../../../python/minors.ts';
import type { RangePlace } from '../../../python/projects/model.ts';
import { parseSpecifiers } from '../../../python/specifiers.ts';
import { isSubset, rangeOf } from '../../../python/version-range.ts';
import { placeFacts, saysOf } from '../facts.ts';
import { type Check, pythonFinding, relatedTo } from '../finding.ts';

export const differingRanges: Check = (model) => {
  const [range, ...others] = model.ranges;
  if (range === undefined) return [];
  return others
    .filter((other) => differs(other, range))
    .map((at) =>
      pythonFinding(
        model,
        {
          kind: 'conflict',
          conflict: 'ranges-differ',
          role: at.role,
          at: placeFacts(at),
          values: [saysOf(at)],
          authority: placeFacts(range),
          wanted: { by: 'decision' },
        },
        { at, related: [relatedTo(range, 'is what installers read')] },
      ),
    );
};

/** Poetry's own table may narrow `requires-python`; another manifest has the same lowest version. */
function differs(other: RangePlace, range: RangePlace): boolean {
  if (other.path !== range.path) return floorOf(other.specifiers) !== floorOf(range.specifiers);
  const [inner, outer] = [other, range].map(({ specifiers }) => parseSpecifiers(specifiers));
  return inner !== undefined && outer !== undefined && !isSubset(rangeOf(inner), rangeOf(outer));
}
