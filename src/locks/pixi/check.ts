/** All comparisons, environment by environment and platform by platform, in pixi's order. */
import { stringAt, stringsAt, tablesAt } from '../values.ts';
import { checkConda } from './conda.ts';
import { declaredBy } from './declared.ts';
import { checkExcludeNewer } from './exclude-newer.ts';
import type { Findings } from './findings.ts';
import { compareIndexes } from './indexes.ts';
import type { LockedEnvironment, LockedPlatform, PixiLock } from './lock-file.ts';
import {
  type PixiEnvironment,
  type PixiManifest,
  type PixiPlatform,
  platformsOf,
} from './manifest.ts';
import { checkPypi } from './pypi.ts';
import {
  compareChannels,
  compareEnvironments,
  compareOptions,
  comparePlatforms,
} from './settings.ts';
import { checkUnused } from './unused.ts';

/** Throws `MarkerTooComplex`. */
export function checkPackages(
  manifest: PixiManifest,
  lock: PixiLock,
  defaultIndex: string,
  found: Findings,
): void {
  compareEnvironments(manifest, lock, found);
  for (const environment of manifest.environments) {
    const locked = lock.environments.get(environment.name);
    if (locked === undefined) continue;
    compareChannels(manifest, environment, locked, found);
    comparePlatforms(manifest, environment, locked, found);
    compareOptions(manifest, environment, locked, found);
    checkExcludeNewer(manifest, locked, found);
    const platforms = platformsOf(manifest, environment);
    const declared = platforms.map((platform) => declaredBy(manifest, environment, platform));
    if (declared.some(({ pypi }) => pypi.length > 0)) {
      compareIndexes(manifest, environment, lock, locked, defaultIndex, found);
    }
    for (const [index, platform] of platforms.entries()) {
      const asked = declared[index];
      if (asked === undefined) continue;
      const target = lockedPlatform(platform, platforms, locked);
      if (target === 'ambiguous') {
        const reason = `several locked platforms can be \`${platform.name}\` of \`${environment.name}\``;
        found.open(reason, 'run `pixi lock --check`');
        continue;
      }
      if (target === undefined) {
        if (asked.conda.length > 0) missingPlatform(manifest, environment, locked, found);
        continue;
      }
      const scope = {
        manifestPath: manifest.path,
        environment: environment.name,
        environmentIndexes: indexesOf(locked, defaultIndex),
        declared: asked,
        locked: target,
        found,
      };
      checkConda(scope);
      checkPypi(scope);
      checkUnused(scope);
      if (!asked.isComplete) {
        found.open(
          '`[dev]` and selectors with wildcards are not compared',
          'run `pixi lock --check`',
        );
      }
    }
  }
}

/** The recorded indexes and links, or the default index. */
function indexesOf({ table }: LockedEnvironment, defaultIndex: string): readonly string[] {
  const links = tablesAt(table, 'find-links').flatMap((link) => stringAt(link, 'url') ?? []);
  const indexes = stringsAt(table, 'indexes');
  return [...(indexes.length > 0 ? indexes : [defaultIndex]), ...links];
}

/** By name; a platform with a name of its own is locked as `p1`, `p2`, … and known by its subdir. */
function lockedPlatform(
  platform: PixiPlatform,
  platforms: readonly PixiPlatform[],
  { platforms: locked }: LockedEnvironment,
): LockedPlatform | 'ambiguous' | undefined {
  const same = locked.find(({ name }) => name === platform.name);
  if (same !== undefined) return same;
  const candidates = locked.filter(({ subdir }) => subdir === platform.subdir);
  const rivals = platforms.filter(({ subdir }) => subdir === platform.subdir);
  if (candidates.length > 1 || (candidates.length === 1 && rivals.length > 1)) return 'ambiguous';
  return candidates[0];
}

/** Nothing is locked for a platform that asks for packages. */
function missingPlatform(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  locked: LockedEnvironment,
  found: Findings,
): void {
  const now = platformsOf(manifest, environment).map(({ name }) => name);
  const then = locked.platforms.map(({ name }) => name);
  const setting = `platforms of ${environment.name}`;
  const key = [...manifest.workspaceKey, 'platforms'];
  found.setting(setting, now.join(', '), then.join(', '), key, [...locked.key, 'packages']);
}
