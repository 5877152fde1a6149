/**
 * `environment.yml`: what it asks for on a platform.
 * Source: conda-lock `src_parser/{environment_yaml,selectors,conda_common}.py`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isTable, stringsAt } from '../values.ts';
import { parseYaml } from '../yaml-documents.ts';

export interface CondaSpec {
  readonly manager: 'conda' | 'pip';
  readonly name: string;
  /** In the manager's syntax; empty for any, or where it cannot be compared. */
  readonly version: string;
  readonly text: string;
  /** Applies to some environments only. */
  readonly isConditional: boolean;
  readonly key: TomlPath;
}

/** Selectors of each platform that conda-lock knows. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  'linux-64': ['linux64', 'unix', 'linux'],
  'linux-aarch64': ['aarch64', 'unix', 'linux'],
  'linux-ppc64le': ['ppc64le', 'unix', 'linux'],
  'osx-64': ['osx64', 'osx', 'unix'],
  'osx-arm64': ['arm64', 'osx', 'unix'],
  'win-64': ['win', 'win64'],
};

/** The requirements that hold on the platform; `undefined` when the text is no YAML any more. */
export function specsFor(text: string, platform: string): readonly CondaSpec[] | undefined {
  const document = parseYaml(selected(text, platform));
  const whole = parseYaml(text);
  if (document.kind !== 'document' || whole.kind !== 'document') return undefined;
  return dependenciesOf(document.value).map((spec) => ({
    ...spec,
    key: placeIn(whole.value, spec),
  }));
}

/** Without the lines whose selector (`# [linux]`) names another platform. */
function selected(text: string, platform: string): string {
  const known = SELECTORS[platform] ?? [];
  const lines = text.split('\n').filter((line) => {
    const hash = line.indexOf('#');
    if (hash < 0) return true;
    if (line.slice(0, hash).trim() === '') return false;
    const [, selector] = /\[([^[\]]+)\][^()[\]]*$/.exec(line.slice(hash, hash + 200)) ?? [];
    return selector === undefined || known.includes(selector);
  });
  return lines.join('\n');
}

function dependenciesOf(table: TomlTable): readonly CondaSpec[] {
  return arrayAt(table, 'dependencies').flatMap((item, index): readonly CondaSpec[] => {
    const key = ['dependencies', index];
    if (typeof item === 'string') return condaSpec(item, key);
    if (!isTable(item)) return [];
    return stringsAt(item, 'pip').flatMap((text, at) => pipSpec(text, [...key, 'pip', at]));
  });
}

/** `channel::name=1.2=build`, `name >=1.2`; a lone `=` means "begins with". */
function condaSpec(text: string, key: TomlPath): readonly CondaSpec[] {
  const [, name, rest = ''] =
    /^(?:[^\s[\]]*::)?([A-Za-z0-9_][\w.-]*)(.*)$/s.exec(text.trim()) ?? [];
  if (name === undefined) return [];
  const isPlain = !/[[\]]/.test(rest);
  // Version and build are separated by a blank, or by a second `=`.
  const [version = ''] = rest
    .trim()
    .replaceAll(/([<>=!~,|]) +/g, '$1')
    .split(' ');
  const build = /^(=?[^=<>!~]+)=[^=]+$/.exec(version)?.[1];
  return [
    {
      manager: 'conda',
      name: name.toLowerCase(),
      version: isPlain ? (build ?? version) : '',
      text,
      isConditional: false,
      key,
    },
  ];
}

/** Editable requirements and options are left out, as conda-lock does. Throws `MarkerTooComplex`. */
function pipSpec(text: string, key: TomlPath): readonly CondaSpec[] {
  const requirement = text.startsWith('-')
    ? undefined
    : parseRequirement(text.replace(/\s#.*$/, ''));
  if (requirement === undefined) return [];
  const { name, written } = requirement;
  return [
    {
      manager: 'pip',
      name: normalizeName(name),
      version: written.specifiers,
      text,
      isConditional: written.marker !== '',
      key,
    },
  ];
}

/** Where the requirement stands in the file with all its lines. */
function placeIn(table: TomlTable, { text, manager }: CondaSpec): TomlPath {
  for (const [index, item] of arrayAt(table, 'dependencies').entries()) {
    if (manager === 'conda' && item === text) return ['dependencies', index];
    const at = isTable(item) && manager === 'pip' ? stringsAt(item, 'pip').indexOf(text) : -1;
    if (at >= 0) return ['dependencies', index, 'pip', at];
  }
  return ['dependencies'];
}
