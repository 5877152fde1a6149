import type { RequiresPython } from '../../python/requires-python.ts';
import type { LockContext } from '../types.ts';
import type { Files } from './files.ts';
import type { Lock } from './lock-file.ts';
import type { Report } from './report.ts';
import type { Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** The Python versions that the manifests ask for. */
export interface PythonDemand {
  /** The lock's own where no manifest says. */
  readonly range: RequiresPython;
  /** As written; of several members, joined. */
  readonly text: string;
}

/** Everything that the comparisons of one verdict look at. */
export interface Check {
  readonly files: Files;
  readonly lock: Lock;
  readonly workspace: Workspace;
  readonly settings: Settings;
  readonly report: Report;
  readonly context: LockContext;
  readonly python: PythonDemand;
}
