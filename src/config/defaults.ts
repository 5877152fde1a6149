import type { Configuration, GateConfiguration } from '../gates/types.ts';

/** Where the configuration is looked for, in the base branch. */
export const CONFIGURATION_PATH = '.github/lockkeeper.yml';

export const defaultGateConfiguration: GateConfiguration = {
  mode: 'warn',
  scope: 'introduced',
  ignore: [],
};

/**
 * What holds without a configuration file. Kept apart from the schema: most runs need only this,
 * and loading zod costs more than judging a lock.
 */
export const defaultConfiguration: Configuration = {
  lockfile: defaultGateConfiguration,
  'python-version': defaultGateConfiguration,
  'required-checks': { ...defaultGateConfiguration, contexts: [] },
};
