/** Which repository of GitHub a package comes from, by the pages that its metadata names. Pure. */
import type { ProjectUrl } from '../../python/core-metadata.ts';

/** As GitHub's addresses have it. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** Labels (PEP 753 and what else is usual), those that can only mean the source first. */
const LABELS = [
  ...['source', 'repository', 'sourcecode', 'github', 'code', 'repo', 'git'],
  ...['releasenotes', 'changelog', 'changes', 'whatsnew', 'history', 'homepage'],
  ...['issues', 'issue', 'bugs', 'tracker', 'issuetracker', 'bugtracker'],
];

/** Paths of GitHub's own where an owner would stand. */
const NO_OWNERS: ReadonlySet<string> = new Set([
  ...['about', 'apps', 'enterprise', 'explore', 'features', 'login', 'marketplace', 'orgs'],
  ...['search', 'settings', 'sponsors', 'topics', 'users'],
]);

/** @param host of GitHub's pages: `github.com`, or that of an Enterprise Server */
export function sourceRepository(
  urls: readonly ProjectUrl[],
  host: string,
): RepositoryName | 'none' {
  const found = LABELS.flatMap((label) => urls.filter((one) => one.label === label))
    .map(({ url }) => repositoryAt(url, host))
    .find((repository) => repository !== 'none');
  return found ?? 'none';
}

/** The repository that an address leads into, at whatever page. */
function repositoryAt(text: string, host: string): RepositoryName | 'none' {
  const url = URL.parse(text.replace(/^git\+/, ''));
  if (url === null || !/^https?:$/.test(url.protocol)) return 'none';
  if (url.host.replace(/^www\./, '') !== host) return 'none';
  const [, owner = '', segment = ''] = url.pathname.split('/');
  const name = segment.replace(/\.git$/, '');
  const isRepository = /^[a-z\d][a-z\d-]*$/i.test(owner) && /^[\w.-]+$/.test(name);
  return isRepository && !NO_OWNERS.has(owner.toLowerCase()) ? { owner, name } : 'none';
}
