/**
 * Our verdict beside the tools' own commands, in one run: in-process, as a whole `lockkeeper check`
 * process, and `uv lock --check` / `poetry check --lock`. Prints medians and ratios.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Snapshot } from '../../src/gates/types.ts';
import type { CaseSet, Row } from './corpus.ts';
import { replay } from './replay.ts';
import { type CaseRepository, openRepository } from './repository.ts';
import { median, table } from './statistics.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where dependencies are found, as they are from an installed package. */
const BUILT = join(ROOT, 'node_modules', '.cache', 'lockkeeper-bench');
const RUNS = 5;
const CASES_PER_KIND = 12;
/** Some cases need another Python than is here, or fail a check beside the lock. */
const CANDIDATES = 37;
/** Steps through the sizes out of order, so that the first twelve have small and large locks. */
const STRIDE = 8;

/** uv searches interpreters for a long time unless it is told the path of one: a name is searched too. */
const PYTHON =
  process.env.LOCKKEEPER_PYTHON ??
  execFileSync('python3', ['-c', 'import os, sys; print(os.path.realpath(sys.executable))'], {
    encoding: 'utf8',
  }).trim();

/** The tools' own checks. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  uv: ['uv', 'lock', '--check', '--offline', '--python', PYTHON],
  poetry: ['poetry', 'check', '--lock', '--no-interaction'],
};

interface Timing {
  readonly kind: string;
  readonly id: string;
  readonly kilobytes: number;
  readonly inProcess: number;
  readonly process: number;
  readonly tool: number;
}

export async function againstTools(sets: readonly CaseSet[]): Promise<void> {
  // People run the package, so that is what is timed.
  await run('npm', ['run', 'build', '--', '--dir', BUILT], { cwd: ROOT });
  const timings: Timing[] = [];
  for (const set of sets) {
    if (set.repository === 'inline') continue;
    const repository = await openRepository(set.repository);
    try {
      for (const kind of Object.keys(TOOLS)) {
        timings.push(...(await timeKind(kind, set, repository)));
      }
    } finally {
      repository.close();
    }
  }
  print(timings);
  printFour(await fourProjects());
}

async function timeKind(
  kind: string,
  set: CaseSet,
  repository: CaseRepository,
): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (const row of spread(freshRows(set, kind))) {
    if (timings.length === CASES_PER_KIND) break;
    const commit = row.commit ?? 'HEAD';
    const texts = await repository.texts(commit);
    process.stderr.write(`${set.name} ${row.id}\n`);
    const timing = await time(kind, row, await repository.snapshot(commit), texts);
    if (timing !== 'tool cannot judge it here') timings.push(timing);
  }
  return timings;
}

/** Fresh cases at the root: a stale one would make uv resolve. Smallest lock first. */
function freshRows(set: CaseSet, kind: string): Row[] {
  return set.rows
    .filter((row) => row.kind === kind && row.expect === 'fresh' && !row.lock.includes('/'))
    .filter(({ flags = [], cwd = '' }) => flags.length === 0 && cwd === '')
    .sort((a, b) => (a.lock_bytes ?? 0) - (b.lock_bytes ?? 0));
}

function spread(rows: readonly Row[]): Row[] {
  const step = Math.max(1, (rows.length - 1) / (CANDIDATES - 1));
  const bySize = Array.from({ length: CANDIDATES }, (_, index) => rows[Math.round(index * step)]);
  return bySize
    .map((_, index) => bySize[(index * STRIDE) % CANDIDATES])
    .filter((row) => row !== undefined);
}

async function time(
  kind: string,
  row: Row,
  snapshot: Snapshot,
  texts: ReadonlyMap<string, string>,
): Promise<Timing | 'tool cannot judge it here'> {
  const directory = await mkdtemp(join(tmpdir(), 'lockkeeper-tools-'));
  try {
    await checkout(directory, texts);
    const tool = await timeProcess(TOOLS[kind] ?? [], directory);
    if (tool === 'failed') return 'tool cannot judge it here';
    const ours = await timeProcess(checkCommand(), directory, [0, 1]);
    const inProcess = Array.from({ length: RUNS }, () => replay(snapshot, row.lock).milliseconds);
    return {
      kind,
      id: row.id,
      kilobytes: Buffer.byteLength(texts.get(row.lock) ?? '') / 1000,
      inProcess: median(inProcess),
      process: ours === 'failed' ? Number.NaN : ours,
      tool,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function checkCommand(): string[] {
  return [process.execPath, join(BUILT, 'main.js'), 'check', '--all', '--format', 'json'];
}

async function checkout(directory: string, texts: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of texts) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  await run('git', ['init', '--quiet', directory]);
}

/** Median milliseconds of the command; `failed` when its exit code is not an accepted one. */
async function timeProcess(
  [command = '', ...args]: readonly string[],
  cwd: string,
  accepted: readonly number[] = [0],
): Promise<number | 'failed'> {
  const tools = process.env.LOCKKEEPER_TOOLS;
  const path = `${tools === undefined ? '' : `${tools}${delimiter}`}${process.env.PATH}`;
  const times: number[] = [];
  for (let index = 0; index <= RUNS; index++) {
    const start = performance.now();
    const code = await exitCode(run(command, args, { cwd, env: { ...process.env, PATH: path } }));
    if (!accepted.includes(code)) return 'failed';
    // The first run warms caches of the operating system and of the tools.
    if (index > 0) times.push(performance.now() - start);
  }
  return median(times);
}

async function exitCode(running: Promise<unknown>): Promise<number> {
  try {
    await running;
    return 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'number') {
      return error.code;
    }
    throw error;
  }
}

function print(timings: readonly Timing[]): void {
  const rows = timings.map(({ kind, id, kilobytes, inProcess, process: whole, tool }) => [
    id,
    kind,
    kilobytes.toFixed(0),
    inProcess.toFixed(2),
    whole.toFixed(0),
    tool.toFixed(0),
    (tool / inProcess).toFixed(0),
    (tool / whole).toFixed(2),
  ]);
  const header = [
    'case',
    'kind',
    'kB',
    'in-process ms',
    'check ms',
    'tool ms',
    'tool/in-process',
    'tool/check',
  ];
  process.stdout.write(`${table(header, rows)}\n\n`);
  for (const kind of Object.keys(TOOLS)) {
    const own = timings.filter((timing) => timing.kind === kind);
    if (own.length === 0) continue;
    const of = (pick: (timing: Timing) => number) => median(own.map(pick));
    process.stdout.write(
      `${kind}: ${own.length} cases, medians: in-process ${of((t) => t.inProcess).toFixed(2)} ms, ` +
        `check ${of((t) => t.process).toFixed(0)} ms, tool ${of((t) => t.tool).toFixed(0)} ms; ` +
        `tool/in-process ${of((t) => t.tool / t.inProcess).toFixed(0)}x, ` +
        `check/tool ${of((t) => t.process / t.tool).toFixed(2)}x\n`,
    );
  }
}

interface FourProjects {
  readonly ours: number;
  readonly tools: number;
}

/** A repository of four uv projects: one process of ours beside four of uv's. */
async function fourProjects(): Promise<FourProjects | 'failed'> {
  const directory = await mkdtemp(join(tmpdir(), 'lockkeeper-four-'));
  const fixture = fileURLToPath(new URL('../../fixtures/repos/uv-app', import.meta.url));
  try {
    const names = ['api', 'jobs', 'web', 'cli'];
    for (const name of names) await run('cp', ['-r', fixture, join(directory, name)]);
    await run('git', ['init', '--quiet', directory]);
    const tools: (number | 'failed')[] = [];
    for (const name of names) tools.push(await timeProcess(TOOLS.uv ?? [], join(directory, name)));
    const ours = await timeProcess(checkCommand(), directory, [0, 1]);
    if (ours === 'failed' || tools.includes('failed')) return 'failed';
    return { ours, tools: tools.reduce<number>((sum, one) => sum + Number(one), 0) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function printFour(result: FourProjects | 'failed'): void {
  const text =
    result === 'failed'
      ? 'four projects: a tool could not judge them here'
      : `four uv projects: one lockkeeper process ${result.ours.toFixed(0)} ms, four uv processes ${result.tools.toFixed(0)} ms (${(result.tools / result.ours).toFixed(2)}x)`;
  process.stdout.write(`${text}\n`);
}
