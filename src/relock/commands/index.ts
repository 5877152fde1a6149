/** Which tool makes which lock. A further one is a file here and a line below. */
import type { Tree } from '../../gates/types.ts';
import { exportedFrom } from '../../locks/exports.ts';
import { baseName } from '../../locks/paths.ts';
import { usesPylock } from '../../locks/pdm/settings.ts';
import { pylockOf, readPylock } from '../../locks/pylock/lock-file.ts';
import { originAt } from '../../locks/requirements/index.ts';
import type { LockProject } from '../../locks/types.ts';
import { pdm } from './pdm.ts';
import { pdmExport } from './pdm-export.ts';
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
      if (origin === 'none') return 'none';
      if (origin.tool === 'PDM') return isExport(project, tree) ? pdmExport : 'none';
      return origin.tool === 'uv' ? uvRequirements : pipCompile;
    }
    case 'pylock':
      return pylockToolOf(project, tree);
    case 'pixi':
    case 'conda-lock':
      return 'none';
  }
}

function pylockToolOf(project: LockProject, tree: Tree): LockTool | 'none' {
  const document = readPylock(tree, project.lock);
  if (document.kind === 'refused') return 'none';
  const { createdBy, command } = pylockOf(project.lock, document.value, document.text);
  if (createdBy === 'uv') {
    const isCompiled = command[1] === 'pip' && command[2] === 'compile';
    return isCompiled || (command[1] === 'export' && isExport(project, tree))
      ? uvRequirements
      : 'none';
  }
  if (createdBy !== 'pdm') return 'none';
  if (baseName(project.lock) === 'pylock.toml' && usesPylock(project.directory, tree)) return pdm;
  return isExport(project, tree) ? pdmExport : 'none';
}

function isExport(project: LockProject, tree: Tree): boolean {
  return exportedFrom(project, tree) !== 'none';
}
