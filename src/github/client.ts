import type { Octokit } from '@octokit/core';

/**
 * What this folder needs of Octokit. The app passes `await probot.auth(installationId)`; nothing
 * depends on Probot's `Context`.
 */
export interface GitHubClient {
  readonly request: Octokit['request'];
  readonly graphql: Octokit['graphql'];
}
