/** One labelled case through the same code as `lockkeeper check`. */

import { gather } from '../../src/gates/gather.ts';
import { gates } from '../../src/gates/index.ts';
import { treeOf } from '../../src/gates/tree.ts';
import type { BlobText, Snapshot, Tree } from '../../src/gates/types.ts';
import { lockFormats } from '../../src/locks/index.ts';
import type { Freshness, LockFormat, LockJudgement, LockProject } from '../../src/locks/types.ts';

/** The index that the corpus puts in the place of the public one. */
const CORPUS_INDEX = 'https://index.example/simple';

/** `none`: no lock of a known kind is judged at that path. */
export type Outcome = Freshness['status'] | 'none';

export interface Replay {
  readonly outcome: Outcome;
  /** What a reader needs to understand the outcome, one line. */
  readonly detail: string;
  /** Whether rules beyond the tool's own check found something. */
  readonly semantic: boolean;
  readonly milliseconds: number;
  readonly lockBytes: number;
}

/** Judges the lock at `lock` and times find, parse and verdict (texts are in memory already). */
export function replay(snapshot: Snapshot, lock: string): Replay {
  const blobs = unparsed(snapshot.blobs);
  const start = performance.now();
  const tree = treeOf(snapshot.head, blobs);
  const found = projectAt(tree, lock);
  const judgement = found?.format.judge(found.project, tree, { defaultIndex: CORPUS_INDEX });
  const milliseconds = performance.now() - start;
  const lockBytes = tree.files.get(lock)?.size ?? 0;
  if (judgement === undefined) {
    return { outcome: 'none', detail: 'no project', semantic: false, milliseconds, lockBytes };
  }
  if (judgement.problems.some(({ reason }) => reason.kind === 'unused-lock')) {
    return { outcome: 'none', detail: 'unused lock', semantic: false, milliseconds, lockBytes };
  }
  return {
    outcome: judgement.freshness.status,
    detail: detailOf(judgement.freshness),
    semantic: hasViolation(judgement),
    milliseconds,
    lockBytes,
  };
}

/** Parsed documents are remembered by blob: new blobs make the timing include the parsing. */
function unparsed(blobs: Snapshot['blobs']): Record<string, BlobText> {
  return Object.fromEntries(Object.entries(blobs).map(([oid, blob]) => [oid, { ...blob }]));
}

function projectAt(
  tree: Tree,
  lock: string,
): { format: LockFormat; project: LockProject } | undefined {
  for (const format of lockFormats) {
    const projects = format.find(tree);
    const project =
      projects.find((one) => one.lock === lock) ??
      // A tool run in a member's folder uses the lock of the workspace above it.
      (tree.files.has(lock) ? undefined : projects.find((one) => lock.endsWith(`/${one.lock}`)));
    if (project !== undefined) return { format, project };
  }
  return undefined;
}

function detailOf(freshness: Freshness): string {
  switch (freshness.status) {
    case 'fresh':
      return freshness.note ?? '';
    case 'unable':
      return freshness.undecided.map(({ reason }) => reason).join('; ');
    default:
      return freshness.reasons
        .map(({ reason }) => JSON.stringify(reason))
        .join(' ')
        .slice(0, 300);
  }
}

const NOTICES: readonly string[] = [
  'unused-lock',
  'byte-order-mark',
  'uncovered-path-dependency',
  'old-format',
];

function hasViolation({ problems }: LockJudgement): boolean {
  return problems.some(({ reason }) => !NOTICES.includes(reason.kind));
}

/** A snapshot of literal texts, gathered like any other. */
export async function snapshotOfTexts(texts: Readonly<Record<string, string>>): Promise<Snapshot> {
  const files = Object.entries(texts).map(([path, text]) => ({
    path,
    oid: path,
    mode: '100644',
    size: Buffer.byteLength(text),
  }));
  const head = { commit: 'inline', files };
  const blobs = await gather(gates, [head], async (oids) =>
    Object.fromEntries(oids.map((oid) => [oid, { kind: 'text', text: texts[oid] ?? '' }])),
  );
  return { repository: 'corpus', head, base: 'none', blobs };
}
