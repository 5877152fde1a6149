/** All lock formats. A new format is one line here. */
import { pdm } from './pdm/index.ts';
import { poetry } from './poetry/index.ts';
import type { LockFormat } from './types.ts';
import { uv } from './uv/index.ts';

export const lockFormats: readonly LockFormat[] = [uv, poetry, pdm];
