#!/usr/bin/env node
/**
 * The `lockkeeper` command. A clone runs its TypeScript sources, which Node reads from 22.18 on; an
 * older Node hands over to the one that `npm ci` installed. A package has no sources but what
 * `npm run build` made of them. Plain JavaScript, so that any Node can read it.
 */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('./main.ts', import.meta.url));
const isClone = existsSync(SOURCES);

if (process.features.typescript) {
  await import('./compile-cache.js');
  await import(isClone ? './main.ts' : '../dist/main.js');
} else {
  await handOver();
}

async function handOver() {
  const node = isClone ? await installedNode() : undefined;
  if (node === undefined) {
    process.stderr.write(
      `lockkeeper: Node ${process.versions.node} is too old, 22.18 is the first that works.\n` +
        `  Use a newer Node${isClone ? ', or install the one that comes with Lockkeeper: npm ci' : '.'}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const { spawn } = await import('node:child_process');
  const child = spawn(node, [SOURCES, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both; passed on, the child would take it for a second one.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal === null) return;
    // Ends as the child ended, so that a shell sees the same.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** The program of the npm package `node`, which a clone has among its dependencies. */
async function installedNode() {
  const { createRequire } = await import('node:module');
  const { dirname, join } = await import('node:path');
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return ['node', 'node.exe'].map((name) => join(directory, 'bin', name)).find(existsSync);
  } catch {
    return undefined;
  }
}
