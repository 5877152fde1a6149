import type { JudgeContext } from '../../src/gates/types.ts';

/** The surroundings of tests: one index, one day, a repository of which GitHub knows nothing. */
export const CONTEXT: JudgeContext = {
  defaultIndex: 'https://index.example/simple',
  today: '2026-11-24',
  settings: { mode: 'warn', scope: 'introduced', ignore: [] },
  repository: 'acme/app',
  surroundings: { base: 'main', pull: 'none', required: [], mergeQueue: false, unasked: [] },
  changed: 'unknown',
};
