import type { ConfigurationProblem } from '../gates/types.ts';
import { defaultConfiguration, type RepositoryConfiguration } from './defaults.ts';

export interface LoadedConfiguration {
  readonly configuration: RepositoryConfiguration;
  readonly problems: readonly ConfigurationProblem[];
}

/**
 * The configuration in `text`, or the defaults where there is no file. Never fails: mistakes are
 * problems, and defaults stand in for what they touch. The YAML and schema libraries are loaded
 * only when there is something to read.
 */
export async function loadConfiguration(
  text: string | 'none',
  path: string,
  state: ConfigurationProblem['state'],
): Promise<LoadedConfiguration> {
  if (text === 'none') return { configuration: defaultConfiguration, problems: [] };
  const { parseConfiguration } = await import('./parse.ts');
  return parseConfiguration(text, path, state);
}
