/** All gates, in the order in which they are reported. A new gate is one line here. */
import { lockfile } from './lockfile/index.ts';
import { pythonVersion } from './python-version/index.ts';
import { requiredChecks } from './required-checks/index.ts';
import type { Gate } from './types.ts';

export const gates: readonly Gate[] = [lockfile, pythonVersion, requiredChecks];
