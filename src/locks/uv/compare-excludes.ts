/** `exclude-dependencies` of the root. */
import { normalizeName } from '../../python/names.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { scopeText } from './compare-overrides.ts';
import type { ManifestFilter } from './manifest-filter.ts';
import { staleSetting } from './report.ts';

export function compareExcludes(check: Check, filter: ManifestFilter): void {
  const expected = excludes(arrayAt(check.workspace.manifest.uv, 'exclude-dependencies')).filter(
    (item) => filter.exclude(item.name, item.isScope),
  );
  const locked = excludes(arrayAt(check.lock.manifest, 'excludes'));
  const [left, right] = [excludeTexts(expected), excludeTexts(locked)];
  if (left === right) return;
  staleSetting(check, 'exclude-dependencies', left, right);
}

interface Exclude {
  readonly name: string;
  readonly isScope: boolean;
  readonly scope: string;
  readonly dependencies: readonly string[];
}

function excludes(values: readonly unknown[]): readonly Exclude[] {
  return values.flatMap((value): readonly Exclude[] => {
    if (typeof value === 'string') {
      const name = normalizeName(value);
      return [{ name, isScope: false, scope: '', dependencies: [name] }];
    }
    if (!isTable(value)) return [];
    const target = tableAt(value, 'package');
    const name = normalizeName(stringAt(target, 'name') ?? '');
    const dependencies = stringsAt(value, 'dependencies').map(normalizeName);
    return [{ name, isScope: true, scope: scopeText(target), dependencies }];
  });
}

/** Merged by scope and sorted; an empty scope still counts. */
function excludeTexts(items: readonly Exclude[]): string {
  const scopes = Map.groupBy(items, (item) => item.scope);
  return [...scopes]
    .map(([scope, entries]) => {
      const names = [...new Set(entries.flatMap((entry) => entry.dependencies))].sort().join(', ');
      return scope === '' ? names : `${scope}: ${names}`;
    })
    .sort()
    .join('; ');
}
