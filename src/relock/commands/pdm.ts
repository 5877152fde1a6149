/**
 * `pdm lock` and `pdm update --no-sync`. The second takes names, and neither versions nor a cut-off;
 * the first moves everything where it has a cut-off. So PDM is shown a manifest with the pins and the
 * cut-off, and then, to write down the real one, that one: what is locked and fits stays.
 * Source: PDM 2.29 `lock --help`, `update --help`, `pdm/cli/commands/lock.py`, `pdm/cli/hooks.py`.
 */
import { textAt } from '../../gates/tree.ts';
import type { Declaration } from '../../locks/declarations.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { declarationsOf, groupOf } from '../../locks/pdm/declarations.ts';
import { pdm as format } from '../../locks/pdm/index.ts';
import { settingsFiles } from '../../locks/pdm/settings.ts';
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { allows, shownManifest } from './pdm-manifest.ts';
import { calls, type LockTool, type Setting, type ToolCommand } from './types.ts';

/** The first that has `--exclude-newer`. */
const FIRST_WITH_NEWEST = '2.13.0';

export const pdm: LockTool = {
  name: 'pdm',
  program: 'pdm',
  title: 'PDM',
  // A pylock.toml is PDM's own lock because its settings say so.
  files: ({ project: { directory } }) => settingsFiles(directory),
  calls: (request, setting) => calls(PDM_ENVIRONMENT, ...commands(named(request), setting)),
  bindsNewest(request, setting) {
    const { upgrades, ...rest } = named(request);
    if (upgrades !== 'none' && upgrades !== 'all') {
      return shownManifest({ ...rest, upgrades }, setting).isBound;
    }
    const isFree = upgrades === 'all' || !hasLock(request);
    return isFree && isAtLeast(setting.version, FIRST_WITH_NEWEST);
  },
};

export const PDM_ENVIRONMENT: Readonly<Record<string, string>> = {
  // `.pdm-python` names a program to run.
  PDM_IGNORE_SAVED_PYTHON: '1',
  PDM_USE_VENV: 'false',
  PDM_CHECK_UPDATE: 'false',
  PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
};

type Commands = readonly [ToolCommand, ...ToolCommand[]];

function commands(request: RelockRequest, setting: Setting): Commands {
  const { upgrades, newest } = request;
  const { manifest, directory: cwd } = request.project;
  const command = (...args: readonly string[]) => ({ args: [...args, '--skip', ':all'], cwd });
  const cutOff =
    newest !== undefined && pdm.bindsNewest(request, setting) ? ['--exclude-newer', newest] : [];
  if (upgrades === 'none') return [command('lock', '--update-reuse', ...cutOff)];
  if (upgrades === 'all') return [command('lock', ...cutOff)];
  const [first, ...others] = updates(request).map((words) => command(...words));
  const updating: Commands = [first ?? command('update'), ...others];
  const real = textAt(request.tree, manifest) ?? '';
  const { text: shown } = shownManifest(request, setting);
  if (shown === real) return updating;
  return [
    { ...updating[0], files: { [manifest]: shown } },
    ...others,
    { ...command('lock', '--update-reuse'), files: { [manifest]: real } },
  ];
}

/** One call for each group of the manifest: PDM looks for the names in no other. */
function updates(request: RelockRequest): readonly (readonly string[])[] {
  const { upgrades } = request;
  if (upgrades === 'none' || upgrades === 'all') return [];
  const groups = Map.groupBy(upgrades, ({ name }) => groupWith(name, request));
  return [...groups].map(([group, members]) => [
    ...['update', '--no-sync', '--update-reuse'],
    ...(group === 'default' ? [] : ['--group', group]),
    ...members.map(({ name }) => name),
  ]);
}

/** What no group asks for PDM finds by itself. */
function groupWith(name: string, request: RelockRequest): string {
  const groups = declared(request).flatMap((one) => (one.name === name ? [groupOf(one)] : []));
  return groups.includes('default') ? 'default' : (groups[0] ?? 'default');
}

/**
 * To keep everything and have a cut-off for what is new, `update` is given a package that stays: any
 * is as good as another.
 */
function named(request: RelockRequest): RelockRequest {
  const { upgrades, newest, project, tree } = request;
  if (upgrades !== 'none' || newest === undefined) return request;
  const packages = Map.groupBy(format.model(project, tree)?.packages ?? [], ({ name }) => name);
  for (const { name, constraints } of declared(request)) {
    const [locked, ...others] = packages.get(name) ?? [];
    if (locked === undefined || others.length > 0 || locked.source.kind !== 'registry') continue;
    const { version } = locked;
    if (constraints.every((one) => allows(one, version))) {
      return { ...request, upgrades: [{ name, version }] };
    }
  }
  return request;
}

function declared({ project, tree }: RelockRequest): readonly Declaration[] {
  const manifest = tomlDocument(tree, project.manifest);
  return manifest.kind === 'document' ? declarationsOf(manifest.value) : [];
}

function hasLock({ project, tree }: RelockRequest): boolean {
  return tree.files.has(project.lock);
}
