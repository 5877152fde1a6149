import { originOf } from './sandbox/reach.ts';

/**
 * `host:port` of indexes in the operator's own network, which projects may name.
 *
 * @param list addresses with commas between them, as in RELOCK_INDEXES; what is none is left out
 */
export function trustedOrigins(list: string | undefined): ReadonlySet<string> {
  const addresses = (list ?? '').split(',').map((one) => one.trim());
  return new Set(addresses.filter((one) => URL.canParse(one)).map(originOf));
}
