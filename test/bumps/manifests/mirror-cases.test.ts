/** Bumps that take along what mirrors a dependency, with the real uv against an index made for each. */
import { expect, it } from 'vitest';
import type { BumpsConfiguration } from '../../../src/config/bumps.ts';
import { startIndex } from '../../index/server.ts';
import type { Release } from '../../index/wheel.ts';
import { createBench, type Files, manifestFor, type ToolKind } from '../../relock/projects.ts';
import { proposals, story } from '../support.ts';

const FIRST: readonly Release[] = [
  { name: 'alpha', version: '1.0', requires: ['beta>=1'] },
  { name: 'beta', version: '1.0' },
  { name: 'gamma', version: '1.0' },
];
const LATER: readonly Release[] = [
  { name: 'alpha', version: '1.1', requires: ['beta>=1.1'] },
  { name: 'beta', version: '1.1' },
];

/** The first bump: its story, and what it writes beside manifest and lock. */
async function bumped(
  kind: ToolKind,
  range: string,
  more: Files,
  bumps: Partial<BumpsConfiguration> = {},
): Promise<{ readonly told: readonly string[]; readonly files: Files; readonly notes: string }> {
  const index = await startIndex(FIRST);
  const bench = createBench(index);
  try {
    const { files } = await bench.relock(
      kind,
      { ...manifestFor(kind, index, range), ...more },
      'none',
    );
    for (const release of LATER) index.publish(release);
    const [proposal] = await proposals(bench, files, bumps);
    const [first] = proposal?.bumps ?? [];
    const own = (first?.changes ?? []).filter(({ path }) => path in more);
    return {
      told: proposal === undefined ? [] : story(proposal),
      files: Object.fromEntries(own.map(({ path, after }) => [path, after])),
      notes: first?.notes.join('\n') ?? '',
    };
  } finally {
    bench.close();
    await index.close();
  }
}

const HOOKS = `repos:
  - repo: https://example.com/acme/gamma-pre-commit
    rev: v1.0
    hooks:
      - id: gamma
  - repo: https://example.com/acme/mirrors-alpha.git
    rev: v1.0 # ours
    hooks:
      - id: alpha
        additional_dependencies: [gamma==1.0, beta==1.0, "alpha<1.1"]
`;

it('hooks of pre-commit follow, for what comes along, too', { timeout: 30_000 }, async () => {
  const { files, notes } = await bumped(
    'uv',
    '>=1',
    { '.pre-commit-config.yaml': HOOKS },
    { 'max-packages': 1 },
  );
  expect(files).toEqual({
    '.pre-commit-config.yaml': HOOKS.replace('v1.0 # ours', 'v1.1 # ours')
      .replace('beta==1.0', 'beta==1.1')
      .replace('alpha<1.1', 'alpha<1.2'),
  });
  expect(notes).toBe('`.pre-commit-config.yaml`: alpha and beta follow.');
});

const SETUP = `[metadata]
name = demo

[options]
install_requires =
    gamma==1.0
    # we need what comes with it
    alpha>=1,<1.1  # until 1.1

[options.extras_require]
all = beta==1.0
`;

it('setup.cfg beside a compiled file does not contradict it', { timeout: 30_000 }, async () => {
  const more = { 'setup.cfg': SETUP };
  const { told, files, notes } = await bumped('uv pip compile', '>=1', more, { 'max-packages': 1 });
  expect(told.slice(0, 2)).toEqual([
    'lockkeeper/requirements-weekly: alpha 1.0 → 1.1',
    '  requirements.txt: alpha 1.0 → 1.1, beta 1.0 → 1.1',
  ]);
  const edited = SETUP.replace('<1.1 ', '<1.2 ').replace('beta==1.0', 'beta==1.1');
  expect(files).toEqual({ 'setup.cfg': edited });
  expect(notes).toBe('`setup.cfg`: alpha and beta follow.');
});

it('setup.cfg keeps versions out where manifests never change', { timeout: 30_000 }, async () => {
  const more = { 'setup.cfg': SETUP };
  const { told } = await bumped('uv pip compile', '>=1', more, { manifest: 'lock-only' });
  const because = 'its constraint keeps it out, and `bumps.manifest` is `lock-only`';
  expect(told).toEqual([`left alpha 1.0 → 1.1: ${because}`, `left beta 1.0 → 1.1: ${because}`]);
});
