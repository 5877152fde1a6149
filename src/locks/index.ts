/** All lock formats. A new format is one line here. */
import { condaLockFormat } from './conda-lock/index.ts';
import { pdm } from './pdm/index.ts';
import { pipenv } from './pipenv/index.ts';
import { pixi } from './pixi/index.ts';
import { poetry } from './poetry/index.ts';
import { pylock } from './pylock/index.ts';
import { requirements } from './requirements/index.ts';
import type { LockFormat } from './types.ts';
import { uv } from './uv/index.ts';

export const lockFormats: readonly LockFormat[] = [
  uv,
  poetry,
  pdm,
  pipenv,
  requirements,
  pylock,
  pixi,
  condaLockFormat,
];
