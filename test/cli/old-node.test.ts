import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL('../../src/lockkeeper.js', import.meta.url));

/** A Node that reads no TypeScript, as those before 22.18. */
function onOldNode(...args: readonly string[]) {
  return run(process.execPath, ['--no-experimental-strip-types', COMMAND, ...args]);
}

test('an old Node hands over to the installed one, with arguments and output', async () => {
  const { stdout } = await onOldNode('explain', 'lockfile/stale');
  expect(stdout).toContain('lockfile/stale');
});

test('the exit code comes back', async () => {
  await expect(onOldNode('explain', 'nothing')).rejects.toMatchObject({ code: 2 });
});
