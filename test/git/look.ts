import { treeOf } from '../../src/gates/tree.ts';
import type { State } from '../../src/gates/types.ts';
import { gatherLocal, type LocalOptions } from '../../src/git/snapshot.ts';

/** What a gate that asks for every file sees: its text, or why there is none. */
export async function look(
  path: string,
  options: Partial<Pick<LocalOptions, 'base' | 'head' | 'all'>> = {},
) {
  const everything = {
    inputs: ({ files }: { files: ReadonlyMap<string, unknown> }) => [...files.keys()],
  };
  const gates = async () => [everything];
  const local = await gatherLocal({ path, all: false, ...options, gates });
  const { head, base, blobs } = local.snapshot;
  function texts(state: State) {
    const tree = treeOf(state, blobs);
    return Object.fromEntries(
      state.files.map(({ path: name }) => {
        const file = tree.read(name);
        return [name, file.kind === 'text' ? file.text : `(${file.kind})`];
      }),
    );
  }
  return {
    ...local,
    head: texts(head),
    base: base === 'none' ? 'none' : texts(base),
  };
}
