/** Package indexes and options of PyPI packages. Source: pixi `satisfiability/environment.rs`. */
import { booleanAt, isTable, stringAt, stringsAt, tableAt } from '../values.ts';
import type { Findings } from './findings.ts';
import type { LockedEnvironment, PixiLock } from './lock-file.ts';
import { groupedFeatures, type PixiEnvironment, type PixiManifest } from './manifest.ts';

/** Only for environments that ask for PyPI packages. */
export function compareIndexes(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  lock: PixiLock,
  locked: LockedEnvironment,
  defaultIndex: string,
  found: Findings,
): void {
  const tables = groupedFeatures(manifest, environment).map(({ table, key }) => ({ table, key }));
  const owners = [...tables, { table: manifest.workspace, key: manifest.workspaceKey }].filter(
    ({ table }) => isTable(table['pypi-options']),
  );
  const options = owners.map(({ table }) => tableAt(table, 'pypi-options'));
  const primary = options.map((one) => stringAt(one, 'index-url')).find((url) => url !== undefined);
  const extras = options
    .map((one) => stringsAt(one, 'extra-index-urls'))
    .filter(({ length }) => length > 0);
  const [owner] = owners;
  const key = owner === undefined ? manifest.workspaceKey : [...owner.key, 'pypi-options'];
  const expected = [...new Set([primary ?? defaultIndex, ...extras.flat()])].map(normalUrl);
  const then = stringsAt(locked.table, 'indexes').map(normalUrl);
  const hasPypi = locked.platforms.some(({ records }) =>
    records.some(({ kind }) => kind === 'pypi'),
  );
  const isRecorded = Object.hasOwn(locked.table, 'indexes');
  // Several features with extra indexes are merged in an order of their own.
  const isSame =
    extras.length > 1 ? sameSet(expected, then) : expected.join(' ') === then.join(' ');
  if (isRecorded ? !isSame : hasPypi && lock.version >= 5) {
    found.setting(`indexes of ${environment.name}`, expected.join(', '), then.join(', '), key, [
      ...locked.key,
      'indexes',
    ]);
  }
  if (options.some((one) => booleanAt(one, 'no-build') === true)) checkNoBuild(locked, found);
}

function normalUrl(text: string): string {
  return URL.canParse(text) ? new URL(text).href : text;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join(' ') === [...b].sort().join(' ');
}

/** Under `no-build` nothing but wheels may be locked; folders may be editable. */
function checkNoBuild({ name, platforms }: LockedEnvironment, found: Findings): void {
  for (const record of platforms.flatMap(({ records }) => records)) {
    if (record.kind !== 'pypi' || /\.whl(?:[?#]|$)/.test(record.location)) continue;
    if (record.isSource && record.source.kind === 'path') continue;
    found.stale({
      reason: {
        kind: 'setting-changed',
        setting: `no-build of ${name}`,
        manifest: 'true',
        lock: record.location,
      },
      at: record.at,
    });
  }
}
