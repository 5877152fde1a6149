/**
 * What makes a file no lock of PEP 751, so that installers refuse it.
 * Source: https://packaging.python.org/en/latest/specifications/pylock-toml/, `packaging/pylock.py`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { parseMarker } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, RefusedReason } from '../types.ts';
import { isSameVersion } from '../uv/versions.ts';
import { isStringArray, isTable, stringAt } from '../values.ts';
import { artifactName, parseSdistName, parseWheelName } from './artifacts.ts';

interface Mistake {
  readonly key: TomlPath;
  readonly message: string;
}

/** The first thing that an installer refuses. Throws `MarkerTooComplex`. */
export function refusalOf(path: string, table: TomlTable): Located<RefusedReason> | undefined {
  const version = parseVersion(stringAt(table, 'lock-version') ?? '');
  if (version !== undefined && (version.epoch !== 0 || version.release[0] !== 1)) {
    const found = stringAt(table, 'lock-version') ?? '';
    return {
      reason: { kind: 'unknown-version', found, known: '1.x' },
      at: { path, key: ['lock-version'] },
    };
  }
  for (const { key, message } of mistakes(table)) {
    return { reason: { kind: 'lock-inconsistent', message }, at: { path, key } };
  }
  return undefined;
}

function* mistakes(table: TomlTable): Generator<Mistake> {
  if (parseVersion(stringAt(table, 'lock-version') ?? '') === undefined) {
    yield { key: ['lock-version'], message: '`lock-version` is missing or no version' };
  }
  if (stringAt(table, 'created-by') === undefined) {
    yield { key: ['created-by'], message: '`created-by` is missing' };
  }
  yield* wrongTypes(table, TOP_LEVEL, [], 'the file');
  const { packages } = table;
  if (!Array.isArray(packages)) {
    yield { key: ['packages'], message: '`packages` is missing, or no array of tables' };
    return;
  }
  for (const [index, item] of packages.entries()) yield* packageMistakes(item, ['packages', index]);
}

type Check = (value: unknown) => boolean;
const isString: Check = (value) => typeof value === 'string';
const isMarker: Check = (value) =>
  typeof value === 'string' && parseMarker(value) !== undefined && value.trim() !== '';
const isSpecifiers: Check = (value) =>
  typeof value === 'string' && parseSpecifiers(value) !== undefined;
const isVersion: Check = (value) => typeof value === 'string' && parseVersion(value) !== undefined;
const isTables: Check = (value) => Array.isArray(value) && value.every(isTable);
const isNormalized = (value: unknown) => typeof value === 'string' && isNormalName(value);

/** Optional keys with what their values have to be. */
type Shape = Readonly<Record<string, readonly [Check, string]>>;

const TOP_LEVEL: Shape = {
  environments: [(value) => Array.isArray(value) && value.every(isMarker), 'an array of markers'],
  'requires-python': [isSpecifiers, 'a list of version specifiers'],
  extras: [
    (value) => Array.isArray(value) && value.every(isNormalized),
    'an array of normalised names',
  ],
  'dependency-groups': [isStringArray, 'an array of names'],
  'default-groups': [isStringArray, 'an array of names'],
  tool: [isTable, 'a table'],
};

const PACKAGE: Shape = {
  version: [isVersion, 'a version'],
  marker: [isMarker, 'a marker'],
  'requires-python': [isSpecifiers, 'a list of version specifiers'],
  dependencies: [isTables, 'an array of tables'],
  index: [isString, 'a string'],
  vcs: [isTable, 'a table'],
  directory: [isTable, 'a table'],
  archive: [isTable, 'a table'],
  sdist: [isTable, 'a table'],
  wheels: [isTables, 'an array of tables'],
  tool: [isTable, 'a table'],
};

function* wrongTypes(
  table: TomlTable,
  shape: Shape,
  at: TomlPath,
  whose: string,
): Generator<Mistake> {
  for (const [key, [isRight, what]] of Object.entries(shape)) {
    if (!Object.hasOwn(table, key) || isRight(table[key])) continue;
    yield { key: [...at, key], message: `\`${key}\` of ${whose} is not ${what}` };
  }
}

function isNormalName(name: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name) && normalizeName(name) === name;
}

function* packageMistakes(item: unknown, at: TomlPath): Generator<Mistake> {
  if (!isTable(item)) {
    yield { key: at, message: 'a package is not a table' };
    return;
  }
  const name = stringAt(item, 'name');
  if (name === undefined) {
    yield { key: at, message: 'a package has no `name`' };
    return;
  }
  if (!isNormalName(name)) {
    yield {
      key: [...at, 'name'],
      message: `\`${name}\` is not normalised: \`${normalizeName(name)}\``,
    };
  }
  yield* wrongTypes(item, PACKAGE, at, `\`${name}\``);
  yield* sourceMistakes(item, name, at);
  yield* fileMistakes(item, name, at);
}

/** Files of an index, or one of vcs, directory and archive: never both, never none. */
function* sourceMistakes(item: TomlTable, name: string, at: TomlPath): Generator<Mistake> {
  const { wheels } = item;
  const hasFiles = Object.hasOwn(item, 'sdist') || (Array.isArray(wheels) && wheels.length > 0);
  const direct = ['vcs', 'directory', 'archive'].filter((key) => Object.hasOwn(item, key));
  if (hasFiles && direct.length > 0) {
    yield {
      key: at,
      message: `\`${name}\` has files of an index and \`${direct.join('`, `')}\` too`,
    };
  } else if (!hasFiles && direct.length !== 1) {
    const has = direct.length === 0 ? 'nothing to install from' : 'several places to install from';
    yield { key: at, message: `\`${name}\` has ${has}` };
  }
  const { vcs, directory } = item;
  if (isTable(vcs) && [vcs.type, vcs['commit-id']].some((value) => typeof value !== 'string')) {
    yield {
      key: [...at, 'vcs'],
      message: `\`vcs\` of \`${name}\` needs \`type\` and \`commit-id\``,
    };
  }
  if (isTable(directory) && typeof directory.path !== 'string') {
    yield { key: [...at, 'directory'], message: `\`directory\` of \`${name}\` needs a \`path\`` };
  }
}

function* fileMistakes(item: TomlTable, name: string, at: TomlPath): Generator<Mistake> {
  const { archive, sdist, wheels } = item;
  if (isTable(archive)) yield* hashMistakes(archive, name, [...at, 'archive']);
  if (isTable(sdist)) {
    yield* hashMistakes(sdist, name, [...at, 'sdist']);
    yield* nameMistakes(item, name, sdist, parseSdistName, [...at, 'sdist']);
  }
  for (const [index, wheel] of (Array.isArray(wheels) ? wheels : []).entries()) {
    if (!isTable(wheel)) continue;
    const key = [...at, 'wheels', index];
    yield* hashMistakes(wheel, name, key);
    yield* nameMistakes(item, name, wheel, parseWheelName, key);
  }
}

function* hashMistakes(file: TomlTable, name: string, key: TomlPath): Generator<Mistake> {
  const { hashes } = file;
  const digests = isTable(hashes) ? Object.values(hashes) : [];
  if (digests.length === 0 || !digests.every(isString)) {
    yield { key, message: `a file of \`${name}\` has no \`hashes\`` };
  }
  if (stringAt(file, 'url') === undefined && stringAt(file, 'path') === undefined) {
    yield { key, message: `a file of \`${name}\` has neither \`url\` nor \`path\`` };
  }
}

function* nameMistakes(
  item: TomlTable,
  name: string,
  file: TomlTable,
  parse: typeof parseWheelName,
  key: TomlPath,
): Generator<Mistake> {
  const written = artifactName(file) ?? '';
  const parsed = parse(written);
  const version = stringAt(item, 'version');
  if (parsed === undefined) {
    yield { key, message: `\`${written}\` is no name of a wheel or source distribution` };
  } else if (parsed.name !== name) {
    yield { key, message: `\`${name}\` has a file of another package: \`${written}\`` };
  } else if (version !== undefined && !isSameVersion(parsed.version, version)) {
    yield { key, message: `\`${name} ${version}\` has a file of another version: \`${written}\`` };
  }
}
