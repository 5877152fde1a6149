/** What runs, tests, assumes or claims a version stays inside of what the manifest supports. */
import { admits, overlap } from '../../../python/minors.ts';
import type { ProjectModel } from '../../../python/projects/model.ts';
import type { MeantPlace } from '../../../python/projects/projects.ts';
import type { Finding } from '../../types.ts';
import { fixOfPlace, wantedVersion } from '../edits.ts';
import { placeFacts, saysOf } from '../facts.ts';
import { type Check, pythonFinding, relatedTo, type Surroundings } from '../finding.ts';

const JUDGED: ReadonlySet<MeantPlace['role']> = new Set([
  'pin',
  'environment',
  'deploy',
  'tested',
  'claim',
  'range-target',
]);

export const outsideRange: Check = (model, around) => {
  const [range] = model.ranges;
  if (range === undefined) return [];
  const { places, inherited } = model.project;
  const outside = [...places, ...inherited].filter(
    (place) => JUDGED.has(place.role) && isOutside(place, model, around),
  );
  // One finding for all classifiers, one for each job.
  const groups = Map.groupBy(outside, ({ path, label, job }) => JSON.stringify([path, label, job]));
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    const [at, ...others] = group;
    if (at === undefined) return [];
    const { wanted, fix } =
      at.role === 'claim' || at.role === 'tested'
        ? fixOfPlace(around.tree, group, 'removal')
        : fixOfPlace(around.tree, group, wantedVersion(model, around.today, at));
    return [
      pythonFinding(
        model,
        {
          kind: 'conflict',
          conflict: 'outside-range',
          role: at.role,
          at: placeFacts(at),
          values: [...new Set(group.map(saysOf))],
          authority: placeFacts(range),
          wanted,
        },
        {
          at,
          related: [
            relatedTo(range, 'decides what is supported'),
            ...others.map((place) => relatedTo(place)),
          ],
        },
        { fix },
      ),
    ];
  });
};

/** True for a version that the deciding range does not admit. */
export function isOutside(
  { meant, role, isTolerated }: MeantPlace,
  { ranges: [range] }: ProjectModel,
  { models }: Surroundings,
): boolean {
  if (range === undefined || isTolerated) return false;
  if (meant.kind === 'range') return !overlap(range.specifiers, meant.specifiers);
  if (meant.kind !== 'version' || (role === 'tested' && meant.preRelease)) return false;
  if (admits(range.specifiers, meant.release)) return false;
  if (role !== 'tested') return true;
  // CI of the root also tests the other projects.
  return models.every((model) => {
    const [other] = model.ranges;
    return other !== undefined && !admits(other.specifiers, meant.release);
  });
}
