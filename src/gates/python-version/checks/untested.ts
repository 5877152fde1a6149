/** What is deployed, promised and claimed is tested. */
import { compareMinors, type Minor } from '../../../python/minors.ts';
import {
  type ProjectModel,
  type ReleasePlace,
  releasesOf,
} from '../../../python/projects/model.ts';
import type { MeantPlace } from '../../../python/projects/projects.ts';
import type { Finding } from '../../types.ts';
import { placeFacts } from '../facts.ts';
import { type Check, distinct, pythonFinding, relatedTo } from '../finding.ts';
import { isOutside } from './outside-range.ts';

type What = 'deployed' | 'floor' | 'claimed';

export const untestedDeployment: Check = (model, around) => {
  const { tested, deployed } = model;
  if (tested.known !== 'all' || tested.minors.length === 0) return [];
  return deployed
    .filter(({ minor }) => !tested.minors.includes(minor))
    .filter((image) => !isOutside(image, model, around) && !followsPin(model))
    .map((image) => finding(model, 'deployed', [image], [image.minor]));
};

/** Once the pin is what is deployed, the tests follow. */
function followsPin({ tested, pins, deployed }: ProjectModel): boolean {
  const [pin] = pins;
  const isElsewhere = deployed.some(({ minor }) => minor !== pin?.minor);
  return (
    pin !== undefined &&
    isElsewhere &&
    tested.places.every(({ versions }) => versions.kind === 'file' && versions.path === pin.path)
  );
}

export const untestedFloor: Check = (model) => {
  const { tested, floor, project } = model;
  const [range] = model.ranges;
  if (range === undefined || floor === undefined || project.packaging === 'unpackaged') return [];
  if (tested.known === 'some' || tested.minors.length < 2 || tested.minors.includes(floor)) {
    return [];
  }
  return [finding(model, 'floor', [range], [floor])];
};

export const untestedClaims: Check = (model, around) => {
  const { tested, floor, project } = model;
  if (tested.known === 'some' || tested.minors.length === 0) return [];
  const newest = tested.minors.at(-1);
  const claims = releasesOf(project.places, 'claim').filter(
    (claim) =>
      !isOutside(claim, model, around) &&
      !tested.minors.includes(claim.minor) &&
      // Said already, of the floor.
      claim.minor !== floor &&
      // The newest one is what some job takes.
      (tested.known === 'all' || (newest && compareMinors(claim.minor, newest) < 0)),
  );
  const files = Map.groupBy(claims, ({ path }) => path);
  return [...files.values()].map((group) => {
    const minors = [...new Set(group.map(({ minor }) => minor))];
    return { ...finding(model, 'claimed', group, minors), severity: 'notice' as const };
  });
};

function finding(
  model: ProjectModel,
  what: What,
  [at, ...others]: readonly MeantPlace[],
  minors: readonly Minor[],
): Finding {
  if (at === undefined) throw new Error('a finding has a place');
  const { minors: tested, places } = model.tested;
  return pythonFinding(
    model,
    { kind: 'untested', what, at: placeFacts(at), values: minors, tested },
    {
      at,
      related: [
        ...others.map((place) => relatedTo(place)),
        ...onePerFile(places).map((place) => relatedTo(place, 'is tested')),
      ],
    },
  );
}

/** The files that say what is tested. */
function onePerFile(places: readonly ReleasePlace[]): readonly ReleasePlace[] {
  return [...new Map(distinct(places).map((place) => [place.path, place])).values()];
}
