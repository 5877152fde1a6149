/**
 * What an index offers, asked of uv: `uv pip compile --no-deps`, whose result as pylock.toml (PEP
 * 751) has upload times. Yanked files, pre-releases and the lowest Python are uv's business.
 */
import { parseToml } from '../locks/documents.ts';
import { isTable, stringAt, tableAt, tablesAt } from '../locks/values.ts';
import { normalizeName } from '../python/names.ts';
import { uvLock } from './commands/uv.ts';
import { UV_ENVIRONMENT } from './commands/uv-environment.ts';
import { explainFailure } from './failure.ts';
import type { Tool } from './installed-tool.ts';
import type { Sandbox } from './sandbox/index.ts';
import type { Failure, RunFigures } from './types.ts';

export interface LookUpRequest {
  /** PEP 508, each package once. */
  readonly requirements: readonly string[];
  /** Simple indexes, the most important first; the tools' default where there is none. */
  readonly indexes: readonly string[];
  /** The lowest Python that a release has to run on, such as `3.9`. */
  readonly python: string;
  /** Releases after this instant (ISO 8601, UTC) do not exist. */
  readonly newest?: string;
  /** Of all that fits; the newest where nothing is said. */
  readonly takes?: 'lowest';
}

export interface Release {
  readonly version: string;
  /** When its first file appeared (ISO 8601, UTC); `unknown` where the index does not tell. */
  readonly uploaded: string | 'unknown';
  /** The address of one of its wheels. */
  readonly wheel: string | 'none';
}

export type LookUpResult =
  | {
      readonly kind: 'found';
      /** By normalised name. */
      readonly releases: ReadonlyMap<string, Release>;
      readonly figures: RunFigures;
    }
  | Failure;

const INPUT = 'wanted.in';
const OUTPUT = 'pylock.toml';

export function lookUpFiles({ requirements }: LookUpRequest): Readonly<Record<string, string>> {
  return { [INPUT]: `${requirements.join('\n')}\n` };
}

/** Runs in a sandbox that holds {@link lookUpFiles}. */
export async function lookUp(
  request: LookUpRequest,
  { program }: Pick<Tool, 'program'>,
  sandbox: Sandbox,
): Promise<LookUpResult> {
  const [first, ...others] = request.indexes;
  const ended = await sandbox.run(
    program,
    [
      ...['pip', 'compile', INPUT, '--no-deps', '--no-header', '--no-config'],
      ...['--universal', '--fork-strategy', 'fewest'],
      ...['--format', 'pylock.toml', '--output-file', OUTPUT, '--python-version', request.python],
      ...(first === undefined ? [] : ['--default-index', first]),
      ...others.flatMap((index) => ['--index', index]),
      ...(request.takes === undefined ? [] : ['--resolution', request.takes]),
      ...(request.newest === undefined ? [] : ['--exclude-newer', request.newest]),
    ],
    '',
    UV_ENVIRONMENT,
  );
  const text = await sandbox.read(OUTPUT);
  const document = parseToml(text ?? '');
  if (ended.how !== 'exit' || ended.code !== 0 || document.kind !== 'document') {
    return explainFailure(ended, uvLock, {
      sandbox,
      builds: true,
      refusedBuilds: [],
    });
  }
  const releases = tablesAt(document.value, 'packages').map((table) => {
    const wheels = tablesAt(table, 'wheels');
    const files = [...wheels, tableAt(table, 'sdist')].filter(isTable);
    const times = files.flatMap((file) => instantOf(file['upload-time'])).sort();
    const name = normalizeName(stringAt(table, 'name') ?? '');
    const version = stringAt(table, 'version') ?? '';
    const [wheel = 'none'] = wheels.flatMap((file) => stringAt(file, 'url') ?? []);
    return [name, { version, uploaded: times[0] ?? 'unknown', wheel }] as const;
  });
  const { seconds, peakBytes } = ended;
  return { kind: 'found', releases: new Map(releases), figures: { seconds, peakBytes } };
}

/** Whether nothing fits what was asked for, in uv's words. */
export function isUnsolvable({ diagnosis }: Failure): boolean {
  return /no solution found/i.test(diagnosis);
}

/** A TOML date; how it is read depends on the reader. */
function instantOf(value: unknown): readonly string[] {
  if (!(value instanceof Date) && typeof value !== 'string') return [];
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? [] : [instant.toISOString()];
}
