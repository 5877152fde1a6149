import type { ConfigurationProblem, Snapshot } from '../gates/types.ts';
import { CONFIGURATION_PATH } from './defaults.ts';

/** Where people put the configuration by mistake, and nothing would read it. */
const MISNAMED = [
  '.github/lockkeeper.yaml',
  '.github/.lockkeeper.yml',
  '.lockkeeper.yml',
  '.lockkeeper.yaml',
  'lockkeeper.yml',
  'lockkeeper.yaml',
];

/** Says so where a configuration has another name than the one that is read. */
export function misnamedConfigurations({ head, base }: Snapshot): readonly ConfigurationProblem[] {
  const has = (path: string) => head.files.some((file) => file.path === path);
  if (has(CONFIGURATION_PATH)) return [];
  const wasThere = (path: string) =>
    base === 'none' || base.files.some((file) => file.path === path);
  return MISNAMED.filter(has).map((path) => ({
    path,
    key: '',
    line: 1,
    message: `Nothing reads this file: the configuration is called ${CONFIGURATION_PATH}. Rename it.`,
    state: wasThere(path) ? 'base' : 'head',
  }));
}
