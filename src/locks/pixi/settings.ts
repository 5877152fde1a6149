/**
 * What pixi compares before it looks at packages: environments, channels, platforms, options.
 * Source: pixi `lock_file/satisfiability/environment.rs`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { isTable, stringAt, tableAt } from '../values.ts';
import type { Findings } from './findings.ts';
import type { LockedEnvironment, PixiLock } from './lock-file.ts';
import {
  type Feature,
  groupedFeatures,
  type PixiEnvironment,
  type PixiManifest,
  type PixiPlatform,
  platformsOf,
} from './manifest.ts';

export function compareEnvironments(manifest: PixiManifest, lock: PixiLock, found: Findings): void {
  const declared = manifest.environments.map(({ name }) => name).sort();
  const locked = [...lock.environments.keys()].sort();
  if (declared.join('\n') === locked.join('\n')) return;
  const key = [...manifest.prefix, 'environments'];
  found.setting('environments', declared.join(', '), locked.join(', '), key, ['environments']);
}

/** Channels count in their order, those of highest priority first. */
export function compareChannels(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  locked: LockedEnvironment,
  found: Findings,
): void {
  const declared = channelsOf(manifest, environment);
  const pairs = declared.map(({ text }, index) => sameChannel(text, locked.channels[index]));
  const key = declared.find(({ own }) => own !== undefined)?.own ?? [
    ...manifest.workspaceKey,
    'channels',
  ];
  if (declared.length !== locked.channels.length || pairs.includes(false)) {
    const text = declared.map((channel) => channel.text).join(', ');
    found.setting(`channels of ${environment.name}`, text, locked.channels.join(', '), key, [
      ...locked.key,
      'channels',
    ]);
  } else if (pairs.includes(undefined)) {
    found.open(
      `which server a channel of the environment \`${environment.name}\` stands for is a setting outside the repository`,
      'write the channel as a URL',
    );
  }
}

interface Channel {
  readonly text: string;
  readonly priority: number;
  /** Of a feature that has channels of its own. */
  readonly own: TomlPath | undefined;
}

function channelsOf(manifest: PixiManifest, environment: PixiEnvironment): readonly Channel[] {
  const all = groupedFeatures(manifest, environment).flatMap(({ table, key, name }) => {
    const isOwn = Object.hasOwn(table, 'channels') && name !== 'default';
    const list: unknown = isOwn ? table.channels : manifest.workspace.channels;
    return (Array.isArray(list) ? list : []).flatMap((item: unknown): readonly Channel[] => {
      const text = isTable(item) ? stringAt(item, 'channel') : item;
      if (typeof text !== 'string') return [];
      const priority =
        isTable(item) && typeof item.priority === 'bigint' ? Number(item.priority) : 0;
      return [{ text, priority, own: isOwn ? [...key, 'channels'] : undefined }];
    });
  });
  const names = new Set<string>();
  return all
    .toSorted((a, b) => b.priority - a.priority)
    .filter(({ text }) => !names.has(text) && names.add(text));
}

/** A name stands for a channel of conda's default server; `undefined` if it could be another. */
function sameChannel(declared: string, locked: string | undefined): boolean | undefined {
  if (locked === undefined) return false;
  const [a, b] = [declared, locked].map((text) => text.replace(/\/+$/, ''));
  if (a === undefined || b === undefined || a === b) return true;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(a)) return sameUrl(a, b);
  if (/^[./~]/.test(a) || !URL.canParse(b)) return undefined;
  const { pathname, hostname } = new URL(b);
  if (pathname !== `/${a}` && !pathname.endsWith(`/${a}`)) return false;
  return hostname.startsWith('conda.') ? true : undefined;
}

function sameUrl(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;
}

/** A locked platform must be one of the environment; all of its own must be locked. */
export function comparePlatforms(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  locked: LockedEnvironment,
  found: Findings,
): void {
  const platforms = platformsOf(manifest, environment);
  const known = new Set(platforms.flatMap(({ name, subdir }) => [name, subdir]));
  const extra = locked.platforms.filter(
    ({ name, subdir }) => !known.has(name) && !known.has(subdir),
  );
  const key = [...manifest.workspaceKey, 'platforms'];
  const at = [...locked.key, 'packages'];
  if (extra.length > 0) {
    const [now, then] = [platforms, locked.platforms].map((list) =>
      list.map(({ name }) => name).join(', '),
    );
    found.setting(`platforms of ${environment.name}`, now ?? '', then ?? '', key, at);
  }
  const hasRequirements = environment.features.some(({ table }) =>
    Object.hasOwn(table, 'system-requirements'),
  );
  if (hasRequirements || platforms.some(({ isPlain, cuda }) => !isPlain && cuda === undefined)) {
    found.open(
      `the virtual packages that the environment \`${environment.name}\` asks for are not compared`,
      'run `pixi lock --check`',
    );
  }
  for (const platform of platforms) {
    const same = locked.platforms.find(({ name }) => name === platform.name);
    if (same === undefined) continue;
    if (same.subdir !== platform.subdir) {
      found.setting(`platform ${platform.name}`, platform.subdir, same.subdir, key, ['platforms']);
    } else if (same.virtualPackages !== undefined && !hasRequirements) {
      compareCuda(platform, same.virtualPackages, key, found);
    }
  }
}

function compareCuda(
  platform: PixiPlatform,
  locked: readonly string[],
  key: TomlPath,
  found: Findings,
): void {
  const virtual = locked.find((text) => text.startsWith('__cuda'));
  const expected = platform.cuda && `__cuda=${platform.cuda}`;
  if (virtual === expected) return;
  found.setting(`platform ${platform.name}`, expected ?? 'no __cuda', virtual ?? 'no __cuda', key, [
    'platforms',
  ]);
}

/** Defaults of both sides: rattler `rattler_lock/src/options.rs`. */
const OPTIONS = [
  { option: 'solve-strategy', locked: 'strategy', fallback: 'highest' },
  { option: 'channel-priority', locked: 'channel-priority', fallback: 'strict' },
] as const;

export function compareOptions(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  locked: LockedEnvironment,
  found: Findings,
): void {
  const options = tableAt(locked.table, 'options');
  const compare = (
    name: string,
    expected: string,
    lockedName: string,
    fallback: string,
    key: TomlPath,
  ) => {
    const then = stringAt(options, lockedName) ?? fallback;
    if (then !== expected) found.setting(name, expected, then, key, [...locked.key, 'options']);
  };
  for (const { option, locked: name, fallback } of OPTIONS) {
    const given = environment.features
      .map((feature) => ({ ...optionOf(manifest, feature, option) }))
      .find(({ value }) => value !== undefined);
    compare(option, given?.value ?? fallback, name, fallback, given?.key ?? manifest.workspaceKey);
  }
  const mode = 'prerelease-mode';
  const tables = [
    ...groupedFeatures(manifest, environment).map(({ table, key }) => ({ table, key })),
    { table: manifest.workspace, key: manifest.workspaceKey },
  ];
  const owner = tables.find(({ table }) => stringAt(tableAt(table, 'pypi-options'), mode));
  const expected = stringAt(tableAt(owner?.table ?? {}, 'pypi-options'), mode);
  const standard = 'if-necessary-or-explicit';
  const key = owner ? [...owner.key, 'pypi-options', mode] : manifest.workspaceKey;
  compare(mode, expected ?? standard, 'pypi-prerelease-mode', standard, key);
}

/** The default feature has its options in the workspace table. */
function optionOf(
  manifest: PixiManifest,
  { name, table, key }: Feature,
  option: string,
): { value: string | undefined; key: TomlPath } {
  if (name !== 'default') return { value: stringAt(table, option), key: [...key, option] };
  return { value: stringAt(manifest.workspace, option), key: [...manifest.workspaceKey, option] };
}
