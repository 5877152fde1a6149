import type { GitHubClient } from './client.ts';
import { isErrorLike } from './error-like.ts';
import { classify, NotFound } from './errors.ts';

/**
 * A GraphQL query; GitHub reports what it cannot find as an error beside `null`.
 *
 * @throws {NotFound}
 */
export async function query<Data>(
  client: GitHubClient,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  try {
    return await client.graphql<Data>(document, variables);
  } catch (error) {
    const { kind, message } = classify(error);
    throw kind === 'not-found' ? new NotFound(message, { cause: error }) : error;
  }
}

/**
 * A GraphQL query for several things, of which some may be gone or out of reach: these are `null`.
 *
 * @throws Octokit's errors where there is no answer at all
 */
export async function queryPartly<Data>(
  client: GitHubClient,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  try {
    return await client.graphql<Data>(document, variables);
  } catch (error) {
    const data = isErrorLike(error) ? error.data : undefined;
    if (data === undefined || data === null) throw error;
    return data as Data;
  }
}
