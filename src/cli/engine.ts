/** The relock engine as the command line uses it: with the tools and the cache of this user. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { liveContext } from '../gates/context.ts';
import { createEngine, type Engine } from '../relock/engine.ts';
import { trustedOrigins } from '../relock/settings.ts';
import { createToolbox } from '../relock/toolbox.ts';

export function userEngine(environment: NodeJS.ProcessEnv = process.env): Engine {
  const cache = join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lockkeeper');
  return createEngine({
    toolbox: createToolbox({
      folder: join(cache, 'tools'),
      ...(environment.LOCK_TOOLS === undefined ? {} : { installed: environment.LOCK_TOOLS }),
      fetches: environment.RELOCK_FETCH_TOOLS !== 'never',
    }),
    caches: join(cache, 'repositories'),
    context: liveContext(),
    trusted: trustedOrigins(environment.RELOCK_INDEXES),
    builds: false,
  });
}
