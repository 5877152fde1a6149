/**
 * A tool that may build nothing gives up a locked package without a wheel, with all that needed it,
 * for an older release or none: a lock that nobody asked for. Pure.
 */
import type { LockedPackage, LockModel } from '../locks/types.ts';

/** @param moved names (PEP 503) of what was to be moved: it may need other packages now */
export function evadedBuilds(
  before: LockModel,
  after: LockModel,
  moved: ReadonlySet<string>,
): readonly string[] {
  const kept = (one: LockedPackage) =>
    after.packages.find(({ name, version }) => name === one.name && version === one.version);
  const seen = new Set<LockedPackage>();

  /** Whether something that is still there needs a package that is not. */
  function isMissed(lost: LockedPackage): boolean {
    if (moved.has(lost.name) || seen.has(lost)) return false;
    seen.add(lost);
    return before.packages
      .filter(({ dependencies }) => dependencies.includes(lost.name))
      .some((one) => {
        const still = kept(one);
        if (still === undefined) return isMissed(one);
        // What a manifest asks for may have changed.
        return one.source.kind === 'registry' || still.dependencies.includes(lost.name);
      });
  }

  return before.packages
    .filter((one) => isSourceOnly(one) && kept(one) === undefined)
    .filter((one) => {
      seen.clear();
      return isMissed(one);
    })
    .map(({ name }) => name);
}

/** Of locks that name their files. */
function isSourceOnly({ source, hashes }: LockedPackage): boolean {
  const files = Object.keys(hashes).filter((file) => file !== '');
  return source.kind === 'registry' && files.length > 0 && !files.some(isWheel);
}

function isWheel(file: string): boolean {
  return file.endsWith('.whl');
}
