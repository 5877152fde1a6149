/** Hosts that serve the files of a package index: its pages name them, and tools go there. */
import { hostsIn } from './sandbox/reach.ts';

const TIMEOUT_MS = 10_000;
/** Any package that every index has. */
const PACKAGE = 'pip';

/** An index that did not answer is left in peace for so long: every lock would wait for it. */
const PAUSE_MS = 5 * 60_000;

const known = new Map<string, Promise<readonly string[]>>();

/** Asked once per index; empty where it does not answer. @see PEP 691 */
export function fileHosts(index: string): Promise<readonly string[]> {
  const asked = known.get(index) ?? ask(index);
  known.set(index, asked);
  return asked;
}

async function ask(index: string): Promise<readonly string[]> {
  try {
    const response = await fetch(`${index}/${PACKAGE}/`, {
      headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return hostsIn(await response.text());
  } catch {
    setTimeout(() => known.delete(index), PAUSE_MS).unref();
    return [];
  }
}
