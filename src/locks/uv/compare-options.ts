/** The `[options]` of the lock against the settings in force. */

import { stringAt, tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { type Cutoff, isCutoffChange, parseCutoff } from './exclude-newer.ts';
import { lockedThere } from './report.ts';
import { byName } from './settings.ts';

/** Resolution mode, fork strategy and `exclude-newer`. */
export function compareOptions(check: Check): void {
  const { lock, settings } = check;
  compareText(
    check,
    'resolution',
    settings.resolution,
    stringAt(lock.options, 'resolution-mode') ?? 'highest',
    'resolution-mode',
  );
  compareText(
    check,
    'fork-strategy',
    settings.forkStrategy,
    stringAt(lock.options, 'fork-strategy') ?? 'requires-python',
    'fork-strategy',
  );
  compareCutoffs(check);
}

/** The pre-release modes, in general and by package. */
export function comparePrereleases(check: Check): void {
  const { lock, settings } = check;
  compareText(
    check,
    'prerelease',
    settings.prerelease,
    stringAt(lock.options, 'prerelease-mode') ?? 'if-necessary',
    'prerelease-mode',
  );
  const locked = byName(tableAt(lock.options, 'prerelease-package'), (value) =>
    typeof value === 'string' ? value : undefined,
  );
  const names = new Set([...settings.prereleasePackages.keys(), ...locked.keys()]);
  for (const name of names) {
    compareText(
      check,
      `prerelease-package.${name}`,
      settings.prereleasePackages.get(name) ?? 'not set',
      locked.get(name) ?? 'not set',
      'prerelease-package',
    );
  }
}

/** `minimum-libc-version` is read from the root's manifest, never from `uv.toml`. */
export function compareLibc(check: Check): void {
  const expected = tableAt(check.workspace.manifest.uv, 'minimum-libc-version');
  const locked = tableAt(check.lock.options, 'minimum-libc-version');
  for (const libc of ['glibc', 'musl']) {
    const manifest = stringAt(expected, libc);
    const lock = stringAt(locked, libc);
    if (manifest === lock) continue;
    check.report.stale(
      {
        kind: 'setting-changed',
        setting: `minimum-libc-version.${libc}`,
        manifest: manifest ?? 'not set',
        lock: lock ?? 'not set',
      },
      { path: check.workspace.manifest.path, key: ['tool', 'uv', 'minimum-libc-version'] },
      lockedThere(check.lock.path, ['options', 'minimum-libc-version']),
    );
  }
}

function compareText(
  check: Check,
  setting: string,
  manifest: string,
  locked: string,
  option: string,
): void {
  if (manifest === locked) return;
  check.report.stale(
    { kind: 'setting-changed', setting, manifest, lock: locked },
    check.settings.at(setting.replace(/\..*$/s, '')),
    lockedThere(check.lock.path, ['options', option]),
  );
}

function compareCutoffs(check: Check): void {
  const { lock, settings } = check;
  const global = lockedCutoff(check);
  if (
    global === undefined
      ? settings.excludeNewer !== undefined
      : isChange(global, settings.excludeNewer)
  ) {
    staleCutoff(check, 'exclude-newer', settings.excludeNewer, global);
  }
  const locked = byName(tableAt(lock.options, 'exclude-newer-package'), parseCutoff);
  for (const [name, value] of [...locked].sort()) {
    const configured = settings.excludeNewerPackages.get(name);
    if (isChange(value, configured)) {
      staleCutoff(check, `exclude-newer-package.${name}`, configured, value);
    } else if (value.kind === 'span' && configured?.kind === 'span') {
      // uv measures both spans from a clock that has moved on meanwhile, takes that for the one
      // difference, forgives it, and looks no further.
      return;
    }
  }
  for (const [name, value] of settings.excludeNewerPackages) {
    // Settings for packages that are not locked wait for the next lock.
    if (locked.has(name) || value.kind === 'off' || !lock.byName.has(name)) continue;
    staleCutoff(check, `exclude-newer-package.${name}`, value, undefined);
  }
}

/** A span makes the moment beside it meaningless. */
function lockedCutoff(check: Check): Cutoff | undefined {
  const { options } = check.lock;
  return parseCutoff(options['exclude-newer-span'] ?? options['exclude-newer']);
}

function isChange(locked: Cutoff, configured: Cutoff | undefined): boolean {
  return configured === undefined || isCutoffChange(locked, configured);
}

function staleCutoff(
  check: Check,
  setting: string,
  configured: Cutoff | undefined,
  locked: Cutoff | undefined,
): void {
  check.report.stale(
    {
      kind: 'setting-changed',
      setting,
      manifest: configured?.text ?? 'not set',
      lock: locked?.text ?? 'not set',
    },
    check.settings.at(setting.replace(/\..*$/s, '')),
    lockedThere(check.lock.path, ['options']),
  );
}
