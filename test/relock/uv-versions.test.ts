import { expect, test } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { uvLock } from '../../src/relock/commands/uv.ts';
import type { RelockRequest } from '../../src/relock/types.ts';
import { PROJECTS } from './projects.ts';

const ONE: RelockRequest['upgrades'] = [{ name: 'httpx', version: '0.28.1' }];

/** uv before 0.10 says: "Ignoring existing lockfile due to addition of timestamp cutoff". */
test.each<[version: string, upgrades: RelockRequest['upgrades'], isTold: boolean]>([
  ['0.13.9', ONE, true],
  ['0.10.0', ONE, true],
  ['0.9.30', ONE, false],
  ['0.8.0', 'none', false],
  ['0.8.0', 'all', true],
])('uv %s, asked to move %j, is told the cut-off: %s', (version, upgrades, isTold) => {
  const tree = treeOfTexts({ 'pyproject.toml': '', 'uv.lock': '' });
  const request = { project: PROJECTS.uv, tree, upgrades, newest: '2026-11-21T00:00:00Z' };
  const calls = uvLock.calls(request, { version, pip: '', builds: false });
  const args = calls.kind === 'calls' ? calls.commands[0].args : [];
  expect([
    args.includes('--exclude-newer'),
    uvLock.bindsNewest(request, { version, pip: '' }),
  ]).toEqual([isTold, isTold]);
});
