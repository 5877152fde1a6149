/** What GitHub tells of a clone's repository, to somebody with a token. */
import { Octokit } from '@octokit/core';
import { NO_SURROUNDINGS } from '../gates/judge-context.ts';
import type { Surroundings } from '../gates/surroundings.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { runGit } from '../git/process.ts';
import type { GitHubClient } from '../github/client.ts';
import { classify } from '../github/errors.ts';
import { readReported } from '../github/reported.ts';
import { inRepository, type RepositoryRef } from '../github/repository.ts';
import { readRequired } from '../github/required.ts';

export interface AskOptions {
  /** A token of anybody who may read the repository. */
  readonly token: string;
  /** `owner/name`; that of the remote `origin` where it is left out. */
  readonly repository: string | undefined;
  readonly base: string;
  /** Of GitHub Enterprise; github.com's where it is left out. */
  readonly apiUrl: string | undefined;
}

/**
 * What is required of a branch, and who reported it there.
 *
 * @throws {CannotRun} when GitHub does not answer, or knows no such repository
 */
export async function askGitHub(folder: string, options: AskOptions): Promise<Surroundings> {
  const { token, base, apiUrl } = options;
  const [owner, name] = (options.repository ?? (await originOf(folder))).split('/');
  if (!owner || !name) {
    throw new CannotRun(
      'No repository of GitHub is known here.',
      'Name it: --repository OWNER/NAME',
    );
  }
  const client = new Octokit({ auth: token, ...(apiUrl === undefined ? {} : { baseUrl: apiUrl }) });
  try {
    return await surroundingsOf(client, { owner, name }, base);
  } catch (error) {
    const { kind, message } = classify(error);
    throw new CannotRun(
      `GitHub did not tell what ${owner}/${name} requires: ${message}.`,
      kind === 'not-found' || kind === 'no-permission'
        ? 'See that the name is right and that the token may read the repository.'
        : 'Try again, or give the names: --required NAMES',
    );
  }
}

async function surroundingsOf(
  client: GitHubClient,
  names: Omit<RepositoryRef, 'id'>,
  base: string,
): Promise<Surroundings> {
  const { data } = await client.request('GET /repos/{owner}/{repo}', {
    owner: names.owner,
    repo: names.name,
  });
  const repo = { ...names, id: Number(data.id) };
  const [requirements, tip] = await Promise.all([
    readRequired(client, repo, base),
    client.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...inRepository(repo), ref: base }),
  ]);
  const { sha } = tip.data;
  const { reported, unasked } = await readReported(client, repo, {
    head: sha,
    base: { sha, ref: base },
  });
  return {
    ...NO_SURROUNDINGS,
    ...requirements,
    base,
    // The tip is no head of a pull request.
    reported: reported.filter(({ on }) => on !== 'head'),
    unasked: [...requirements.unasked, ...unasked],
  };
}

/** `owner/name` of the remote `origin`; empty without one. */
async function originOf(folder: string): Promise<string> {
  const { stdout } = await runGit(folder, ['config', '--get', 'remote.origin.url']);
  return /[/:]([^/:]+\/[^/]+?)(?:\.git)?\/?\s*$/.exec(stdout)?.[1] ?? '';
}
