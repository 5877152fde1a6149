/**
 * Requirements with a project's references to its own extras worked out, as some build backends
 * write them. Source: uv-distribution `metadata/requires_dist.rs`, `FlatRequiresDist`.
 */
import type { Marker } from '../../python/markers/index.ts';
import type { Declaration } from './declaration.ts';

/** A project that refers to itself more often than this is not flattened. */
const LIMIT = 2_000;

export function flattenSelfReferences(
  declarations: readonly Declaration[],
  name: string,
): readonly Declaration[] {
  const selves = declarations.filter((item) => item.name === name);
  if (selves.length === 0) return declarations;
  const flattened = [...declarations];
  const seen: { extra: string; marker: Marker }[] = [];
  const queue = selves.flatMap((item) =>
    item.extras.map((extra) => ({ extra, marker: item.marker })),
  );
  for (const reference of queue) {
    if (seen.length > LIMIT || flattened.length > LIMIT) return declarations;
    if (
      seen.some((item) => item.extra === reference.extra && item.marker.equals(reference.marker))
    ) {
      continue;
    }
    seen.push(reference);
    for (const item of declarations) {
      const marker = reference.marker.and(extraPart(item.marker, reference.extra));
      if (marker.isFalse()) continue;
      flattened.push({ ...item, marker });
      if (item.name === name) queue.push(...item.extras.map((extra) => ({ extra, marker })));
    }
  }
  const constraints = flattened
    .filter((item) => item.name === name && (item.specifiers.length > 0 || item.source !== ''))
    .map((item) => ({ ...item, extras: [] }));
  return [...flattened.filter((item) => item.name !== name), ...constraints];
}

/** What a marker adds when `extra` alone is asked for. */
function extraPart(marker: Marker, extra: string): Marker {
  const production = marker.withExtras(new Set());
  return marker.withExtras(new Set([extra])).and(production.not());
}
