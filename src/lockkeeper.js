#!/usr/bin/env node
/**
 * The `lockkeeper` command. The sources are TypeScript, which Node runs itself from 22.18 on; an
 * older Node hands over to the one that was installed with Lockkeeper. Plain JavaScript, so that
 * any Node can read it.
 */
import process from 'node:process';

if (process.features.typescript) {
  await import('./compile-cache.js');
  await import('./main.ts');
} else {
  await handOver();
}

async function handOver() {
  const node = await installedNode();
  if (node === undefined) {
    process.stderr.write(
      `lockkeeper: Node ${process.versions.node} cannot run TypeScript.\n` +
        '  Use Node 22.18 or newer, or install the dependencies of Lockkeeper again: npm ci\n',
    );
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both; passed on, the child would take it for a second one.
  process.on('SIGINT', () => {});
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal === null) return;
    // Ends as the child ended, so that a shell sees the same.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The program of the npm package `node`, a dependency of Lockkeeper. */
async function installedNode() {
  const { existsSync } = await import('node:fs');
  const { createRequire } = await import('node:module');
  const { dirname, join } = await import('node:path');
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return ['node', 'node.exe'].map((name) => join(directory, 'bin', name)).find(existsSync);
  } catch {
    return undefined;
  }
}
