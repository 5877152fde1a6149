import { defaultIndex } from '../python/default-index.ts';
import type { GateContext } from './types.ts';

/** The surroundings as they are now; `today` stays right however long the app runs. */
export function liveContext(): GateContext {
  return {
    defaultIndex: defaultIndex(),
    get today() {
      return new Date().toISOString().slice(0, 10);
    },
  };
}
