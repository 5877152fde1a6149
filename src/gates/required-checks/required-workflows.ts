/** Workflows that rulesets run on every pull request, whatever their own triggers say. */
import type { Surroundings } from '../surroundings.ts';
import type { Subject, Tree } from '../types.ts';

/**
 * Each is a requirement of its own: GitHub waits until its run has passed.
 *
 * @see https://docs.github.com/organizations/managing-organization-settings/managing-rulesets-for-repositories-in-your-organization
 */
export function requiredWorkflowSubjects(
  tree: Tree,
  { requiredWorkflows }: Surroundings,
): readonly Subject[] {
  return requiredWorkflows.map(({ path, repository }): Subject => {
    const label = `workflow ${path}`;
    if (repository !== 'here') {
      return { path, label, status: 'passed', note: `of repository ${repository}` };
    }
    const isThere = tree.files.has(path);
    return isThere
      ? { path, label, status: 'passed', note: 'of this repository' }
      : { path, label, status: 'unable', note: 'not in this commit' };
  });
}
