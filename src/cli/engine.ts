/** The relock engine as the command line uses it: with the tools and the cache of this user. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { liveContext } from '../gates/context.ts';
import type { Engine } from '../relock/engine.ts';
import { openEngine } from '../relock/settings.ts';

/** @param allowsBuilds with `--allow-builds` */
export function userEngine(
  allowsBuilds: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): Engine {
  const settings = {
    folder: join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lockkeeper'),
    installed: environment.LOCK_TOOLS,
    fetches: environment.RELOCK_FETCH_TOOLS !== 'never',
    fetchesPython: environment.RELOCK_FETCH_PYTHON !== 'never',
    indexes: environment.RELOCK_INDEXES,
    builds: allowsBuilds || environment.RELOCK_BUILDS === 'allow',
  };
  return openEngine(settings, liveContext());
}
