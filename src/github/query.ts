import type { GitHubClient } from './client.ts';
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
