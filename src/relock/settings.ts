/** The engine as its users set it up: one place for the command line and the app. */
import { join, resolve } from 'node:path';
import type { GateContext } from '../gates/types.ts';
import { createEngine, type Engine } from './engine.ts';
import { hasBubblewrap } from './sandbox/bubblewrap.ts';
import { originOf } from './sandbox/reach.ts';
import { createToolbox } from './toolbox.ts';

/**
 * `host:port` of indexes in the operator's own network, which projects may name.
 *
 * @param list addresses with commas between them, as in RELOCK_INDEXES; what is none is left out
 */
function trustedOrigins(list: string | undefined): ReadonlySet<string> {
  const addresses = (list ?? '').split(',').map((one) => one.trim());
  return new Set(addresses.filter((one) => URL.canParse(one)).map(originOf));
}

export interface EngineSettings {
  /** Tools that are fetched and what they download are kept here. */
  readonly folder: string;
  /** LOCK_TOOLS: where installed lock tools are; without it, those of the PATH. */
  readonly installed: string | undefined;
  /** RELOCK_FETCH_TOOLS: whether other versions of the tools may be fetched. */
  readonly fetches: boolean;
  /** RELOCK_FETCH_PYTHON: whether uv may fetch a Python that a project needs. */
  readonly fetchesPython: boolean;
  /** RELOCK_INDEXES; see `trustedOrigins`. */
  readonly indexes: string | undefined;
  /** RELOCK_BUILDS: whether packages may be built, where bubblewrap holds their code. */
  readonly builds: boolean;
}

export function openEngine(settings: EngineSettings, context: GateContext): Engine {
  const { installed, fetches, fetchesPython, indexes, builds } = settings;
  const folder = resolve(settings.folder);
  const pythons = { folder: join(folder, 'pythons'), fetches: fetchesPython };
  return createEngine({
    toolbox: createToolbox({
      folder: join(folder, 'tools'),
      ...(installed === undefined ? {} : { installed }),
      fetches,
      pythons,
    }),
    pythons,
    caches: join(folder, 'repositories'),
    context,
    trusted: trustedOrigins(indexes),
    builds: builds && hasBubblewrap(),
  });
}
