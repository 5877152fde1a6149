import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CONFIGURATION_PATH } from '../config/defaults.ts';
import { type Blobs, gather } from '../gates/gather.ts';
import type { BlobText, Gate, ObjectId, Snapshot, State } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { type Comparison, compareWith } from './comparison.ts';
import {
  type ConfigurationFile,
  configurationAt,
  configurationChange,
  configurationIn,
} from './configuration.ts';
import { folderState } from './folder.ts';
import { commitCalled } from './refs.ts';
import { openRepository, type Repository } from './repository.ts';
import { commitState } from './tree.ts';
import { type StateOnDisk, WORKING_TREE, workingTree } from './working-tree.ts';

type Asking = Pick<Gate, 'inputs' | 'prepare'>;

export interface LocalOptions {
  /** A folder of the repository. */
  readonly path: string;
  /** What to compare with: a branch, tag or commit; the default branch if not given. */
  readonly base?: string | undefined;
  /** The commit to judge; the working tree if not given. */
  readonly head?: string | undefined;
  /** Judges the head alone. */
  readonly all: boolean;
  /** Asked when git is ready: loading the gates and waiting for git go side by side. */
  gates(): Promise<readonly Asking[]>;
}

export interface LocalSnapshot {
  readonly snapshot: Snapshot;
  /** The configuration that decides: at the tip of the base branch, else the head's own. */
  readonly configuration: ConfigurationFile | 'none';
  /** What the change would make of it: the head's file where it differs from the merge base's. */
  readonly headConfiguration: ConfigurationFile | 'removed' | 'unchanged';
  /** The folder of the judged files; `none` where a commit was judged. */
  readonly directory: string | 'none';
  /** For people: what was judged, and what it was compared with. */
  readonly notes: readonly string[];
}

/**
 * The same snapshot as from GitHub, from a clone: offline, writing nothing, running no code of the
 * repository.
 *
 * @throws {CannotRun} with what to do about it
 */
export async function gatherLocal(options: LocalOptions): Promise<LocalSnapshot> {
  const repository = await openRepository(options.path);
  if (repository === 'none') return gatherFolder(options);
  try {
    return await gatherRepository(repository, options);
  } finally {
    repository.objects.close();
  }
}

async function gatherRepository(
  repository: Repository,
  { path, base, head, all, gates }: LocalOptions,
): Promise<LocalSnapshot> {
  const judged = await judgedHead(repository, head);
  const alone = all || (repository.bare && base === undefined && head === undefined);
  const [comparison, { state, texts }] = await Promise.all([
    alone ? ALONE : compareWith(base, judged.commit, repository),
    judged.read(),
  ]);
  const before = await stateBefore(comparison, state, repository);
  const blobs = await gatherTexts(gates, before === 'none' ? [state] : [state, before], (oid) => {
    return texts.get(oid) ?? readText(repository, oid);
  });
  return {
    snapshot: { repository: repository.name, head: state, base: before, blobs },
    configuration:
      comparison.base === 'none'
        ? configurationIn(state, blobs)
        : await configurationAt(repository, comparison.base.tip),
    headConfiguration: before === 'none' ? 'unchanged' : configurationChange(before, state, blobs),
    directory: state.commit === WORKING_TREE ? repository.directory : 'none',
    notes: [...placeNotes(path, repository), comparison.words].filter((note) => note !== ''),
  };
}

interface JudgedHead {
  /** Where its history starts; `none` before the first commit. */
  readonly commit: ObjectId | 'none';
  read(): Promise<StateOnDisk>;
}

/** @throws {CannotRun} when there is no such commit */
async function judgedHead(repository: Repository, head: string | undefined): Promise<JudgedHead> {
  if (head === undefined && !repository.bare) {
    return { commit: repository.head, read: () => workingTree(repository) };
  }
  if (head === undefined && repository.head === 'none') {
    throw new CannotRun('There are no commits yet, and no working tree.', 'Name one: --head REF');
  }
  const { commit } = await commitCalled(head ?? 'HEAD', repository);
  return {
    commit,
    read: async () => ({ state: await commitState(repository, commit), texts: new Map() }),
  };
}

const ALONE: Comparison = { base: 'none', words: '' };

async function stateBefore(
  { base }: Comparison,
  head: State,
  repository: Repository,
): Promise<State | 'none'> {
  if (base === 'none') return 'none';
  return base.commit === head.commit ? head : commitState(repository, base.commit);
}

async function gatherTexts(
  gates: LocalOptions['gates'],
  states: readonly State[],
  read: (oid: ObjectId) => BlobText | Promise<BlobText>,
): Promise<Blobs> {
  const fetch = async (oids: readonly ObjectId[]) => {
    const texts = await Promise.all(oids.map(async (oid) => [oid, await read(oid)] as const));
    return Object.fromEntries(texts);
  };
  return gather(await gates(), states, fetch, [CONFIGURATION_PATH]);
}

async function readText({ objects }: Repository, oid: ObjectId): Promise<BlobText> {
  const object = await objects.read(oid);
  if (object !== 'missing') return object.content;
  throw new CannotRun(
    `The repository is broken: the object ${oid} is missing.`,
    'Find out what else is: git fsck',
  );
}

function placeNotes(path: string, { directory, bare }: Repository): readonly string[] {
  if (bare || realpathSync(path) === realpathSync(directory)) return [];
  return [`Judging the whole repository, ${directory}; paths are relative to it.`];
}

/** Only `all` can judge a folder without a history. */
async function gatherFolder({
  path,
  base,
  head,
  all,
  gates,
}: LocalOptions): Promise<LocalSnapshot> {
  if (!all || base !== undefined || head !== undefined) {
    throw new CannotRun(
      `${path} is not in a git repository.`,
      `Give the path of a clone, or judge the folder as it is: lockkeeper check --all ${path}`,
    );
  }
  const { state, texts } = folderState(path);
  const blobs = await gatherTexts(gates, [state], (oid) => {
    return texts.get(oid) ?? { kind: 'not-utf8' };
  });
  return {
    snapshot: { repository: basename(resolve(path)), head: state, base: 'none', blobs },
    configuration: configurationIn(state, blobs),
    headConfiguration: 'unchanged',
    directory: path,
    notes: [],
  };
}
