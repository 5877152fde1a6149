/**
 * The check of a lock that records its inputs (`tool.pdm.resolution.lock_inputs`, PDM 2.28.1): the
 * inputs are compared, and the specifiers with the locked packages. A specifier that still admits
 * the locked version is no reason to lock again. Source: pdm 2.29.3 `lockfile/freshness.py`.
 */
import { MarkerTooComplex } from '../../../python/markers/index.ts';
import type { Freshness } from '../../types.ts';
import { OpenQuestion, refuseLock } from '../../uv/refusal.ts';
import { isTable, stringsAt, tablesAt } from '../../values.ts';
import { type Checked, requireCompatible, stale } from '../freshness.ts';
import { buildInputs } from './build.ts';
import { compareInputs, type Found } from './compare.ts';
import { compareSpecifiers } from './specifiers.ts';

/** Throws `Refusal` where PDM stops with an error. */
export function inputsFreshness(checked: Checked): Freshness {
  const { project, lock, root, members } = checked;
  requireCompatible(project, lock);
  refuseUrls(checked);
  const locked = lock.metadata.lock_inputs;
  if (!isTable(locked)) {
    const at = { path: project.lock, key: ['metadata', 'lock_inputs'] };
    return stale([{ reason: { kind: 'hash-missing', key: 'lock_inputs' }, at }]);
  }
  const found: Found = { reasons: [], undecided: [] };
  attempt(found, () => {
    const current = buildInputs(root, members);
    attempt(found, () => compareInputs(current, locked, found));
    // As PDM: other inputs are reason enough.
    if (found.reasons.length > 0) return;
    attempt(found, () => compareSpecifiers(current, lock, found));
  });
  const [first, ...others] = found.undecided;
  if (found.reasons.length > 0) return stale(found.reasons, found.undecided);
  return first === undefined
    ? { status: 'fresh' }
    : { status: 'unable', undecided: [first, ...others] };
}

/** PDM reads the packages, which it does not to compare a hash. */
function refuseUrls({ project, lock }: Checked): void {
  if (stringsAt(lock.metadata, 'strategy').includes('static_urls')) return;
  if (lock.metadata.static_urls === true) return;
  const index = tablesAt(lock.table, 'package').findIndex((item) =>
    tablesAt(item, 'files').some((file) => Object.hasOwn(file, 'url')),
  );
  if (index < 0) return;
  const message = 'it has URLs of files, but not the strategy static_urls.';
  throw refuseLock(project.lock, ['package', index], message);
}

/** What one comparison cannot decide must not keep the others from deciding. */
function attempt({ undecided }: Found, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof OpenQuestion || error instanceof MarkerTooComplex)) throw error;
    const remedy = 'Check it with `pdm lock --check` itself.';
    undecided.push({ reason: error.message, remedy });
  }
}
