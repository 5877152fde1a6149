/** Which packages only dependency groups lead to (PEP 735, and what tools had before it). Pure. */
import type { TomlPath } from '../../gates/types.ts';
import type { LockModel } from '../../locks/types.ts';

/** Names of the groups that a package is installed for; none of what runs in production. */
export type DependencyGroups = readonly string[];

/** Of an entry of a manifest; extras are for production. */
export function groupsOf(key: TomlPath): DependencyGroups {
  const [first, second, third, fourth] = key.map(String);
  const named = (name: string | undefined) => (name === undefined ? [] : [name]);
  if (first === 'dependency-groups') return named(second);
  if (first === 'dev-packages') return ['dev'];
  if (first !== 'tool') return [];
  if (third === 'dev-dependencies') return second === 'pdm' ? named(fourth) : ['dev'];
  return second === 'poetry' && third === 'group' ? named(fourth) : [];
}

/** By name (PEP 503), in the order of the manifest; what production needs too is not among them. */
export function developmentGroups(
  asked: readonly { readonly name: string; readonly dependencyGroups: DependencyGroups }[],
  { packages }: Pick<LockModel, 'packages'>,
): ReadonlyMap<string, DependencyGroups> {
  const needs = Map.groupBy(packages, ({ name }) => name);
  const reachedFrom = (names: readonly string[]): ReadonlySet<string> => {
    const reached = new Set(names);
    // What is added while it is gone through is gone through, too.
    for (const name of reached) {
      for (const { dependencies } of needs.get(name) ?? []) {
        for (const dependency of dependencies) reached.add(dependency);
      }
    }
    return reached;
  };
  const namesIn = (isIn: (groups: DependencyGroups) => boolean) =>
    asked.filter((one) => isIn(one.dependencyGroups)).map(({ name }) => name);
  const production = reachedFrom(namesIn((groups) => groups.length === 0));
  const found = new Map<string, string[]>();
  for (const group of new Set(asked.flatMap((one) => one.dependencyGroups))) {
    for (const name of reachedFrom(namesIn((groups) => groups.includes(group)))) {
      if (!production.has(name)) found.set(name, [...(found.get(name) ?? []), group]);
    }
  }
  return found;
}
