/** Snapshots of literal texts. */
import type { Snapshot, State } from '../../src/gates/types.ts';

export type Texts = Readonly<Record<string, string>>;

function state(texts: Texts): State {
  return {
    commit: 'abcdef0123456789',
    files: Object.keys(texts).map((path) => ({
      path,
      oid: `${path}:${texts[path]}`,
      mode: '100644',
      size: texts[path]?.length ?? 0,
    })),
  };
}

/** The text `\0` stands for a file that is not UTF-8. */
export function snapshot(base: Texts | 'none', head: Texts): Snapshot {
  const states = base === 'none' ? [head] : [base, head];
  return {
    repository: 'acme/api',
    base: base === 'none' ? 'none' : state(base),
    head: state(head),
    blobs: Object.fromEntries(
      states.flatMap((texts) =>
        Object.entries(texts).map(([path, text]) => [
          `${path}:${text}`,
          text === '\u{0}' ? { kind: 'not-utf8' } : { kind: 'text', text },
        ]),
      ),
    ),
  };
}
