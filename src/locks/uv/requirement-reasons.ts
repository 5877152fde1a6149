/** Differences between single requirements, in the words that their authors wrote. */
import type { Declaration } from './declaration.ts';
import type { Report } from './report.ts';

export function reportChanged(report: Report, left: Declaration, right: Declaration): void {
  const { name, origin } = left;
  const { at, section } = origin;
  const related = [{ at: right.origin.at, note: 'what the lock was made for' }];
  const difference = shortestDifference(left, right);
  if (left.source !== right.source) {
    const [manifest, lock] = [sourceOf(left), sourceOf(right)];
    report.stale({ kind: 'source-changed', name, manifest, lock }, at, related);
    return;
  }
  const [manifest, lock] = difference ?? [full(left), full(right)];
  report.stale({ kind: 'requirement-changed', name, section, manifest, lock }, at, related);
}

export function reportAdded(report: Report, item: Declaration): void {
  const { at, section } = item.origin;
  const manifest = full(item);
  report.stale({ kind: 'requirement-added', name: item.name, section, manifest }, at);
}

/** The place is the table that no longer holds the requirement. */
export function reportRemoved(report: Report, item: Declaration, manifest: string): void {
  const { at, section } = item.origin;
  const table = { path: manifest, key: tableOf(section) };
  const related = [{ at, note: 'what the lock was made for' }];
  report.stale(
    { kind: 'requirement-removed', name: item.name, section, lock: full(item) },
    table,
    related,
  );
}

/** `dependency-groups.dev` as a key: names of extras and groups have no dots. */
function tableOf(section: string): readonly string[] {
  return section.split('.');
}

/** As little as possible, as much as is needed to see the difference. */
function shortestDifference(
  left: Declaration,
  right: Declaration,
): readonly [string, string] | undefined {
  return [specifierOnly, withExtras, full]
    .map((view) => [view(left), view(right)] as const)
    .find(([manifest, lock]) => manifest !== lock);
}

function specifierOnly(item: Declaration): string {
  return item.origin.text;
}

function withExtras(item: Declaration): string {
  const extras = item.extras.length === 0 ? '' : `[${item.extras.join(',')}]`;
  return `${extras}${item.origin.text}`;
}

function full(item: Declaration): string {
  const { marker } = item.origin;
  return marker === '' ? withExtras(item) : `${withExtras(item)} ; ${marker}`.trim();
}

/** Where the package comes from. */
function sourceOf(item: Declaration): string {
  if (item.source === '') return 'any index';
  if (!item.source.startsWith('["registry"')) return item.origin.text;
  const [, index, conflict] = JSON.parse(item.source);
  const place = typeof index === 'string' && index !== '' ? index : 'any index';
  return typeof conflict === 'string' && conflict !== '' ? `${place} (for ${conflict})` : place;
}
