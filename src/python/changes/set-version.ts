/** The edits that move projects to another minor version, and what somebody has to do by hand. */
import type { Tree } from '../../gates/types.ts';
import type { ProjectModel } from '../projects/model.ts';
import { editsFor, type VersionChanges } from './edits.ts';
import { type Move, plannedChanges } from './plan.ts';

/** All changes of all projects; a file whose edits do not fit together is left to people. */
export function setVersion(
  models: readonly ProjectModel[],
  tree: Tree,
  move: Move,
): VersionChanges {
  return editsFor(
    models.flatMap((model) => plannedChanges(model, move)),
    tree,
  );
}
