/** Which packages only one dependency group leads to (PEP 735, and what tools had before it). Pure. */
import type { TomlPath } from '../../gates/types.ts';
import type { LockModel } from '../../locks/types.ts';

/** What a package is installed for: what runs in production, or a group by its name. */
export type DependencyGroup = 'main' | string;

/** Of an entry of a manifest; extras are for production. */
export function groupOf(key: TomlPath): DependencyGroup {
  const [first, second, third, fourth] = key.map(String);
  if (first === 'dependency-groups') return second ?? 'main';
  if (first === 'dev-packages') return 'dev';
  if (first !== 'tool') return 'main';
  if (third === 'dev-dependencies') return second === 'pdm' ? (fourth ?? 'dev') : 'dev';
  return second === 'poetry' && third === 'group' ? (fourth ?? 'main') : 'main';
}

/** By name (PEP 503); what production needs too is not among them. */
export function soleGroups(
  asked: readonly { readonly name: string; readonly dependencyGroup: DependencyGroup }[],
  { packages }: Pick<LockModel, 'packages'>,
): ReadonlyMap<string, DependencyGroup> {
  const needs = Map.groupBy(packages, ({ name }) => name);
  const found = new Map<string, DependencyGroup>();
  for (const [group, own] of Map.groupBy(asked, (one) => one.dependencyGroup)) {
    const reached = new Set(own.map(({ name }) => name));
    // What is added while it is gone through is gone through, too.
    for (const name of reached) {
      for (const one of needs.get(name) ?? []) {
        for (const dependency of one.dependencies) reached.add(dependency);
      }
    }
    for (const name of reached) found.set(name, found.has(name) ? 'main' : group);
  }
  return new Map([...found].filter(([, group]) => group !== 'main'));
}
