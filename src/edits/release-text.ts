/** Versions as people shorten them: `1`, `1.2`, `1.2.*`, `2.0.0`. */
import { compareVersions, parseVersion } from '../python/version.ts';

export type Cap = string | 'none';

/**
 * `version` written like `old`. A wildcard keeps its number of segments; with `same` so does
 * everything else (`^1.2` becomes `^2.0`, not `^2.0.3`); with `lowest` a zero at the end stays one,
 * too (`~=1.2.0` becomes `~=1.3.0`, not `~=1.3.7`).
 */
export function truncated(version: string, old: string, how: 'lowest' | 'same' | 'full'): Cap {
  const isWildcard = old.endsWith('.*');
  if (how === 'full' && !isWildcard) return version;
  const release = parseVersion(version)?.release;
  const written = (isWildcard ? old.slice(0, -2) : old).split('.');
  if (release === undefined) return 'none';
  const segments = written.map((_, index) => release[index] ?? 0);
  const isFirst = how === 'lowest' && segments.length > 1 && written.at(-1) === '0';
  if (isFirst) segments[segments.length - 1] = 0;
  return `${segments.join('.')}${isWildcard ? '.*' : ''}`;
}

/**
 * The upper bound that lets `version` in, as precise as the `old` one: for 2.3.1, `<2` becomes `<3`,
 * `<2.0.0` becomes `<3.0.0`, `<2.2` becomes `<2.4`. A bound that lets it in already stays.
 */
export function capAbove(
  version: string,
  old: string,
  end: 'exclusive' | 'inclusive' = 'exclusive',
): Cap {
  const [wanted, bound] = [parseVersion(version), parseVersion(old)];
  if (wanted === undefined || bound === undefined) return 'none';
  const order = compareVersions(wanted, bound);
  if (order < 0 || (order === 0 && end === 'inclusive')) return old;
  if (end === 'inclusive') return version;
  const significant = bound.release.findLastIndex((segment) => segment !== 0);
  const at = Math.max(0, significant);
  const segments = bound.release.map((_, index) => {
    const own = wanted.release[index] ?? 0;
    return index < at ? own : index === at ? own + 1 : 0;
  });
  return segments.join('.');
}
