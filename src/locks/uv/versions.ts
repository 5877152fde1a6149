import { formatClause, parseSpecifiers } from '../../python/specifiers.ts';
import { compareVersions, parseVersion, type Version } from '../../python/version.ts';

/** Whether two texts are one version (PEP 440: `1.0` is `1.0.0`); other texts equal themselves. */
export function isSameVersion(left: string, right: string): boolean {
  if (left === right) return true;
  const [a, b] = [parseVersion(left), parseVersion(right)];
  return a !== undefined && b !== undefined && compareVersions(a, b) === 0;
}

/** Whether two specifiers have the same clauses in some order; `>=3.11` is `>= 3.11.0`. */
export function isSameSpecifiers(left: string, right: string): boolean {
  const [a, b] = [clauses(left), clauses(right)];
  return a !== undefined && b !== undefined && a.length === b.length && a.join() === b.join();
}

function clauses(text: string): readonly string[] | undefined {
  return parseSpecifiers(text)
    ?.map((clause) =>
      clause.operator === '==='
        ? formatClause(clause)
        : formatClause({ ...clause, version: withoutZeros(clause.version) }),
    )
    .sort();
}

function withoutZeros(version: Version): Version {
  const last = version.release.findLastIndex((part) => part !== 0);
  return { ...version, release: version.release.slice(0, Math.max(last, 0) + 1) };
}
