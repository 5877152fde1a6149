/** What people read when a tool made no lock. */
import { expect, test } from 'vitest';
import { uvLock } from '../../src/relock/commands/uv.ts';
import { explainFailure } from '../../src/relock/failure.ts';
import { isUnsolvable } from '../../src/relock/look-up.ts';
import type { Failure } from '../../src/relock/types.ts';

function explained(stderr: string): Failure {
  const ended = { how: 'exit', code: 1, stdout: '', stderr, seconds: 1, peakBytes: 0 } as const;
  const sandbox = { denied: new Set<string>(), unknown: new Set<string>() };
  return explainFailure(ended, uvLock, { sandbox, builds: false, refusedBuilds: [] });
}

test('of a long message the beginning is shown, too: it says what went wrong', () => {
  const reasons = Array.from({ length: 50 }, (_, index) => `and reason ${index}`);
  const failure = explained(['error: No solution found', ...reasons].join('\n'));
  expect(isUnsolvable(failure)).toBe(true);
  expect(failure.diagnosis.split('\n')).toHaveLength(31);
  expect(failure.diagnosis).toMatch(/and reason 4\n…\nand reason 26\n/);
});

test('where Python was in a program is not shown', () => {
  const trace =
    'Traceback (most recent call last):\n  File "/opt/pip/resolver.py", line 103, in resolve\n    raise error\n    ~~~~~\nResolutionImpossible: for help visit …\n';
  expect(explained(trace).diagnosis).toBe(
    'Traceback (most recent call last):\nResolutionImpossible: for help visit …',
  );
});

test.each([
  ['error: Failed to build `demo @ file:///tmp/demo`', 'demo'],
  ['  × Failed to download and build `pyperclip==1.8.2`', 'pyperclip'],
  ['  ╰─▶ Failed to generate package metadata for `evil @ editable+.`', 'evil'],
  ['something else', 'a package'],
])('%s names what would have to be built', (line, name) => {
  const { reason, cause } = explained(
    `${line}\n  cause: …/uv/builds-v0: File exists (os error 17)`,
  );
  expect([reason, cause]).toEqual([
    `uv needs to build ${name}, which would run its code`,
    'surroundings',
  ]);
});
