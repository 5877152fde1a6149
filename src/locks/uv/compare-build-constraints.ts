/** Build constraints keep uv's older, exact comparison, and may carry hashes. */
import { sameExactly } from '../../python/requirement-set.ts';
import { arrayAt, isTable, stringsAt } from '../values.ts';
import type { Check } from './check-context.ts';
import type { Declaration } from './declaration.ts';
import { lockedDeclaration } from './locked-declarations.ts';
import { lockedThere } from './report.ts';

export interface BuildConstraint {
  readonly declaration: Declaration;
  readonly hashes: readonly string[];
}

export function compareBuildConstraints(check: Check, declared: readonly BuildConstraint[]): void {
  const { lock } = check;
  const locked = arrayAt(lock.manifest, 'build-constraints').flatMap((entry, index) => {
    if (!isTable(entry)) return [];
    const at = { path: lock.path, key: ['manifest', 'build-constraints', index] };
    const section = 'tool.uv.build-constraint-dependencies';
    return [
      {
        declaration: lockedDeclaration(lock, entry, at, section),
        hashes: stringsAt(entry, 'hashes'),
      },
    ];
  });
  const isSame = (left: BuildConstraint, right: BuildConstraint): boolean =>
    left.hashes.join() === right.hashes.join() &&
    sameExactly([left.declaration], [right.declaration], lock.requiresPython);
  const added = declared.find((item) => !locked.some((other) => isSame(item, other)));
  const removed = locked.find((item) => !declared.some((other) => isSame(item, other)));
  if (added === undefined && removed === undefined) return;
  check.report.stale(
    {
      kind: 'setting-changed',
      setting: 'build-constraint-dependencies',
      manifest: texts(declared),
      lock: texts(locked),
    },
    { path: check.workspace.manifest.path, key: ['tool', 'uv', 'build-constraint-dependencies'] },
    lockedThere(lock.path, ['manifest', 'build-constraints']),
  );
}

function texts(items: readonly BuildConstraint[]): string {
  const texts = items.map(({ declaration }) => `${declaration.name}${declaration.origin.text}`);
  return texts.length === 0 ? 'not set' : texts.join(', ');
}
