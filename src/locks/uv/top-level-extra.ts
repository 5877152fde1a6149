import type { Marker } from '../../python/markers/index.ts';
import { extraMarker } from '../../python/markers/index.ts';

/** The extra without which a marker is never true: the one that a requirement belongs to. */
export function topLevelExtra(marker: Marker): string | undefined {
  if (marker.isFalse()) return undefined;
  return marker.extras().find((extra) => marker.and(extraMarker(extra).not()).isFalse());
}
