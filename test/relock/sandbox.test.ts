import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSandbox, type Sandbox } from '../../src/relock/sandbox/index.ts';
import { LIMITS } from '../../src/relock/sandbox/limits.ts';

let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockkeeper-sandbox-'));
  sandbox = await openSandbox({
    files: {},
    cache: join(folder, 'cache'),
    path: ['/usr/bin'],
    readable: [],
    reach: { hosts: new Set(), trusted: new Set() },
    limits: LIMITS,
    builds: false,
  });
});

afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const TALKATIVE = `
import os, time, urllib.request
try: urllib.request.urlopen("http://index.example/", timeout=5)
except OSError: pass
while not os.path.exists("go"): time.sleep(0.001)
for number in range(4000): os.write(2, b"%d\\n" % number)
`;

// uv writes each word by itself, and dies of a pipe that is full and does not block.
test('a tool that says more than we read at the moment is waited for', async () => {
  const running = sandbox.run('/usr/bin/python3', ['-c', TALKATIVE], '', {});
  await sandbox.write('go', '');
  const busyUntil = performance.now() + 700;
  while (performance.now() < busyUntil);
  const { code, stderr } = await running;
  expect(code).toBe(0);
  expect(stderr.split('\n')).toHaveLength(4001);
});

// Each has a connection that nobody closes: to the tool it is only idle.
test('a tool that has ended is not waited for any longer', async () => {
  const script = `
import os, socket, subprocess, urllib.parse
proxy = urllib.parse.urlparse(os.environ["HTTP_PROXY"])
kept = socket.create_connection((proxy.hostname, proxy.port))
subprocess.Popen(["/bin/sleep", "60"])
print("done")
`;
  const { code, stdout } = await sandbox.run('/usr/bin/python3', ['-c', script], '', {});
  expect([code, stdout]).toEqual([0, 'done\n']);
});
