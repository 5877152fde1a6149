import { NO_SURROUNDINGS } from '../../src/gates/judge-context.ts';
import type { JudgeContext } from '../../src/gates/types.ts';

/** The surroundings of tests: one index, one day, a repository of which GitHub knows nothing. */
export const CONTEXT: JudgeContext = {
  defaultIndex: 'https://index.example/simple',
  today: '2026-11-24',
  settings: { mode: 'warn', scope: 'introduced', ignore: [] },
  repository: 'acme/app',
  surroundings: NO_SURROUNDINGS,
  changed: 'unknown',
};
