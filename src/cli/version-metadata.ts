/** What runs here: for bug reports, and as the first line of the app's log. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { END_OF_LIFE_DATA } from '../python/end-of-life.ts';
import { describeSandbox } from '../relock/sandbox/index.ts';
import { version } from './version.ts';

const run = promisify(execFile);

/** Commands whose first line of output names their version. */
const LOCK_TOOLS = ['uv', 'poetry', 'pdm', 'pipenv', 'pip-compile'] as const;

/** A tool that takes longer is not waited for. */
const TOOL_TIMEOUT_MS = 3000;

export interface Versions {
  readonly lockkeeper: string;
  /** The commit of this clone or package, or what LOCKKEEPER_COMMIT says; else `unknown`. */
  readonly commit: string;
  readonly node: string;
  readonly probot: string;
  readonly tools: Readonly<Record<string, string>>;
}

/** Asks all tools at once; takes at most three seconds, usually as long as the slowest tool. */
export async function collectVersions(): Promise<Versions> {
  const [commit, ...tools] = await Promise.all([
    // The build writes the commit in here: a package would find the one of the folder around it.
    process.env.LOCKKEEPER_COMMIT ??
      firstLine(
        'git',
        ['rev-parse', '--short=10', 'HEAD'],
        fileURLToPath(new URL('.', import.meta.url)),
      ),
    ...LOCK_TOOLS.map((tool) => firstLine(tool, ['--version'])),
  ]);
  return {
    lockkeeper: version,
    commit: commit ?? 'unknown',
    node: process.versions.node,
    probot: probotVersion(),
    tools: Object.fromEntries(
      LOCK_TOOLS.map((tool, index) => [tool, numberIn(tools[index]) ?? 'not found']),
    ),
  };
}

/** The block that `lockkeeper --version` prints. */
export async function versionMetadata(): Promise<string> {
  const { lockkeeper, commit, node, probot, tools } = await collectVersions();
  const lines: readonly (readonly [string, string])[] = [
    ['lockkeeper', lockkeeper],
    ['commit', commit],
    ['node', node],
    ['probot', probot],
    ['platform', `${process.platform} ${process.arch}`],
    ...Object.entries(tools),
    ['sandbox', describeSandbox()],
    ['end of life', `data of ${END_OF_LIFE_DATA}`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(12)}${value}`).join('\n');
}

function probotVersion(): string {
  try {
    // The package exports no manifest, and loading it only for its number takes a quarter second.
    const entry = fileURLToPath(import.meta.resolve('probot'));
    const root = entry.slice(0, entry.lastIndexOf('probot') + 'probot'.length);
    const manifest: unknown = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    return String((manifest as { readonly version?: unknown }).version ?? 'unknown');
  } catch {
    return 'unknown';
  }
}

async function firstLine(
  command: string,
  args: readonly string[],
  cwd?: string,
): Promise<string | undefined> {
  try {
    // Lock tools are looked for as the relock engine does.
    const PATH = [process.env.LOCK_TOOLS, process.env.PATH].filter(Boolean).join(delimiter);
    const env = { ...process.env, PATH };
    const options = { timeout: TOOL_TIMEOUT_MS, env, ...(cwd === undefined ? {} : { cwd }) };
    const { stdout } = await run(command, [...args], options);
    return stdout.split('\n', 1)[0]?.trim();
  } catch (error) {
    const isSlow = error instanceof Error && 'killed' in error && error.killed === true;
    return isSlow ? `no answer within ${TOOL_TIMEOUT_MS / 1000} s` : undefined;
  }
}

function numberIn(line: string | undefined): string | undefined {
  return line === undefined ? undefined : (/\d+(?:\.\w+)+/.exec(line)?.[0] ?? line);
}
