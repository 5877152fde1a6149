/** What a change does to the packages of every lock. */
import { diffRows } from '../../locks/diff.ts';
import { lockFormats } from '../../locks/index.ts';
import type { LockFormat, LockProject } from '../../locks/types.ts';
import type { LockDiff } from '../lock-diff.ts';
import type { Tree } from '../types.ts';

/** One entry for each lock that came, went or has other packages. */
export function lockDiffs(base: Tree, head: Tree): readonly LockDiff[] {
  return lockFormats.flatMap((format) => {
    const after = new Map(format.find(head).map((project) => [project.lock, project]));
    const gone = format.find(base).filter(({ lock }) => !after.has(lock));
    return [
      ...[...after.values()].flatMap((project) => diffOf(format, project, base, head)),
      ...gone.flatMap((project) => wholeLock(format, project, base, 'removed')),
    ];
  });
}

function diffOf(
  format: LockFormat,
  project: LockProject,
  base: Tree,
  head: Tree,
): readonly LockDiff[] {
  const { lock } = project;
  const [old, current] = [base.files.get(lock), head.files.get(lock)];
  if (old?.oid === current?.oid) return [];
  if (old === undefined) return wholeLock(format, project, head, 'new');
  const [before, after] = [format.model(project, base), format.model(project, head)];
  const { tool } = format.commands(project, head);
  if (before === undefined || after === undefined) {
    return [{ lock, tool, state: 'unreadable', packages: 0, rows: [] }];
  }
  const rows = diffRows(before, after);
  if (rows.length === 0) return [];
  return [{ lock, tool, state: 'changed', packages: after.packages.length, rows }];
}

function wholeLock(
  format: LockFormat,
  project: LockProject,
  tree: Tree,
  state: 'new' | 'removed',
): readonly LockDiff[] {
  const model = format.model(project, tree);
  if (model === undefined) return [];
  const { tool } = format.commands(project, tree);
  return [{ lock: project.lock, tool, state, packages: model.packages.length, rows: [] }];
}
