/** What a tool starts from where merge conflicts, or worse, stand in the files. */
import { judgeProject } from '../gates/lockfile/judge-project.ts';
import { textAt, withTexts } from '../gates/tree.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import { conflictMarkerLine } from '../locks/documents.ts';
import { shellWord } from '../locks/shell-word.ts';
import type { LockFormat } from '../locks/types.ts';
import type { Refusal, RelockRequest } from './types.ts';
import { verify } from './verify.ts';

export type StartingPoint =
  | { readonly kind: 'tree'; readonly tree: Tree; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal] };

/**
 * A lock with merge conflicts is made from the side that stands first (in a merge, that of the
 * branch one is on): what is pinned there stays pinned. Of a lock that nobody can read no pin would
 * stay, which somebody has to want.
 */
export function startingPoint(
  format: LockFormat,
  { project, tree }: Pick<RelockRequest, 'project' | 'tree'>,
  context: GateContext,
): StartingPoint {
  const { lock, manifest } = project;
  const inputs = new Set([manifest, ...format.inputs(project, tree)]);
  inputs.delete(lock);
  const torn = [...inputs].find((path) => isTorn(textAt(tree, path)));
  if (torn !== undefined) {
    const reason = `merge conflict markers stand in ${torn}`;
    return refused({ path: torn, reason, remedy: 'Resolve them first; the lock follows.' });
  }
  const text = textAt(tree, lock);
  // The first lock, or one too large to be read here.
  if (text === undefined) return { kind: 'tree', tree, notes: [] };
  const start = isTorn(text) ? withTexts(tree, { [lock]: firstSide(text) }) : tree;
  if (!isReadable(format, project, start, context)) {
    const reason = verify(format, project, start, context);
    return refused({
      path: lock,
      reason: reason.kind === 'stale' ? reason.reason.replace(/\.$/, '') : `${lock} is broken`,
      remedy: `Take it from an earlier commit (git restore --source=HEAD~1 ${shellWord(lock)}), or remove it and lock anew.`,
    });
  }
  const notes = start === tree ? [] : [`${lock} had merge conflicts: their first side was taken.`];
  return { kind: 'tree', tree: start, notes };
}

function refused(refusal: Refusal): StartingPoint {
  return { kind: 'refused', refusals: [refusal] };
}

function isTorn(text: string | undefined): boolean {
  return text !== undefined && conflictMarkerLine(text) !== undefined;
}

function isReadable(
  format: LockFormat,
  project: RelockRequest['project'],
  tree: Tree,
  context: GateContext,
): boolean {
  const { freshness } = judgeProject(format, project, tree, context);
  if (freshness.status !== 'refused') return true;
  return freshness.reasons.every(({ reason, at }) => {
    const isBroken = reason.kind === 'unparsable' || reason.kind === 'lock-inconsistent';
    return !isBroken || at.path !== project.lock;
  });
}

/** Of every conflict; what both sides come from may stand between them (`merge.conflictStyle`). */
function firstSide(text: string): string {
  let part: 'common' | 'first' | 'other' = 'common';
  const lines = text.split('\n').filter((line) => {
    if (/^<{7} /.test(line)) part = 'first';
    else if (part !== 'common' && /^>{7} /.test(line)) part = 'common';
    else if (part === 'first' && /^(?:\|{7}|={7}\r?$)/.test(line)) part = 'other';
    else return part !== 'other';
    return false;
  });
  return lines.join('\n');
}
