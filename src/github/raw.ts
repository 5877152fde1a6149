import type { GitHubClient } from './client.ts';
import { TooLarge } from './errors.ts';

/**
 * A GET whose answer is taken as bytes: Octokit would decode text leniently, drop byte order marks
 * and look at every value of large JSON.
 *
 * @throws {TooLarge} after `limit` bytes
 */
export async function readBytes(
  client: GitHubClient,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<Buffer> {
  const { data } = await client.request(route, {
    ...parameters,
    request: { parseSuccessResponseBody: false },
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of data as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw new TooLarge(`The answer to ${route} is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
