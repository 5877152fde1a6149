/**
 * Plans bumps for local clones, beside what uv alone takes to look for updates of the same clone.
 * Exits 1 when a proposed update did not lock, 2 when it could not run.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { processTree } from '../../src/relock/sandbox/processes.ts';

const USAGE = `Usage: npm run bench:bumps -- REPO…

Plans bumps for local clones (lockkeeper bump --dry-run: look for updates, plan, make every lock),
cold and warm, beside uv lock --upgrade --dry-run and uv tree --outdated on the same clone. The
public index has to be reachable, or the one that the clone names. Prints seconds, CPU seconds, the
highest memory of all processes together, and ratios. LOCK_TOOLS names a folder with the tools.

  --runs N      warm runs, of which the fastest counts (default: 3)
  -h, --help    show this help

Example: npm run bench:bumps -- ../flask ../httpx`;

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const LOOK_MS = 25;

interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMegabytes: number;
  readonly code: number;
  readonly output: string;
}

/** Python's `resource` tells what the children used, which Node does not. */
const MEASURE = `
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:])
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("MEASURED " + json.dumps([seconds, used.ru_utime + used.ru_stime, code]), file=sys.stderr)
`;

function measure(command: readonly string[], cwd: string, cache: string): Promise<Measured> {
  const child = spawn('python3', ['-c', MEASURE, ...command], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: cache, UV_CACHE_DIR: join(cache, 'uv') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let peak = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const watch = setInterval(() => {
    const bytes = processTree(child.pid ?? 0).reduce((sum, row) => sum + row.bytes, 0);
    peak = Math.max(peak, bytes);
  }, LOOK_MS);
  return new Promise((done) => {
    child.once('close', () => {
      clearInterval(watch);
      const line = /MEASURED (\[.*\])/.exec(errors)?.[1] ?? '[0, 0, 1]';
      const [seconds = 0, cpu = 0, code = 1] = JSON.parse(line) as number[];
      done({ seconds, cpu, code, peakMegabytes: peak / 1024 ** 2, output });
    });
  });
}

interface Row {
  readonly name: string;
  readonly cold: Measured;
  readonly warm: Measured;
}

async function bothWays(
  name: string,
  command: readonly string[],
  cwd: string,
  runs: number,
): Promise<Row> {
  const cache = mkdtempSync(join(tmpdir(), 'lockkeeper-bench-'));
  try {
    const cold = await measure(command, cwd, cache);
    const warm: Measured[] = [];
    for (let run = 0; run < runs; run++) warm.push(await measure(command, cwd, cache));
    const [fastest = cold] = warm.sort((a, b) => a.seconds - b.seconds);
    return { name, cold, warm: fastest };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

function shown({ seconds, cpu, peakMegabytes }: Measured): string {
  const numbers = [
    `${seconds.toFixed(2)} s`,
    `${cpu.toFixed(2)} s`,
    `${peakMegabytes.toFixed(0)} MB`,
  ];
  return numbers.map((one) => one.padStart(8)).join(' ');
}

async function benchOne(repository: string, runs: number): Promise<boolean> {
  const tools = process.env.LOCK_TOOLS;
  const uv = tools === undefined ? 'uv' : join(tools, 'uv');
  const own = await bothWays(
    'lockkeeper bump --dry-run',
    [process.execPath, MAIN, 'bump', '--dry-run'],
    repository,
    runs,
  );
  const rows = [own];
  if (existsSync(join(repository, 'uv.lock'))) {
    rows.push(
      await bothWays(
        'uv lock --upgrade --dry-run',
        [uv, 'lock', '--upgrade', '--dry-run', '--no-build'],
        repository,
        runs,
      ),
      await bothWays(
        'uv tree --outdated',
        [uv, 'tree', '--outdated', '--frozen', '--no-build'],
        repository,
        runs,
      ),
    );
  }
  print(
    `\n${basename(repository)}${' '.repeat(12)}   cold: seconds, CPU, memory      warm: seconds, CPU, memory`,
  );
  for (const { name, cold, warm } of rows) {
    print(`  ${name.padEnd(28)} ${shown(cold)}    ${shown(warm)}`);
  }
  const [, ...others] = rows;
  const ratios = others.map(
    ({ name, warm }) => `${(own.warm.seconds / warm.seconds).toFixed(1)}x ${name}`,
  );
  if (ratios.length > 0) print(`  warm: ${ratios.join(', ')}`);
  const planned = [...own.warm.output.matchAll(/^ {2}lockkeeper\/\S+/gm)].length;
  const moved = [...own.warm.output.matchAll(/^ {4}\S+ +\S+ → \S+ +(?:major|minor|patch)/gm)]
    .length;
  print(
    `  planned: ${planned} pull requests with ${moved} packages, all locked; exit code ${own.warm.code}`,
  );
  if (own.warm.code !== 0) print(own.warm.output.replaceAll(/^/gm, '    '));
  return own.warm.code === 0;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, runs: { type: 'string', default: '3' } },
  });
  if (values.help === true || positionals.length === 0) {
    print(USAGE);
    return values.help === true ? 0 : 2;
  }
  let isGood = true;
  for (const repository of positionals) {
    isGood = (await benchOne(resolve(repository), Number(values.runs))) && isGood;
  }
  return isGood ? 0 : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
