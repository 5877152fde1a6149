import type { Configuration, GateConfiguration } from '../gates/types.ts';
import { type BumpsConfiguration, defaultBumps } from './bumps.ts';

/** Where the configuration is looked for, in the base branch. */
export const CONFIGURATION_PATH = '.github/lockkeeper.yml';

export const defaultGateConfiguration: GateConfiguration = {
  mode: 'warn',
  scope: 'introduced',
  ignore: [],
};

/** Everything that a configuration file can say. */
export interface RepositoryConfiguration extends Configuration {
  readonly bumps: BumpsConfiguration;
}

/**
 * What holds without a configuration file. Kept apart from the schema: most runs need only this,
 * and loading zod costs more than judging a lock.
 */
export const defaultConfiguration: RepositoryConfiguration = {
  lockfile: defaultGateConfiguration,
  'python-version': defaultGateConfiguration,
  'required-checks': { ...defaultGateConfiguration, contexts: [] },
  bumps: defaultBumps,
};
