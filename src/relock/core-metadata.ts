/**
 * Core metadata of releases, which indexes serve beside their wheels (PEP 658, 714). An index is
 * named by a repository: nothing is asked that a tool in the sandbox could not ask, too.
 */
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Release } from './look-up.ts';
import { addressFor, originOf, type Reach } from './sandbox/reach.ts';
import type { Failure } from './types.ts';

export type CoreMetadataResult =
  | {
      readonly kind: 'read';
      /** By normalised name; long ones end early, within their README. */
      readonly texts: ReadonlyMap<string, string>;
      /** What could not be read, and why. */
      readonly missed: readonly string[];
    }
  | Failure;

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 256 * 1024;
const AT_ONCE = 4;

/** Never throws. @param releases by normalised name */
export async function readCoreMetadata(
  releases: ReadonlyMap<string, Pick<Release, 'wheel'>>,
  reach: Reach,
): Promise<CoreMetadataResult> {
  const texts = new Map<string, string>();
  const missed: string[] = [];
  const waiting = [...releases];
  while (waiting.length > 0) {
    await Promise.all(
      waiting.splice(0, AT_ONCE).map(async ([name, { wheel }]) => {
        try {
          texts.set(name, await readBeside(wheel, reach));
        } catch (error) {
          missed.push(`${name}: ${error instanceof Error ? error.message : error}`);
        }
      }),
    );
  }
  return { kind: 'read', texts, missed };
}

async function readBeside(wheel: Release['wheel'], reach: Reach): Promise<string> {
  const url = URL.parse(wheel);
  if (url === null) throw new Error('it has no wheel');
  url.pathname += '.metadata';
  // Neither credentials nor anything else that an address can carry along.
  url.username = '';
  url.password = '';
  const origin = originOf(url.href);
  const port = Number(origin.slice(origin.lastIndexOf(':') + 1));
  const address = await addressFor(url.hostname, port, reach);
  if (address === 'denied') throw new Error(`${origin} may not be reached`);
  const response = await answerOf(url, address);
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`${url} answers ${response.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES).toString();
}

/** Follows no redirect; connects to `address`, whatever the name means a moment later. */
function answerOf(url: URL, address: string): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_, { all }, callback) => {
    const family = isIP(address);
    if (all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
  const get = url.protocol === 'http:' ? getHttp : getHttps;
  return new Promise((resolve, reject) => {
    const options = {
      // No connection that somebody else opened.
      agent: false,
      headers: { 'accept-encoding': 'identity' },
      lookup,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    } as const;
    get(url, options, resolve).on('error', reject);
  });
}
