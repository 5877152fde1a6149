/** Files that are exported from another lock, and follow it. */
import type { Tree } from '../gates/types.ts';
import { baseName } from './paths.ts';
import { pdm } from './pdm/index.ts';
import { exportOrigin } from './pylock/derived.ts';
import type { LockFormat, LockProject } from './types.ts';
import { uv } from './uv/index.ts';

export interface Origin {
  readonly format: LockFormat;
  readonly project: LockProject;
}

const FORMATS: Readonly<Record<string, LockFormat>> = { 'uv.lock': uv, 'pdm.lock': pdm };

/** The lock that a file is exported from; `none` where it is no export, or that lock is not there. */
export function exportedFrom(project: LockProject, tree: Tree): Origin | 'none' {
  const path = project.kind === 'pylock' ? exportOrigin(project, tree) : project.manifest;
  const format = FORMATS[baseName(path)];
  const found = format?.find(tree).find(({ lock }) => lock === path);
  return format === undefined || found === undefined ? 'none' : { format, project: found };
}
