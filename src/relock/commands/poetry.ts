/**
 * `poetry lock` and `poetry update --lock`, which takes names and chooses the versions itself. For
 * an exact one Poetry is shown a manifest with that pin, and then, to write down the real one, that
 * one: what is locked and fits stays.
 * Source: Poetry 2.5 `lock --help`, `update --help`; https://python-poetry.org/docs/configuration/
 */
import { textAt } from '../../gates/tree.ts';
import { type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { admits } from '../../locks/poetry/constraints.ts';
import { declarationsOf } from '../../locks/poetry/declarations.ts';
import { isTable, stringAt, stringsOf, tablesAt } from '../../locks/values.ts';
import { normalizeName } from '../../python/names.ts';
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { pinnedManifest } from './pins.ts';
import { calls, type LockTool } from './types.ts';

/** The first that has `solver.min-release-age`. */
const FIRST_WITH_AGE = '2.4.0';
/** The first that has groups. */
const FIRST_WITH_GROUPS = '1.2.0';

export const poetry: LockTool = {
  name: 'poetry',
  program: 'poetry',
  title: 'Poetry',
  files: () => [],
  calls: (request, { version }) => {
    const { manifest, directory: cwd } = request.project;
    const command = (words: readonly string[]) => {
      return { args: ['--no-plugins', '--no-interaction', ...words], cwd };
    };
    const first = command(words(request, version));
    const real = textAt(request.tree, manifest) ?? '';
    const shown = shownManifest(request, version);
    if (shown === real) return calls(environment(request), first);
    return calls(
      environment(request),
      { ...first, files: { [manifest]: shown } },
      { ...command(keeping(version)), files: { [manifest]: real } },
    );
  },
  bindsNewest: (_, { version }) => isAtLeast(version, FIRST_WITH_AGE),
};

function words({ upgrades }: RelockRequest, version: string): readonly string[] {
  if (upgrades === 'none') return keeping(version);
  if (upgrades === 'all') return ['update', '--lock'];
  return ['update', '--lock', '--', ...upgrades.map(({ name }) => name)];
}

/** Before 2.0 a plain `lock` moved everything. */
function keeping(version: string): readonly string[] {
  return isAtLeast(version, '2.0.0') ? ['lock'] : ['lock', '--no-update'];
}

function shownManifest(request: RelockRequest, version: string): string {
  return pinnedManifest(request, {
    declarations: declarationsOf,
    admits: (constraint, one) => admits(constraint, one) === true,
    added(pins, { length: end }) {
      const markers = lockedMarkers(request);
      const lines = pins.flatMap(({ name, version: pinned }) => {
        const marker = markers.get(name);
        if (marker === undefined || !isAtLeast(version, FIRST_WITH_GROUPS)) return [];
        const where = marker === '' ? '' : `, markers = ${JSON.stringify(marker)}`;
        return [`${name} = { version = "==${pinned}"${where} }\n`];
      });
      if (lines.length === 0) return [];
      return [{ start: end, end, text: `\n\n[${OWN_GROUP}]\n${lines.join('')}` }];
    },
  });
}

/** Of what other packages pull in; it is gone once Poetry has seen the real manifest. */
const OWN_GROUP = 'tool.poetry.group.lockkeeper.dependencies';

/** Where the packages that are locked once are needed; empty for everywhere, and before lock 2.1. */
function lockedMarkers({ project, tree }: RelockRequest): ReadonlyMap<string, string> {
  const lock = tomlDocument(tree, project.lock);
  if (lock.kind !== 'document') return new Map();
  const packages = tablesAt(lock.value, 'package');
  const byName = Map.groupBy(packages, (table) => normalizeName(stringAt(table, 'name') ?? ''));
  return new Map(
    [...byName].flatMap(([name, [table = {}, ...others]]) =>
      others.length === 0 ? [[name, markerOf(table)] as const] : [],
    ),
  );
}

/** One for all groups, or one for each group that has any. */
function markerOf({ markers, groups }: TomlTable): string {
  if (typeof markers === 'string') return markers;
  if (!isTable(markers)) return '';
  const all = stringsOf(groups).map((group) => stringAt(markers, group) ?? '');
  return all.includes('') ? '' : all.map((one) => `(${one})`).join(' or ');
}

function environment({ newest }: RelockRequest): Readonly<Record<string, string>> {
  return {
    POETRY_KEYRING_ENABLED: 'false',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    // Poetry locks in no Python that the project does not accept, and takes another one so only.
    POETRY_VIRTUALENVS_CREATE: 'true',
    POETRY_VIRTUALENVS_OPTIONS_NO_PIP: 'true',
    POETRY_NO_INTERACTION: '1',
    ...(newest === undefined
      ? {}
      : { POETRY_SOLVER_MIN_RELEASE_AGE: `${daysSince(newest, Date.now())}` }),
  };
}

/** Poetry counts whole days. */
function daysSince(instant: string, now: number): number {
  return Math.max(0, Math.ceil((now - Date.parse(instant)) / 86_400_000));
}
