/**
 * Whether a workflow starts for an event.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows,
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#on
 */
import { fits, lastMatch, parsePattern } from './patterns.ts';
import { isList, isMap, listOf, type Value, type ValueMap } from './values.ts';

/** Something that happens in a repository. */
export type TriggerEvent =
  | {
      readonly event: 'pull_request' | 'pull_request_target' | 'merge_group';
      readonly action: string;
      /** Into which it is merged. */
      readonly branch: string;
      /** Of the three-dot diff, in its order; `unknown`: filters of paths cannot be decided. */
      readonly files: readonly string[] | 'unknown';
    }
  | {
      readonly event: 'push';
      readonly ref: { readonly kind: 'branch' | 'tag'; readonly name: string };
      readonly files: readonly string[] | 'unknown';
    };

export type Cause =
  | 'event not listed'
  | 'type'
  | 'branches'
  | 'branches-ignore'
  | 'tags'
  | 'tags-ignore'
  | 'only branches'
  | 'only tags'
  | 'paths'
  | 'paths-ignore'
  | 'skip marker';

export type Started =
  | { readonly runs: true }
  | { readonly runs: false; readonly because: Cause }
  | { readonly runs: 'unknown'; readonly because: string };

const RUNS: Started = { runs: true };

/** What happens when nothing is said about `types`. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
  merge_group: ['checks_requested'],
};

/** The settings of an event in `on`; `undefined` if it is not listed. */
export function eventSettings(on: Value, event: string): ValueMap | undefined {
  if (isMap(on)) {
    const settings = on.get(event);
    if (settings === undefined) return undefined;
    return isMap(settings) ? settings : new Map();
  }
  return listOf(on).includes(event) ? new Map() : undefined;
}

export function starts(on: Value, happening: TriggerEvent): Started {
  const settings = eventSettings(on, happening.event);
  if (settings === undefined) return { runs: false, because: 'event not listed' };
  if (happening.event === 'push') return pushStarts(settings, happening);
  const types = settings.has('types')
    ? texts(settings.get('types'))
    : DEFAULT_TYPES[happening.event];
  if (types !== undefined && !types.includes(happening.action))
    return { runs: false, because: 'type' };
  const byBranch = namesPass(settings, 'branches', happening.branch);
  return byBranch === 'passes'
    ? pathsPass(settings, happening.files)
    : { runs: false, because: byBranch };
}

function pushStarts(
  settings: ValueMap,
  { ref, files }: Extract<TriggerEvent, { readonly event: 'push' }>,
): Started {
  const filters = ref.kind === 'branch' ? 'branches' : 'tags';
  const others = ref.kind === 'branch' ? 'tags' : 'branches';
  const has = (key: string) => settings.has(key) || settings.has(`${key}-ignore`);
  if (!has(filters) && has(others)) {
    return { runs: false, because: ref.kind === 'branch' ? 'only tags' : 'only branches' };
  }
  const byName = namesPass(settings, filters, ref.name);
  if (byName !== 'passes') return { runs: false, because: byName };
  // Pushes of tags have no changed files.
  return ref.kind === 'tag' ? RUNS : pathsPass(settings, files);
}

function namesPass(
  settings: ValueMap,
  key: 'branches' | 'tags',
  name: string,
): 'passes' | 'branches' | 'branches-ignore' | 'tags' | 'tags-ignore' {
  if (settings.has(key)) {
    return lastMatch(texts(settings.get(key)).map(parsePattern), name) ? 'passes' : key;
  }
  const ignored = texts(settings.get(`${key}-ignore`)).map(parsePattern);
  return ignored.some((pattern) => fits(pattern, name)) ? `${key}-ignore` : 'passes';
}

/** GitHub looks at no more files; a match behind them starts nothing. */
const MAX_FILES = 300;

function pathsPass(settings: ValueMap, all: readonly string[] | 'unknown'): Started {
  const hasFilter = settings.has('paths') || settings.has('paths-ignore');
  if (!hasFilter) return RUNS;
  if (all === 'unknown') return { runs: 'unknown', because: 'the changed files are not known' };
  const files = all.slice(0, MAX_FILES);
  if (settings.has('paths')) {
    const patterns = texts(settings.get('paths')).map(parsePattern);
    return files.some((file) => lastMatch(patterns, file))
      ? RUNS
      : { runs: false, because: 'paths' };
  }
  const patterns = texts(settings.get('paths-ignore')).map(parsePattern);
  const positive = patterns.filter(({ negates }) => !negates);
  const everyFile = (ignores: (file: string) => boolean) => files.every(ignores);
  const lenient = everyFile((file) => positive.some((pattern) => fits(pattern, file)));
  const strict = everyFile((file) => lastMatch(patterns, file));
  if (lenient !== strict) {
    return { runs: 'unknown', because: 'what `!` means in `paths-ignore` is not documented' };
  }
  return lenient ? { runs: false, because: 'paths-ignore' } : RUNS;
}

function texts(value: Value | undefined): readonly string[] {
  return listOf(value).flatMap((item) =>
    item === null || isList(item) || isMap(item) ? [] : [String(item)],
  );
}
