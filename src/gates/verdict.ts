import type {
  Conclusion,
  ConfigurationProblem,
  GateReport,
  Mode,
  ReportedFinding,
} from './types.ts';

/** The level of a finding that counts, by the mode of its gate. */
export function levelOf(mode: Mode): ReportedFinding['level'] {
  if (mode === 'enforce') return 'failure';
  return mode === 'warn' ? 'warning' : 'notice';
}

/**
 * Folds gate results and roll-out modes into one conclusion. `neutral` passes a required check and
 * is visible; only `enforce` blocks. What is `unable` never blocks: it says what would help. A
 * mistake in the configuration is never silent, and never blocks either: defaults apply meanwhile.
 */
export function conclude(
  reports: readonly GateReport[],
  problems: readonly ConfigurationProblem[],
): Conclusion {
  const failed = reports.filter(({ result }) => result.status === 'failed');
  if (failed.some(({ mode }) => mode === 'enforce')) return 'failure';
  if (failed.some(({ mode }) => mode === 'warn')) return 'neutral';
  return problems.length > 0 ? 'neutral' : 'success';
}
