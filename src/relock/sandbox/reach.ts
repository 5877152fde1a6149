/** Which hosts a tool may talk to: those that the project names, never one of our own network. */
import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';

export interface Reach {
  /** Host names that the project, the default index and its pages name. */
  readonly hosts: ReadonlySet<string>;
  /** `host:port` that the operator allows, wherever it leads. */
  readonly trusted: ReadonlySet<string>;
}

const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Networks that lead back to us or to our neighbours (RFC 6890 and its registries). */
const NEIGHBOURS = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  NEIGHBOURS.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NEIGHBOURS.addSubnet(network, prefix, 'ipv6');
}

/**
 * The address to connect to, so that a name cannot lead elsewhere a moment later.
 *
 * @returns `denied` for what is not to be reached
 */
export async function addressFor(
  host: string,
  port: number,
  { hosts, trusted }: Reach,
): Promise<string | 'denied'> {
  const isTrusted = trusted.has(`${host}:${port}`);
  if (!isTrusted && !(hosts.has(host) && WEB_PORTS.has(port))) return 'denied';
  const { address, family } = await lookup(host);
  const isNeighbour = NEIGHBOURS.check(address, family === 6 ? 'ipv6' : 'ipv4');
  return isTrusted || !isNeighbour ? address : 'denied';
}

/** `host:port` of an address such as `https://index.example/simple`. */
export function originOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === '' ? (protocol === 'http:' ? 80 : 443) : port}`;
}

const ADDRESS = /(?:https?|git\+https?):\/\/(?:[^\s/@"'<>]*@)?(\[[\da-f:.]+\]|[\w.-]+)/gi;

/** Hosts of all addresses in a text; a manifest or lock names its indexes and files so. */
export function hostsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(ADDRESS)].map((match) => (match[1] ?? '').toLowerCase()))];
}
