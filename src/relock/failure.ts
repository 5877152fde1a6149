/** What to tell people when a tool did not make a lock. */
import { stripVTControlCharacters } from 'node:util';
import type { LockTool } from './commands/types.ts';
import type { Sandbox } from './sandbox/index.ts';
import type { Ended } from './sandbox/process.ts';
import { UV_BUILDS } from './sandbox/uv-builds.ts';
import type { FoundTool } from './toolbox.ts';
import type { Failure, ToolName } from './types.ts';

interface Circumstances {
  /** Where it ran, with the hosts that it asked for in vain. */
  readonly sandbox: Pick<Sandbox, 'denied' | 'unknown'>;
  readonly builds: boolean;
  /** Packages that were to be built; may hold an empty name. */
  readonly refusedBuilds: readonly string[];
}

/** Of a long message the first lines say what went wrong, or the last. */
const SHOWN_LINES = { first: 6, last: 24 } as const;

export function explainFailure(
  ended: Ended,
  { name, title }: LockTool,
  { sandbox, builds, refusedBuilds }: Circumstances,
): Failure {
  const diagnosis = shown(`${ended.stdout}\n${ended.stderr}`);
  const failed = (reason: string, remedy: string): Failure => {
    return { kind: 'failed', tool: name, cause: 'surroundings', reason, diagnosis, remedy };
  };
  if (ended.how === 'time') {
    const seconds = ended.seconds.toFixed(0);
    return failed(
      `${title} was stopped after ${seconds} s`,
      'Run it by hand to see where it hangs.',
    );
  }
  if (ended.how === 'memory') {
    const megabytes = Math.round(ended.peakBytes / 1024 ** 2);
    return failed(`${title} was stopped at ${megabytes} MB of memory`, 'Run it by hand.');
  }
  const unbuilt = builds ? [] : unbuiltIn(diagnosis, refusedBuilds);
  if (unbuilt.length > 0) return { ...needsBuilds({ name, title }, unbuilt), diagnosis };
  const missing = builds ? undefined : NO_WHEEL.exec(diagnosis)?.[1];
  if (missing !== undefined) {
    const remedy = name === 'pipenv' ? `${NAMES_PYTHON} ${ALLOWS_BUILDS}` : ALLOWS_BUILDS;
    return failed(`${title} found no wheel of ${missing}, and nothing is built`, remedy);
  }
  const python = NO_PYTHON.exec(diagnosis)?.slice(1).find(Boolean);
  if (python !== undefined) {
    const version = /\d+\.\d+/.exec(python)?.[0] ?? '';
    const missing = failed(
      `${title} needs Python ${python}, and there is none on this host`,
      `Who runs Lockkeeper can install one, and start it again: uv python install ${version}`,
    );
    return { ...missing, python };
  }
  if (sandbox.denied.size > 0) {
    return failed(
      `${title} asked for ${namesOf(sandbox.denied)}, which is not among the hosts that the project names in public`,
      'An index in your own network has to be allowed by who runs Lockkeeper: RELOCK_INDEXES.',
    );
  }
  if (sandbox.unknown.size > 0) {
    return failed(
      `${title} asked for ${namesOf(sandbox.unknown)}, and nobody here knows the name`,
      'Where the network was down, try again later; the app does so by itself.',
    );
  }
  return { ...failed(`${title} could not lock`, 'Its own message says why.'), cause: 'versions' };
}

/** Packages have to be built, which is not allowed. */
export function needsBuilds(
  { name: tool, title }: Pick<LockTool, 'name' | 'title'>,
  names: readonly string[],
): Failure {
  const reason = `${title} needs to build ${names.join(', ')}, which would run its code`;
  const remedy = ALLOWS_BUILDS;
  return { kind: 'failed', tool, cause: 'surroundings', reason, diagnosis: '', remedy };
}

/** A remark where nothing fits together, or something did not move. */
export function heldBack(names: readonly string[]): string {
  const [what, verb] = names.length === 1 ? ['it', 'has'] : ['they', 'have'];
  return `What ${names.join(', ')} may require is not known, since ${what} ${verb} no wheel: as it is locked it stays. ${ALLOWS_BUILDS}`;
}

function namesOf(hosts: ReadonlySet<string>): string {
  return [...hosts].sort().join(', ');
}

const ALLOWS_BUILDS =
  'Depend on a release with a wheel, or lock by hand. Who runs Lockkeeper can allow builds in the sandbox, if it is bubblewrap: RELOCK_BUILDS=allow, or --allow-builds on the command line.';

const NAMES_PYTHON =
  'Name the Python of the project (`[requires]` in the Pipfile): without, Pipenv locks for that of this host.';

/** pip, where it may look at wheels alone. */
const NO_WHEEL = /No matching distribution found for ([^\n]+)/;

/** In the words of uv, Poetry, PDM, Pipenv. */
const NO_PYTHON =
  /No interpreter found for Python (.+?) in (?:managed|search|virtual|the)|is not supported by the project \(([^)]+)\)\.[\s\S]*unable to find a compatible version|No Python that satisfies (.+?) is found|Python (\S+) was not found on your system/;

/** uv says which package it is, of the newer versions. */
const NOT_BUILT_BY_UV =
  /(?:`([^`]+)` because )?building (?:source distributions|from source) is disabled/gi;

/** Its own packages it would build all the same; see `sandbox/uv-builds.ts`. */
const OWN_NOT_BUILT_BY_UV =
  /(?:Failed to (?:download and )?build|generate package metadata for):?\s+[|│]?\s*`([^`\s@=]+)/g;

/** What would have to be built, for a sentence; nothing where that was not the reason. */
function unbuiltIn(diagnosis: string, refused: readonly string[]): readonly string[] {
  const patterns = diagnosis.includes(UV_BUILDS)
    ? [NOT_BUILT_BY_UV, OWN_NOT_BUILT_BY_UV]
    : [NOT_BUILT_BY_UV];
  const named = patterns.flatMap((pattern) =>
    [...diagnosis.matchAll(pattern)].map(([, name = '']) => name),
  );
  const said = named.length === 0 && diagnosis.includes(UV_BUILDS) ? [''] : named;
  return [...new Set([...refused, ...said].map((name) => (name === '' ? 'a package' : name)))];
}

/** Poetry tells of each environment that it makes, and where. */
const CHATTER = /^Creating virtualenv /;

/** Where Python was when something went wrong, which says nothing about the lock. */
const FRAME = /^ {2}File ".*", line \d+.*\n(?: {4}.*\n)*/gm;

/** Without the scratch folder's name, colours and empty lines. */
function shown(text: string): string {
  const lines = stripVTControlCharacters(text)
    .replaceAll(/[^\s"'`]*lockkeeper-relock-[^/\s]*\/project\/?/g, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(FRAME, '')
    .split(/\n+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !CHATTER.test(line));
  const { first, last } = SHOWN_LINES;
  if (lines.length <= first + last) return lines.join('\n');
  return [...lines.slice(0, first), '…', ...lines.slice(-last)].join('\n');
}

/** The tool itself is not to be had. */
export function notFound(
  tool: ToolName,
  { problem: reason, remedy }: Extract<FoundTool, { readonly problem: string }>,
): Failure {
  return { kind: 'failed', tool, cause: 'surroundings', reason, diagnosis: '', remedy };
}
