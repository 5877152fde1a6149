/** People, machines and production run the same version. */

import type { ProjectModel, ReleasePlace } from '../../../python/projects/model.ts';
import { directoryOf } from '../../../python/projects/paths.ts';
import { fixOfPlace } from '../edits.ts';
import { type ConflictKind, placeFacts, saysOf } from '../facts.ts';
import { type Check, pythonFinding, relatedTo, type Surroundings } from '../finding.ts';
import { isOutside } from './outside-range.ts';

export const differingPins: Check = (model, around) => {
  // One that has to change in any case decides nothing.
  const [first, ...others] = model.pins.filter((pin) => !isOutside(pin, model, around));
  if (first === undefined) return [];
  return others
    .filter((pin) => isDifferent(pin, first))
    .map((pin) => conflict('pins-differ', pin, first, model, around));
};

export const undeployedPin: Check = (model, around) => {
  const [pin] = model.pins;
  if (pin === undefined || isOutside(pin, model, around)) return [];
  const deployed = model.deployed.find(
    (image) =>
      image.minor !== pin.minor &&
      !isOutside(image, model, around) &&
      !isTestedPackage(model, image),
  );
  return deployed === undefined ? [] : [conflict('not-deployed', pin, deployed, model, around)];
};

/** A library that is tested on several versions runs on each of them. */
function isTestedPackage({ project, tested }: ProjectModel, { minor }: ReleasePlace): boolean {
  return (
    project.packaging === 'package' && tested.minors.length > 1 && tested.minors.includes(minor)
  );
}

function isDifferent(pin: ReleasePlace, first: ReleasePlace): boolean {
  if (pin.minor !== first.minor) return true;
  const [a, b] = [pin.release[2], first.release[2]];
  // An image may have a newer patch.
  const isImage = directoryOf(pin.path).endsWith('.devcontainer');
  return !isImage && a !== undefined && b !== undefined && a !== b;
}

function conflict(
  kind: ConflictKind,
  at: ReleasePlace,
  authority: ReleasePlace,
  model: ProjectModel,
  around: Surroundings,
) {
  // Pins that agree with each other move together to what is deployed.
  const beside = model.pins.filter(
    (pin) => kind === 'not-deployed' && pin.minor === at.minor && pin.path !== at.path,
  );
  const { wanted, fix } = fixOfPlace(around.tree, [at, ...beside], authority.minor);
  const images = model.deployed.filter((image) => image !== authority);
  const tests = model.tested.places.filter(({ minor }) => minor === at.minor);
  return pythonFinding(
    model,
    {
      kind: 'conflict',
      conflict: kind,
      role: at.role,
      at: placeFacts(at),
      values: [saysOf(at)],
      authority: placeFacts(authority),
      wanted,
    },
    {
      at,
      related: [
        relatedTo(authority, kind === 'not-deployed' ? 'is what production runs' : 'is read first'),
        ...beside.map((pin) => relatedTo(pin, 'has to follow')),
        ...images.map((image) => relatedTo(image, 'is deployed too')),
        ...tests.slice(0, 3).map((place) => relatedTo(place, 'is what the tests run on')),
      ],
    },
    { fix },
  );
}
