import { type PlanInput, plan } from '../../../src/bumps/plan/plan.ts';
import type { Candidate } from '../../../src/bumps/types.ts';
import { type BumpsConfiguration, defaultBumps } from '../../../src/config/bumps.ts';
import { NOW } from '../support.ts';

/** A plan as lines that can be read. */
export function planned(
  candidates: readonly Candidate[],
  bumps: Partial<BumpsConfiguration> = {},
  more: Partial<PlanInput> = {},
): readonly string[] {
  const result = plan({
    candidates,
    bumps: { ...defaultBumps, ...bumps },
    now: NOW,
    branch: (group) => `lockkeeper/${group}`,
    open: new Set(),
    closed: [],
    ...more,
  });
  return [
    ...result.bumps.map(
      ({ branch, moves }) =>
        `${branch}: ${moves.map(({ name, to }) => `${name} ${to}`).join(', ')}`,
    ),
    ...result.left.map(({ name, to, because }) => `left ${name} ${to}: ${because}`),
  ];
}
