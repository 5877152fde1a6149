/** Snapshots of the cases in a bare repository, through the same reader as the command line. */
import { gather } from '../../src/gates/gather.ts';
import { gates } from '../../src/gates/index.ts';
import type { BlobText, Gate, Snapshot, State } from '../../src/gates/types.ts';
import { openObjects } from '../../src/git/objects.ts';
import { commitState } from '../../src/git/tree.ts';

export interface CaseRepository {
  snapshot(commit: string): Promise<Snapshot>;
  /** All texts of the case, by path. */
  texts(commit: string): Promise<ReadonlyMap<string, string>>;
  close(): void;
}

/** Gathers what `judging` asks for. */
export async function openRepository(
  directory: string,
  judging: readonly Pick<Gate, 'inputs' | 'prepare'>[] = gates,
): Promise<CaseRepository> {
  const objects = openObjects(directory);

  async function fetch(oids: readonly string[]): Promise<Record<string, BlobText>> {
    const found: Record<string, BlobText> = {};
    await Promise.all(
      oids.map(async (oid) => {
        const object = await objects.read(oid);
        if (object !== 'missing') found[oid] = object.content;
      }),
    );
    return found;
  }

  async function snapshot(commit: string): Promise<Snapshot> {
    const head = await commitState({ directory }, commit);
    const blobs = await gather(judging, [head], fetch);
    return { repository: 'corpus', head, base: 'none', blobs };
  }

  async function texts(commit: string): Promise<ReadonlyMap<string, string>> {
    const state: State = await commitState({ directory }, commit);
    const blobs = await fetch(state.files.map(({ oid }) => oid));
    return new Map(
      state.files.flatMap(({ path, oid }): [string, string][] => {
        const blob = blobs[oid];
        return blob?.kind === 'text' ? [[path, blob.text]] : [];
      }),
    );
  }

  return { snapshot, texts, close: objects.close };
}
