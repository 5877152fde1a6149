/** `override-dependencies` of the root: for all packages, or for those of one parent. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isStringArray, isTable, stringAt, tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { compareRequirements } from './compare-requirements.ts';
import type { Declaration } from './declaration.ts';
import { lockedDeclaration, lockedDeclarations } from './locked-declarations.ts';
import { lower } from './lowering.ts';
import type { Entry } from './manifest.ts';
import type { ManifestFilter } from './manifest-filter.ts';
import { writtenElsewhere } from './project-metadata.ts';
import { refuseManifest } from './refusal.ts';
import { staleSetting } from './report.ts';
import { rootScope } from './root.ts';
import { topLevelExtra } from './top-level-extra.ts';

export interface Override {
  /** `name version` of the package whose dependencies it replaces; empty for all. */
  readonly scope: string;
  readonly scopeName: string | undefined;
  readonly declarations: readonly Declaration[];
}

/** Reads and lowers `override-dependencies`; throws a `Refusal` for what uv refuses. */
export function declaredOverrides(
  check: Pick<Check, 'files' | 'settings' | 'workspace'>,
): readonly Override[] {
  const { manifest } = check.workspace;
  const key = 'override-dependencies';
  const base: TomlPath = ['tool', 'uv', key];
  const scope = rootScope(check);
  const declare = (text: string, place: TomlPath): readonly Declaration[] => {
    const entry: Entry = { text, key: place };
    const written = writtenElsewhere(manifest, entry, `tool.uv.${key}`);
    return lower(scope, written, topLevelExtra(written.marker), undefined);
  };
  const value = manifest.uv[key];
  if (value !== undefined && !Array.isArray(value)) {
    throw refuseManifest(manifest.path, base, `\`${key}\` has to be an array`);
  }
  return (value ?? []).map((item: unknown, index: number) => {
    const place = [...base, index];
    if (typeof item === 'string') {
      return { scope: '', scopeName: undefined, declarations: declare(item, place) };
    }
    const target = isTable(item) ? tableAt(item, 'package') : {};
    const name = stringAt(target, 'name');
    if (!isTable(item) || name === undefined || !isStringArray(item.dependencies)) {
      throw refuseManifest(
        manifest.path,
        place,
        'an override is neither a requirement nor a table',
      );
    }
    const declarations = item.dependencies.flatMap((text, position) =>
      declare(text, [...place, 'dependencies', position]),
    );
    return { scope: scopeText(target), scopeName: normalizeName(name), declarations };
  });
}

export function scopeText(target: TomlTable): string {
  const version = stringAt(target, 'version') ?? '';
  return `${normalizeName(stringAt(target, 'name') ?? '')} ${version}`.trim();
}

export function compareOverrides(
  check: Check,
  declared: readonly Override[],
  filter: ManifestFilter,
): void {
  const { lock } = check;
  const expected = new Map<string, Declaration[]>();
  for (const item of declared) {
    const declarations =
      item.scopeName === undefined
        ? item.declarations.filter((declaration) => filter.override(declaration.name))
        : item.declarations;
    if (item.scopeName !== undefined && !filter.scopedOverride(item.scopeName)) continue;
    expected.set(item.scope, [...(expected.get(item.scope) ?? []), ...declarations]);
  }
  const locked = new Map<string, Declaration[]>();
  for (const [index, entry] of arrayAt(lock.manifest, 'overrides').entries()) {
    if (!isTable(entry)) continue;
    const place = ['manifest', 'overrides', index];
    const target = tableAt(entry, 'package');
    const isScoped = stringAt(target, 'name') !== undefined;
    const scope = isScoped ? scopeText(target) : '';
    const declarations = isScoped
      ? lockedDeclarations(
          lock,
          arrayAt(entry, 'dependencies'),
          [...place, 'dependencies'],
          OVERRIDES,
        )
      : [lockedDeclaration(lock, entry, { path: lock.path, key: place }, OVERRIDES)];
    locked.set(scope, [...(locked.get(scope) ?? []), ...declarations]);
  }
  for (const scope of new Set([...expected.keys(), ...locked.keys()])) {
    const [left, right] = [expected.get(scope), locked.get(scope)];
    const isChange = compareRequirements(
      check.report,
      { manifest: check.workspace.manifest.path, expected: left ?? [], locked: right ?? [] },
      lock.requiresPython,
    );
    // An empty scope counts too: it hides others.
    if (isChange || scope === '' || (left === undefined) === (right === undefined)) continue;
    staleSetting(check, 'override-dependencies', left && `only ${scope}`, right && `only ${scope}`);
  }
}

const OVERRIDES = 'tool.uv.override-dependencies';
