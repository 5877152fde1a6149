/** `exclude-newer`: no locked package may be younger. Source: pixi `satisfiability/errors.rs`. */
import { isTable, stringAt } from '../values.ts';
import type { Findings } from './findings.ts';
import type { LockedEnvironment } from './lock-file.ts';
import type { PixiManifest } from './manifest.ts';

export function checkExcludeNewer(
  manifest: PixiManifest,
  locked: LockedEnvironment,
  found: Findings,
): void {
  const { workspace, workspaceKey } = manifest;
  const value: unknown = workspace['exclude-newer'];
  if (value === undefined) return;
  const cutOff = cutOffOf(value);
  if (cutOff === undefined) {
    const reason = '`exclude-newer` depends on the time of the check, or on more than a date';
    found.open(reason, 'run `pixi lock --check`');
    return;
  }
  const hasOwn =
    Array.isArray(workspace.channels) &&
    workspace.channels.some(
      (channel) => isTable(channel) && Object.hasOwn(channel, 'exclude-newer'),
    );
  if (hasOwn) {
    found.open('channels have an `exclude-newer` of their own', 'run `pixi lock --check`');
    return;
  }
  for (const record of locked.platforms.flatMap(({ records }) => records)) {
    const time = Number(stringAt(record.table, 'timestamp'));
    // Milliseconds in new locks, seconds in very old records.
    if (Number.isNaN(time) || (time < 1e11 ? time * 1000 : time) <= cutOff) continue;
    found.stale({
      reason: {
        kind: 'setting-changed',
        setting: `exclude-newer of ${record.name}`,
        manifest: new Date(cutOff).toISOString(),
        lock: new Date(time < 1e11 ? time * 1000 : time).toISOString(),
      },
      at: { path: manifest.path, key: [...workspaceKey, 'exclude-newer'] },
      related: [{ at: record.at, note: 'released later' }],
    });
  }
}

/** A date includes its whole day, UTC. */
function cutOffOf(value: unknown): number | undefined {
  const text = value instanceof Date ? value.toISOString() : value;
  if (typeof text !== 'string') return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!isDate && !/^\d{4}-\d\d-\d\d[T ]/.test(text)) return undefined;
  const time = Date.parse(isDate ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(time)) return undefined;
  return isDate ? time + 24 * 60 * 60 * 1000 : time;
}
