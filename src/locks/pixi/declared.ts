/** What an environment asks for on a platform: conda specs and PyPI requirements. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../values.ts';
import type { Feature, PixiEnvironment, PixiManifest, PixiPlatform } from './manifest.ts';
import { supports, targets } from './manifest.ts';

export interface PixiSpec {
  readonly name: string;
  /** Version spec of conda or of PEP 440; empty for any version. */
  readonly version: string;
  /** As a reader knows it. */
  readonly text: string;
  readonly extras: readonly string[];
  /** Holds under a condition that files do not decide. */
  readonly isConditional: boolean;
  /** PEP 508, empty for everywhere; PyPI only. */
  readonly marker: string;
  /** The index that it has to come from; PyPI only. */
  readonly index: string | undefined;
  /** Built from a path, git or URL: the version is not chosen by a spec. */
  readonly isSource: boolean;
  readonly key: TomlPath;
  readonly section: string;
}

export interface Declared {
  readonly conda: readonly PixiSpec[];
  readonly pypi: readonly PixiSpec[];
  /** Names whose requirements are replaced everywhere. */
  readonly overridden: ReadonlySet<string>;
  /** Selectors that are not understood: nothing can be called unused. */
  readonly isComplete: boolean;
}

const CONDA_TABLES = ['dependencies', 'host-dependencies', 'build-dependencies'];

export function declaredBy(
  manifest: PixiManifest,
  environment: PixiEnvironment,
  platform: PixiPlatform,
): Declared {
  const conda: PixiSpec[] = [];
  const pypi: PixiSpec[] = [];
  const overridden = new Set<string>();
  let isComplete = true;
  for (const feature of environment.features) {
    if (!supports(feature, platform)) continue;
    const { tables, isWhole } = tablesOf(feature, platform);
    // `[dev]` brings in what local sources need.
    const hasDev = tables.some(({ table }) => Object.hasOwn(table, 'dev'));
    isComplete &&= isWhole && !hasDev;
    const own = tables.flatMap(({ table, key }) => specs(table, key, CONDA_TABLES));
    conda.push(...own);
    pypi.push(...tables.flatMap(({ table, key }) => specs(table, key, ['pypi-dependencies'])));
    pypi.push(...pyprojectSpecs(manifest, feature));
    conda.push(...pythonSpec(manifest, feature, own));
  }
  const options = [...environment.features.map(({ table }) => table), manifest.workspace];
  for (const table of options) {
    const overrides = tableAt(tableAt(table, 'pypi-options'), 'dependency-overrides');
    for (const name of Object.keys(overrides)) overridden.add(normalizeName(name));
  }
  return { conda, pypi, overridden, isComplete };
}

interface Owned {
  readonly table: TomlTable;
  readonly key: TomlPath;
}

/** The feature's own tables and those of the targets that fit; a target's entry replaces. */
function tablesOf(
  { table, key }: Feature,
  platform: PixiPlatform,
): { tables: readonly Owned[]; isWhole: boolean } {
  const all = tableAt(table, 'target');
  const answers = Object.keys(all).map((selector) => ({
    selector,
    fits: targets(selector, platform),
  }));
  const fitting = answers
    .filter(({ fits }) => fits === true)
    .map(({ selector }) => ({ table: tableAt(all, selector), key: [...key, 'target', selector] }));
  const own = fitting.reduce((rest, target) => withoutReplaced(rest, target.table), table);
  return {
    tables: [{ table: own, key }, ...fitting],
    isWhole: answers.every(({ fits }) => fits !== undefined),
  };
}

function withoutReplaced(table: TomlTable, target: TomlTable): TomlTable {
  const kept: Record<string, unknown> = Object.hasOwn(table, 'dev') ? { dev: table.dev } : {};
  for (const section of [...CONDA_TABLES, 'pypi-dependencies']) {
    const replaced = tableAt(target, section);
    const entries = Object.entries(tableAt(table, section));
    kept[section] = Object.fromEntries(entries.filter(([name]) => !Object.hasOwn(replaced, name)));
  }
  return kept;
}

function specs(table: TomlTable, key: TomlPath, sections: readonly string[]): readonly PixiSpec[] {
  return sections.flatMap((section) => {
    const entries = tableAt(table, section);
    const isPypi = section === 'pypi-dependencies';
    return Object.keys(entries).map((name) => {
      const at = [...key, section, name];
      return specOf(isPypi ? normalizeName(name) : name.toLowerCase(), entries[name], at);
    });
  });
}

const SOURCES = ['path', 'git', 'url'];

function specOf(name: string, value: unknown, key: TomlPath): PixiSpec {
  const table = isTable(value) ? value : {};
  const version = typeof value === 'string' ? value : (stringAt(table, 'version') ?? '');
  const source = SOURCES.map((kind) => stringAt(table, kind)).find((text) => text !== undefined);
  return {
    name,
    version: version === '*' ? '' : version,
    text: source ?? version,
    extras: arrayAt(table, 'extras').flatMap((extra) =>
      typeof extra === 'string' ? [normalizeName(extra)] : [],
    ),
    isConditional: Object.hasOwn(table, 'when'),
    marker: stringAt(table, 'env-markers') ?? '',
    index: stringAt(table, 'index'),
    isSource: source !== undefined,
    key,
    section: key.slice(0, -1).join('.'),
  };
}

/** `[project] dependencies` belong to the default feature, extras and groups to theirs. */
function pyprojectSpecs({ pyproject }: PixiManifest, feature: Feature): readonly PixiSpec[] {
  const project = tableAt(pyproject, 'project');
  if (feature.name === 'default') {
    return requirements(arrayAt(project, 'dependencies'), ['project', 'dependencies']);
  }
  const lists: Owned[] = [
    { table: tableAt(project, 'optional-dependencies'), key: ['project', 'optional-dependencies'] },
    { table: tableAt(pyproject, 'dependency-groups'), key: ['dependency-groups'] },
  ];
  return lists.flatMap(({ table, key }) =>
    Object.keys(table)
      .filter((name) => normalizeName(name) === normalizeName(feature.name))
      .flatMap((name) => requirements(arrayAt(table, name), [...key, name])),
  );
}

/** Throws `MarkerTooComplex`. */
function requirements(list: readonly unknown[], key: TomlPath): readonly PixiSpec[] {
  return list.flatMap((item, index): readonly PixiSpec[] => {
    const requirement = typeof item === 'string' ? parseRequirement(item) : undefined;
    if (requirement === undefined) return [];
    const { name, extras, written, url } = requirement;
    return [
      {
        name,
        version: written.specifiers,
        text: url ?? written.specifiers,
        extras,
        isConditional: false,
        marker: written.marker,
        index: undefined,
        isSource: url !== undefined,
        key: [...key, index],
        section: key.join('.'),
      },
    ];
  });
}

/** `requires-python` is the conda spec of Python where the manifest has no other. */
function pythonSpec(
  { pyproject }: PixiManifest,
  { name }: Feature,
  own: readonly PixiSpec[],
): readonly PixiSpec[] {
  const project = tableAt(pyproject, 'project');
  const isThere = Object.keys(project).length > 0 && name === 'default';
  if (!isThere || own.some((spec) => spec.name === 'python')) return [];
  const version = stringAt(project, 'requires-python') ?? '';
  return [specOf('python', version, ['project', 'requires-python'])];
}
