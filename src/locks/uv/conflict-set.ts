/** Sets of extras and groups that exclude each other. Source: uv-pypi-types `conflicts.rs`. */
import { compareText } from '../values.ts';

export interface ConflictItem {
  readonly package: string;
  /** `project`: the package as a whole. */
  readonly kind: 'extra' | 'group' | 'project';
  /** Of the extra or group; empty for a project. */
  readonly name: string;
}

/** Without repetitions, sorted by package, kind and name. */
export type ConflictSet = readonly ConflictItem[];

const KINDS = ['extra', 'group', 'project'];

export function sortedSet(items: readonly ConflictItem[]): ConflictSet {
  const byText = new Map(items.map((item) => [itemText(item), item]));
  return [...byText.values()].sort(
    (left, right) =>
      compareText(left.package, right.package) ||
      KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) ||
      compareText(left.name, right.name),
  );
}

/** Equal for equal sets. */
export function setText(set: ConflictSet): string {
  return set.map(itemText).join(' + ');
}

/** Equal for equal items. */
export function itemText(item: ConflictItem): string {
  return item.kind === 'project' ? item.package : `${item.package} ${item.kind} ${item.name}`;
}
