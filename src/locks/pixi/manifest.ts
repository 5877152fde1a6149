/**
 * `pixi.toml` and `[tool.pixi]` as environments made of features.
 * Source: pixi `pixi_manifest/src/toml/{manifest,environment}.rs`, `features_ext.rs`, `pyproject.rs`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, booleanAt, isTable, stringAt, stringsAt, stringsOf, tableAt } from '../values.ts';

export interface Feature {
  readonly name: string;
  readonly table: TomlTable;
  readonly key: TomlPath;
}

export interface PixiEnvironment {
  readonly name: string;
  readonly key: TomlPath;
  /** Inline content first, then as listed, the default feature last. */
  readonly features: readonly Feature[];
  readonly solveGroup: string | undefined;
  /** Features that are not defined anywhere. */
  readonly unknown: readonly string[];
}

export interface PixiPlatform {
  readonly name: string;
  readonly subdir: string;
  /** `undefined` where it asks for virtual packages that are not compared. */
  readonly cuda: string | undefined;
  readonly isPlain: boolean;
}

export interface PixiManifest {
  readonly path: string;
  /** Where the tables of pixi begin: nowhere, or `tool.pixi`. */
  readonly prefix: TomlPath;
  readonly root: TomlTable;
  /** `[project]`, `[dependency-groups]` of a pyproject.toml; empty for pixi.toml. */
  readonly pyproject: TomlTable;
  readonly workspaceKey: TomlPath;
  readonly workspace: TomlTable;
  readonly platforms: readonly PixiPlatform[];
  readonly environments: readonly PixiEnvironment[];
}

export function pixiManifest(path: string, document: TomlTable): PixiManifest {
  const isPyproject = path.endsWith('pyproject.toml');
  const prefix = isPyproject ? ['tool', 'pixi'] : [];
  const root = isPyproject ? tableAt(tableAt(document, 'tool'), 'pixi') : document;
  const name = Object.hasOwn(root, 'workspace') ? 'workspace' : 'project';
  const workspace = tableAt(root, name);
  const pyproject = isPyproject ? document : {};
  return {
    path,
    prefix,
    root,
    pyproject,
    workspaceKey: [...prefix, name],
    workspace,
    platforms: arrayAt(workspace, 'platforms').flatMap(platformOf),
    environments: environmentsOf(root, prefix, pyproject),
  };
}

function platformOf(value: unknown): readonly PixiPlatform[] {
  if (typeof value === 'string') {
    return [{ name: value, subdir: value, cuda: undefined, isPlain: true }];
  }
  if (!isTable(value)) return [];
  const subdir = stringAt(value, 'platform') ?? '';
  const known = ['name', 'platform'];
  return [
    {
      name: stringAt(value, 'name') ?? subdir,
      subdir,
      cuda: stringAt(value, 'cuda'),
      isPlain:
        Object.keys(value).every((key) => known.includes(key)) && Object.hasOwn(value, 'name'),
    },
  ];
}

function environmentsOf(
  root: TomlTable,
  prefix: TomlPath,
  pyproject: TomlTable,
): readonly PixiEnvironment[] {
  const declared = tableAt(root, 'environments');
  const names = Object.hasOwn(declared, 'default')
    ? Object.keys(declared)
    : ['default', ...Object.keys(declared)];
  const base: Feature = { name: 'default', table: root, key: prefix };
  const groups = groupNames(pyproject);
  return names.map((name): PixiEnvironment => {
    const value: unknown = declared[name];
    const key = [...prefix, 'environments', name];
    const table = isTable(value) ? value : {};
    const listed = Array.isArray(value) ? stringsOf(value) : stringsAt(table, 'features');
    const features = tableAt(root, 'feature');
    const isKnown = (feature: string) =>
      isTable(features[feature]) || groups.has(normalizeName(feature));
    const inline = { name: `environment ${name}`, table, key };
    return {
      name,
      key,
      features: [
        ...(isTable(value) ? [inline] : []),
        ...listed.map((feature) => ({
          name: feature,
          table: tableAt(features, feature),
          key: [...prefix, 'feature', feature],
        })),
        ...(booleanAt(table, 'no-default-feature') === true ? [] : [base]),
      ],
      solveGroup: stringAt(table, 'solve-group'),
      unknown: listed.filter((feature) => feature !== 'default' && !isKnown(feature)),
    };
  });
}

/** Extras and dependency groups of a pyproject.toml are features too. */
function groupNames(pyproject: TomlTable): ReadonlySet<string> {
  const optional = tableAt(tableAt(pyproject, 'project'), 'optional-dependencies');
  const groups = tableAt(pyproject, 'dependency-groups');
  return new Set([...Object.keys(optional), ...Object.keys(groups)].map(normalizeName));
}

/** The features of all environments that are solved together with this one. */
export function groupedFeatures(
  { environments }: PixiManifest,
  environment: PixiEnvironment,
): readonly Feature[] {
  const { solveGroup } = environment;
  if (solveGroup === undefined) return environment.features;
  const all = environments
    .filter((one) => one.solveGroup === solveGroup)
    .flatMap(({ features }) => features);
  const names = new Set<string>();
  return all.filter(({ name }) => !names.has(name) && names.add(name));
}

/** The platforms that all features of the environment support. */
export function platformsOf(
  { platforms }: PixiManifest,
  { features }: PixiEnvironment,
): readonly PixiPlatform[] {
  return platforms.filter((platform) => features.every((feature) => supports(feature, platform)));
}

export function supports({ name, table, key }: Feature, platform: PixiPlatform): boolean {
  const isBase = name === 'default' && key.at(-2) !== 'feature';
  if (isBase || !Object.hasOwn(table, 'platforms')) return true;
  const own = stringsAt(table, 'platforms');
  return own.includes(platform.name) || own.includes(platform.subdir);
}

/** Whether `[target.SELECTOR]` applies; `undefined` for globs. */
export function targets(selector: string, { name, subdir }: PixiPlatform): boolean | undefined {
  if (/[*?[(]/.test(selector)) return undefined;
  const family = subdir.slice(0, subdir.indexOf('-'));
  switch (selector) {
    case 'linux':
    case 'win':
      return family === selector;
    case 'osx':
    case 'macos':
      return family === 'osx';
    case 'unix':
      return family !== 'win' && family !== 'wasm' && family !== 'noarch' && family !== '';
    default:
      return selector === subdir || selector === name;
  }
}
