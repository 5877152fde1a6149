/** All kinds of places. A new one is a file beside this one and a line in the list. */
import { composeFile } from './compose.ts';
import { condaEnvironment, condaRecipe, pixiFile } from './conda.ts';
import { devcontainerFile } from './devcontainer.ts';
import { dockerfile } from './dockerfile.ts';
import { hatchFile } from './hatch.ts';
import { lockFile } from './locks.ts';
import { miseFile } from './mise.ts';
import { noxFile } from './nox.ts';
import { otherCiFile } from './other-ci.ts';
import { pipfile } from './pipfile.ts';
import { preCommitFile } from './pre-commit.ts';
import { pyprojectFile } from './pyproject.ts';
import { readthedocsFile } from './readthedocs.ts';
import { runtimeConfiguration } from './runtimes.ts';
import { setupCfgFile } from './setup-cfg.ts';
import { setupPyFile } from './setup-py.ts';
import { toolFile } from './tool-files.ts';
import { toxFile } from './tox.ts';
import type { PlaceReader } from './types.ts';
import { pythonVersionFile, runtimeFile, toolVersionsFile } from './version-files.ts';
import { actionFile } from './workflow/action.ts';
import { workflowFile } from './workflow/index.ts';

export const placeReaders: readonly PlaceReader[] = [
  pythonVersionFile,
  toolVersionsFile,
  miseFile,
  runtimeFile,
  pyprojectFile,
  setupCfgFile,
  setupPyFile,
  pipfile,
  toxFile,
  noxFile,
  hatchFile,
  toolFile,
  preCommitFile,
  workflowFile,
  actionFile,
  otherCiFile,
  dockerfile,
  composeFile,
  devcontainerFile,
  readthedocsFile,
  condaEnvironment,
  condaRecipe,
  pixiFile,
  runtimeConfiguration,
  lockFile,
];

/** The reader of the file at `path`; `undefined` for a file that names no Python version. */
export function readerOf(path: string): PlaceReader | undefined {
  return placeReaders.find((reader) => reader.matches(path));
}
