/**
 * Which parts of the manifest a pylock.toml was made for. The format records no inputs: the file
 * says it through `extras` and `dependency-groups`, or through the command that uv writes on top.
 */
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { baseName } from '../paths.ts';
import { stringsAt, tableAt } from '../values.ts';
import type { Pylock } from './lock-file.ts';

export interface Coverage {
  /** `[project] dependencies`. */
  readonly project: boolean;
  readonly extras: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Made for every environment of `requires-python`, not only for that of one machine. */
  readonly universal: boolean;
  /** Names that were left out on purpose. */
  readonly omitted: ReadonlySet<string>;
}

/** The coverage, or why nobody can know it. */
export function coverageOf(lock: Pylock, manifest: TomlTable): Coverage | string {
  const [, command, ...words] = lock.command;
  if (command === 'export') return exported(lock, words, manifest);
  if (command === 'pip') return compiled(words.slice(1), manifest);
  const isUniversal =
    Object.hasOwn(lock.table, 'environments') || UNIVERSAL_TOOLS.has(lock.createdBy);
  const hasSelection = lock.extras.size > 0 || lock.groups.size > 0;
  if (!hasSelection && baseName(lock.path) !== 'pylock.toml' && lock.createdBy !== 'pdm') {
    return 'a lock of this name can hold any part of the dependencies, and it does not say which';
  }
  if (lock.createdBy === 'pip' && !locksProject(lock)) {
    return 'pip locked a list of requirements, and the file does not say which';
  }
  return { ...everyListed(lock), universal: isUniversal };
}

/** Their locks fit every environment that the manifest allows. */
const UNIVERSAL_TOOLS: ReadonlySet<string> = new Set(['pdm', 'poetry-plugin-export']);

function everyListed(lock: Pylock): Coverage {
  const { extras, groups } = lock;
  return { project: true, extras, groups, universal: false, omitted: new Set() };
}

/** `pip lock .` locks the project itself too. */
function locksProject(lock: Pylock): boolean {
  return lock.packages.some(
    ({ source }) => source.kind === 'path' && /^(?:\.|\.\/)?$/.test(source.location),
  );
}

/** `uv export`: the project and its default groups, unless options say otherwise. */
function exported(lock: Pylock, words: readonly string[], manifest: TomlTable): Coverage | string {
  const options = optionsOf(words);
  const other = ['package', 'project', 'directory', 'script', 'prune'].find((name) =>
    options.has(name),
  );
  if (other !== undefined) return `\`uv export --${other}\` makes it for something else`;
  const only = [
    'only-dev',
    'only-group',
    'only-emit-project',
    'only-emit-workspace',
    'only-emit-local',
  ];
  const isPart = only.some((name) => options.has(name));
  const excluded = new Set(namesOf(options, 'no-group', 'no-extra'));
  return {
    project: !isPart,
    extras: without(new Set([...lock.extras, ...extrasFor(options, manifest)]), excluded),
    groups: without(new Set([...lock.groups, ...groupsFor(options, manifest)]), excluded),
    universal: true,
    omitted: new Set(namesOf(options, 'no-emit-package', 'no-install-package')),
  };
}

function extrasFor(options: Options, manifest: TomlTable): readonly string[] {
  const all = Object.keys(tableAt(tableAt(manifest, 'project'), 'optional-dependencies'));
  return options.has('all-extras') ? all.map(normalizeName) : namesOf(options, 'extra');
}

function groupsFor(options: Options, manifest: TomlTable): readonly string[] {
  const all = Object.keys(tableAt(manifest, 'dependency-groups')).map(normalizeName);
  if (options.has('all-groups')) return all;
  const named = namesOf(options, 'group', 'only-group');
  if (options.has('only-dev')) return [...named, 'dev'];
  if (['no-default-groups', 'no-dev', 'only-group'].some((name) => options.has(name))) return named;
  return [...named, ...defaultGroups(manifest, all)];
}

function defaultGroups(manifest: TomlTable, all: readonly string[]): readonly string[] {
  const uv = tableAt(tableAt(manifest, 'tool'), 'uv');
  if (!Object.hasOwn(uv, 'default-groups')) return ['dev'];
  if (uv['default-groups'] === 'all') return all;
  return stringsAt(uv, 'default-groups').map(normalizeName);
}

/** `uv pip compile`: of this manifest only if it is named, for one machine unless told. */
function compiled(words: readonly string[], manifest: TomlTable): Coverage | string {
  const options = optionsOf(words);
  const isOwn = words.some((word) => word === 'pyproject.toml' || word === './pyproject.toml');
  if (!isOwn) return `it was made by \`uv pip compile\` from other files than pyproject.toml`;
  if (options.has('override') || options.has('overrides')) {
    return '`uv pip compile --override` replaces requirements of the manifest';
  }
  return {
    project: true,
    extras: new Set(extrasFor(options, manifest)),
    groups: new Set(namesOf(options, 'group')),
    universal: options.has('universal'),
    omitted: new Set(namesOf(options, 'no-emit-package')),
  };
}

/** Options by name, with the values that stand behind `=` or in the next word. */
type Options = ReadonlyMap<string, readonly string[]>;

function optionsOf(words: readonly string[]): Options {
  const options = new Map<string, string[]>();
  for (const [index, word] of words.entries()) {
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (name === undefined) continue;
    const list = options.get(name) ?? [];
    options.set(name, list);
    list.push(value ?? words[index + 1] ?? '');
  }
  return options;
}

function namesOf(options: Options, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => options.get(name) ?? []).map(normalizeName);
}

function without(names: ReadonlySet<string>, excluded: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !excluded.has(name)));
}
