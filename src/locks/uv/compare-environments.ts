/** Markers of the whole lock: does it cover, and was it made for, the environments of today? */
import { FALSE, type Marker, parseMarker } from '../../python/markers/index.ts';
import { pythonRangeMarker } from '../../python/requires-python.ts';
import { arrayAt, textOf } from '../values.ts';
import type { Check } from './check-context.ts';
import { refuseLock, refuseManifest } from './refusal.ts';
import { lockedThere } from './report.ts';

/**
 * The forks of the lock have to cover its environments, and must not all lie outside the Python
 * versions of the manifests.
 */
export function compareCoverage(check: Check): void {
  const { lock, report } = check;
  const bounds = pythonRangeMarker(lock.requiresPython);
  const forks = lockedMarkers(check, 'resolution-markers');
  if (forks.length === 0 && pythonRangeMarker(check.python.range).equals(bounds)) return;
  const union =
    forks.length === 0
      ? bounds
      : forks.reduce((sum, fork) => sum.or(withoutExtras(fork.and(bounds))), FALSE);
  const supported = lockedMarkers(check, 'supported-markers');
  const wanted =
    supported.length === 0
      ? bounds
      : supported.reduce((sum, item) => sum.or(item), FALSE).and(bounds);
  const at = { path: lock.path, key: ['resolution-markers'] };
  if (!union.not().isDisjoint(wanted)) {
    report.stale(
      {
        kind: 'setting-changed',
        setting: 'resolution-markers',
        manifest: 'all supported environments',
        lock: 'only a part of them',
      },
      at,
    );
  } else if (union.isDisjoint(pythonRangeMarker(check.python.range))) {
    report.stale(
      {
        kind: 'setting-changed',
        setting: 'resolution-markers',
        manifest: check.python.text,
        lock: 'other Python versions only',
      },
      at,
    );
  }
}

/** `tool.uv.environments` and `required-environments` against the lock, in order. */
export function compareEnvironments(check: Check): void {
  compareList(check, 'environments', 'supported-markers');
  compareList(check, 'required-environments', 'required-markers');
}

function compareList(
  check: Check,
  setting: 'environments' | 'required-environments',
  option: string,
): void {
  const { lock, workspace, report } = check;
  const expected = declaredMarkers(check, setting);
  const locked = lockedMarkers(check, option);
  const python = pythonRangeMarker(lock.requiresPython);
  const isSame =
    expected.length === locked.length &&
    expected.every((marker, index) => {
      const other = locked[index];
      return other !== undefined && marker.and(python).equals(other.and(python));
    });
  if (isSame) return;
  report.stale(
    {
      kind: 'setting-changed',
      setting,
      manifest: texts(environmentTexts(workspace.manifest.uv[setting])),
      lock: texts(arrayAt(lock.table, option)),
    },
    { path: workspace.manifest.path, key: ['tool', 'uv', setting] },
    lockedThere(lock.path, [option]),
  );
}

/** Throws a `Refusal` for environments that uv refuses: unparsable, overlapping, impossible. */
export function refuseEnvironments(check: Pick<Check, 'workspace' | 'python'>): void {
  const { manifest } = check.workspace;
  const python = pythonRangeMarker(check.python.range);
  for (const setting of ['environments', 'required-environments'] as const) {
    const key = ['tool', 'uv', setting];
    const markers = declaredMarkers(check, setting);
    for (const [index, marker] of markers.entries()) {
      const before = markers[index - 1];
      if (before !== undefined && !before.isDisjoint(marker)) {
        throw refuseManifest(
          manifest.path,
          key,
          `\`${setting}\` must be disjoint, but two neighbouring markers overlap`,
        );
      }
      if (setting === 'environments' && python.isDisjoint(marker)) {
        throw refuseManifest(
          manifest.path,
          key,
          `an environment is incompatible with the project's Python requirement \`${check.python.text}\``,
        );
      }
    }
  }
}

function declaredMarkers(
  check: Pick<Check, 'workspace'>,
  setting: 'environments' | 'required-environments',
): readonly Marker[] {
  const { manifest } = check.workspace;
  const value = manifest.uv[setting];
  const key = ['tool', 'uv', setting];
  if (value !== undefined && typeof value !== 'string' && !Array.isArray(value)) {
    throw refuseManifest(
      manifest.path,
      key,
      `\`${setting}\` has to be a string or an array of strings`,
    );
  }
  return environmentTexts(value).map((text) => {
    const marker = typeof text === 'string' ? parseMarker(text) : undefined;
    if (marker !== undefined) return marker;
    throw refuseManifest(manifest.path, key, `\`${textOf(text)}\` is not an environment marker`);
  });
}

function environmentTexts(value: unknown): readonly unknown[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
}

function lockedMarkers(check: Pick<Check, 'lock'>, option: string): readonly Marker[] {
  return arrayAt(check.lock.table, option).map((text) => {
    const marker = typeof text === 'string' ? parseMarker(text) : undefined;
    if (marker !== undefined) return marker;
    throw refuseLock(check.lock.path, [option], `\`${textOf(text)}\` is not an environment marker`);
  });
}

function texts(values: readonly unknown[]): string {
  return values.length === 0 ? 'not set' : values.map(textOf).join(', ');
}

/** More extras than this in one marker are left in place; locks name two or three. */
const EXTRAS_LIMIT = 8;

/** The environments of a marker for some choice of extras: locks write conflicts as extras. */
function withoutExtras(marker: Marker): Marker {
  const extras = marker.extras();
  if (extras.length === 0 || extras.length > EXTRAS_LIMIT) return marker;
  let union = FALSE;
  for (let choice = 0; choice < 2 ** extras.length; choice += 1) {
    const chosen = extras.filter((_, index) => (choice & (1 << index)) !== 0);
    union = union.or(marker.withExtras(new Set(chosen)));
  }
  return union;
}
