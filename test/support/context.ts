import type { GateContext } from '../../src/gates/types.ts';

/** The surroundings of tests: one index, one day. */
export const CONTEXT: GateContext = {
  defaultIndex: 'https://index.example/simple',
  today: '2026-11-24',
};
