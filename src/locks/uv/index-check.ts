/**
 * When the repository configures any index, packages that a source tree asks for directly have to
 * come from one of them, to the letter. Indexes that a validated requirement names count too.
 */

import { directoryOf, resolvePath } from '../paths.ts';
import type { Check } from './check-context.ts';
import type { Declaration } from './declaration.ts';
import { allowedIndexes, dependsOnEnvironment, hasIndexSettings } from './indexes.ts';
import type { LockPackage } from './lock-file.ts';
import { refuseManifest } from './refusal.ts';
import { lockedThere } from './report.ts';

export interface IndexCheck {
  /** Packages may also come from the index that this requirement names. */
  allow(declaration: Declaration): void;
  /** Reports a package that comes from elsewhere. */
  look(item: LockPackage): void;
}

export function createIndexCheck(check: Check): IndexCheck {
  const { settings, context, lock, report, files } = check;
  const allowed = new Set<string>();
  const isConfigured = hasIndexSettings(settings.indexes);
  let isOpen = false;
  for (const { location } of allowedIndexes(settings.indexes, context.defaultIndex)) {
    allowed.add(location.kind === 'url' ? location.url : location.path);
    isOpen ||= dependsOnEnvironment(location);
  }

  function placeOf(index: string): string {
    return /^[a-z][a-z0-9+.-]*:\/\//i.test(index)
      ? index
      : resolvePath(directoryOf(lock.path), index);
  }

  return {
    allow(declaration) {
      const index = indexOf(declaration.source);
      if (index !== undefined) allowed.add(index);
    },
    look(item) {
      if (!isConfigured || item.source.kind !== 'registry') return;
      const { index } = item.source;
      if (allowed.has(index) || allowed.has(placeOf(index))) return;
      if (isOpen) {
        files.leaveOpen({
          reason: 'an index URL depends on an environment variable',
          remedy: 'keep credentials out of index URLs; uv reads them from `UV_INDEX_<NAME>_*`',
        });
        return;
      }
      report.stale(
        { kind: 'index-unknown', name: item.name, index },
        settings.at('index'),
        lockedThere(lock.path, ['package', item.index, 'source']),
      );
    },
  };
}

/** Throws a `Refusal` for `find-links` folders that do not exist. */
export function refuseMissingLinks(check: Pick<Check, 'settings' | 'files'>): void {
  for (const { location } of check.settings.indexes.links) {
    if (location.kind === 'url' || location.path.startsWith('/')) continue;
    if (check.files.isFolder(location.path) || location.path.startsWith('../')) continue;
    const at = check.settings.at('find-links');
    throw refuseManifest(
      at.path,
      at.key,
      `failed to read \`--find-links\` directory: ${location.text}`,
    );
  }
}

/** The index in a declaration's source; see `registryKey`. */
function indexOf(source: string): string | undefined {
  if (!source.startsWith('["registry"')) return undefined;
  const [, index] = JSON.parse(source);
  return typeof index === 'string' && index !== '' ? index : undefined;
}
