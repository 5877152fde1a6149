/** Which tool makes which lock. A further one is a file here and a line below. */
import type { Tree } from '../../gates/types.ts';
import { originAt } from '../../locks/requirements/index.ts';
import type { LockProject } from '../../locks/types.ts';
import { pdm } from './pdm.ts';
import { pipenv } from './pipenv.ts';
import { poetry } from './poetry.ts';
import { pipCompile, uvRequirements } from './requirements.ts';
import type { LockTool } from './types.ts';
import { uvLock } from './uv.ts';

/** The tool that makes a project's lock; `none` for the kinds that are only judged. */
export function lockToolOf(project: LockProject, tree: Tree): LockTool | 'none' {
  switch (project.kind) {
    case 'uv':
      return uvLock;
    case 'poetry':
      return poetry;
    case 'pdm':
      return pdm;
    case 'pipenv':
      return pipenv;
    case 'requirements': {
      const origin = originAt(tree, project.lock);
      if (origin === 'none' || origin.tool === 'PDM') return 'none';
      return origin.tool === 'uv' ? uvRequirements : pipCompile;
    }
    case 'pylock':
    case 'pixi':
    case 'conda-lock':
      return 'none';
  }
}
