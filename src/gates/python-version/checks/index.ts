/** All questions that the gate asks of a project, in the order in which they are reported. */
import type { Check } from '../finding.ts';
import { ended } from './end-of-life.ts';
import { overruledFiles, unpinned, unreadFile } from './files.ts';
import { floats, looseVersions } from './looseness.ts';
import { outsideRange } from './outside-range.ts';
import { differingPins, undeployedPin } from './pins.ts';
import { differingRanges } from './ranges.ts';
import { targets } from './targets.ts';
import { untestedClaims, untestedDeployment, untestedFloor } from './untested.ts';

export const checks: readonly Check[] = [
  floats,
  outsideRange,
  differingRanges,
  differingPins,
  undeployedPin,
  targets,
  untestedDeployment,
  untestedFloor,
  untestedClaims,
  looseVersions,
  ended,
  overruledFiles,
  unreadFile,
  unpinned,
];
