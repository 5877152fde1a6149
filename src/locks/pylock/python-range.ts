/** `requires-python` of the manifest and of the lock. */
import {
  ANY_PYTHON,
  parseRequiresPython,
  pythonRangeMarker,
  samePython,
} from '../../python/requires-python.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import type { Coverage } from './coverage.ts';
import type { Pylock } from './lock-file.ts';

/**
 * A tool that locks for all environments takes the range over; one that locks for its own machine
 * writes that machine's Python, which only has to be one of those that the manifest allows.
 */
export function pythonReasons(
  project: LockProject,
  lock: Pylock,
  manifest: TomlTable,
  coverage: Coverage,
): readonly Located<StaleReason>[] {
  const declared = stringAt(tableAt(manifest, 'project'), 'requires-python');
  const locked = stringAt(lock.table, 'requires-python');
  if (declared === undefined || locked === undefined) return [];
  const [ours, theirs] = [declared, locked].map((text) => parseRequiresPython(text) ?? ANY_PYTHON);
  if (ours === undefined || theirs === undefined) return [];
  // The range of a workspace is that of all its members.
  const isWhole = coverage.universal && !hasWorkspace(manifest);
  const agrees = isWhole
    ? samePython(ours, theirs)
    : !pythonRangeMarker(ours).isDisjoint(pythonRangeMarker(theirs));
  if (agrees) return [];
  return [
    {
      reason: { kind: 'python-changed', manifest: declared, lock: locked },
      at: { path: project.manifest, key: ['project', 'requires-python'] },
      related: [
        { at: { path: lock.path, key: ['requires-python'] }, note: 'what the lock was made for' },
      ],
    },
  ];
}

function hasWorkspace(manifest: TomlTable): boolean {
  return Object.hasOwn(tableAt(tableAt(manifest, 'tool'), 'uv'), 'workspace');
}
