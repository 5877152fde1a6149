/** Packages that can only move together, with every tool. */
import { describe, expect, it } from 'vitest';
import { PROJECTS, type ToolKind } from '../../relock/projects.ts';
import { useBench } from '../../relock/support.ts';
import { vulnerability } from '../../support/osv.ts';
import { oldProject, proposals, story } from '../support.ts';
import { knowing } from '../told.ts';

const OLD = '2026-01-01T00:00:00Z';

/** Each version of `alpha` wants its own `beta`; of all three there is a newer version. */
const local = useBench(
  ['1.0', '1.1'].flatMap((version) => [
    { name: 'alpha', version, requires: [`beta==${version}`], uploaded: OLD },
    // It has waited longest, so it is chosen first.
    { name: 'beta', version, uploaded: '2025-01-01T00:00:00Z' },
    { name: 'gamma', version, uploaded: OLD },
  ]),
);

it('comes with its family on a day on which only security is looked at', {
  timeout: 60_000,
}, async () => {
  const files = await oldProject(local, 'pip-compile', '>=1');
  const [first] = await proposals(
    local.bench,
    files,
    { security: 'all' },
    { scope: 'security', advisories: knowing([vulnerability('GHSA-1 beta <1.1')]) },
  );
  expect(first && story(first)).toEqual([
    'lockkeeper/requirements-security: alpha 1.0 → 1.1, beta 1.0 → 1.1',
    '  requirements.txt: alpha 1.0 → 1.1, beta 1.0 → 1.1',
  ]);
});

it('comes once where somebody wanted its members apart', { timeout: 60_000 }, async () => {
  const files = await oldProject(local, 'uv', '>=1');
  const moves = ['alpha', 'beta', 'gamma'].map((name) => ({ name, to: '1.1' }));
  const [first] = await proposals(
    local.bench,
    files,
    {},
    { closed: async () => [{ how: 'split', group: 'weekly', number: 1, moves }] },
  );
  expect(first && story(first)).toEqual([
    'lockkeeper/only-beta: beta 1.0 → 1.1',
    '  uv.lock: alpha 1.0 → 1.1, beta 1.0 → 1.1',
    'lockkeeper/only-gamma: gamma 1.0 → 1.1',
    '  uv.lock: gamma 1.0 → 1.1',
  ]);
});

describe.each(Object.keys(PROJECTS) as ToolKind[])('with %s', (kind) => {
  it('a package takes along whom it cannot move without', { timeout: 60_000 }, async () => {
    const files = await oldProject(local, kind, '>=1');
    const [first] = await proposals(local.bench, files, { 'max-packages': 1 });
    const [, moved, ...left] = first === undefined ? [] : story(first);
    expect([moved, ...left]).toEqual([
      `  ${PROJECTS[kind].lock}: alpha 1.0 → 1.1, beta 1.0 → 1.1`,
      'left gamma 1.0 → 1.1: others have waited longer, and 1 move at a time (`bumps.max-packages`)',
    ]);
  });
});
