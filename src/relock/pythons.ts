/**
 * The releases of CPython that uv knows: its list is part of the program, so that nothing is asked
 * over the network. The list has no dates of releases. What holds new ones back is uv's own release:
 * a version is here once uv offers a build of it.
 */
import { z } from 'zod';
import { compareVersions, isRelease, parseVersion } from '../python/version.ts';
import { uvLock } from './commands/uv.ts';
import { UV_ENVIRONMENT } from './commands/uv-environment.ts';
import { explainFailure } from './failure.ts';
import type { Tool } from './installed-tool.ts';
import type { Sandbox } from './sandbox/index.ts';
import type { Failure, ToolUsed } from './types.ts';

export type PythonsResult =
  | {
      readonly kind: 'found';
      /** `3.12.4`: no pre-releases, the newest first. */
      readonly versions: readonly string[];
      readonly tool: ToolUsed;
    }
  | Failure;

/** @see uv 0.13 `crates/uv/src/commands/python/list.rs`, `PrintData` */
const list = z.array(z.object({ version: z.string(), implementation: z.string() }));

/** Options of uv: every release that it could install. */
export const LIST_PYTHONS: readonly string[] = [
  ...['python', 'list', '--all-versions', '--only-downloads', '--no-config'],
  ...['--output-format', 'json'],
];

/** Runs in any sandbox: it reads no file. */
export async function listPythons(
  { program, version }: Pick<Tool, 'program' | 'version'>,
  sandbox: Sandbox,
): Promise<PythonsResult> {
  const ended = await sandbox.run(program, [...LIST_PYTHONS, '--offline'], '', UV_ENVIRONMENT);
  const versions = ended.how === 'exit' && ended.code === 0 ? versionsIn(ended.stdout) : [];
  if (versions.length === 0) {
    const circumstances = { sandbox, builds: true, refusedBuilds: [] };
    const { diagnosis } = explainFailure(ended, uvLock, circumstances);
    return {
      kind: 'failed',
      cause: 'surroundings',
      tool: 'uv',
      reason: 'uv did not list the releases of Python',
      diagnosis,
      remedy: 'See what it says by hand: uv python list --all-versions --only-downloads',
    };
  }
  const tool = { name: 'uv', version, because: 'it knows the releases of CPython' } as const;
  return { kind: 'found', versions, tool };
}

/** What uv printed with {@link LIST_PYTHONS}. */
export function versionsIn(text: string): readonly string[] {
  const stable = entriesOf(text)
    .filter(({ implementation }) => implementation === 'cpython')
    .map(({ version }) => parseVersion(version))
    .filter((version) => version !== undefined)
    .filter(isRelease);
  return [...new Set(stable.sort((a, b) => compareVersions(b, a)).map((one) => one.text))];
}

function entriesOf(text: string): z.infer<typeof list> {
  try {
    return list.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
