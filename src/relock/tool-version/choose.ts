/**
 * Which version of its tool a repository's lock is made with. A newer one than the lock's writer
 * rewrites entries that nobody touched, an older one cannot read it; so the repository's own word
 * counts before what happens to be installed.
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { fileIn } from '../../locks/paths.ts';
import { pythonOf } from '../../locks/requirements/header.ts';
import type { LockProject } from '../../locks/types.ts';
import { stringAt, tableAt } from '../../locks/values.ts';
import type { Minor } from '../../python/minors.ts';
import { contains, parseSpecifiers, type SpecifierSet } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { ToolName } from '../types.ts';
import { toolPins } from './sources.ts';

export type ToolChoice = {
  readonly tool: ToolName;
  readonly because: string;
  /** In which it has to run: pip-compile locks for its own, and for no other. */
  readonly python: Minor | 'any';
} & (
  | { readonly kind: 'exact'; readonly version: string }
  /** Any that fits; `>=0.5,<0.6` in PEP 440's syntax, empty where nothing is said. */
  | { readonly kind: 'range'; readonly specifiers: string }
);

interface Requirement {
  readonly specifiers: string;
  readonly at: string;
}

/** `tool` is what makes this project's lock. Needs the texts of `toolPinPaths` and of the project. */
export function chooseVersion(tree: Tree, project: LockProject, tool: ToolName): ToolChoice {
  const python = pythonFor(tree, project, tool);
  const required = requirement(tree, project, tool);
  const fits = fitting(required);
  for (const { version, at } of [...writers(tree, project, tool), ...toolPins(tree, tool)]) {
    if (fits(version)) return { kind: 'exact', tool, version, because: `${at} names it`, python };
  }
  if (required !== undefined) {
    const because = `${required.at} asks for \`${required.specifiers}\``;
    return { kind: 'range', tool, specifiers: required.specifiers, because, python };
  }
  const because = 'the repository names no version';
  return { kind: 'range', tool, specifiers: generation(tree, project, tool), because, python };
}

function pythonFor(tree: Tree, { lock }: LockProject, tool: ToolName): ToolChoice['python'] {
  if (tool !== 'pip-tools') return 'any';
  const recorded = pythonOf(textAt(tree, lock) ?? '');
  return recorded === 'unknown' ? 'any' : recorded;
}

function fitting(required: Requirement | undefined): (version: string) => boolean {
  const set: SpecifierSet | undefined = parseSpecifiers(required?.specifiers ?? '');
  return (text) => {
    const version = parseVersion(text);
    if (version === undefined) return false;
    return required === undefined || set === undefined || contains(set, version);
  };
}

/** What the tool itself insists on: it refuses to run in any other version. */
function requirement(
  tree: Tree,
  { directory, manifest }: LockProject,
  tool: ToolName,
): Requirement | undefined {
  for (const { path, tables, key } of requirementPlaces(directory, manifest, tool)) {
    const document = tomlDocument(tree, path);
    if (document.kind !== 'document') continue;
    const text = stringAt(tables.reduce(tableAt, document.value), key);
    if (text === undefined) continue;
    const specifiers = /^\d/.test(text) ? `==${text}` : text;
    if (parseSpecifiers(specifiers) !== undefined) return { specifiers, at: path };
  }
  return undefined;
}

function requirementPlaces(directory: string, manifest: string, tool: ToolName) {
  if (tool === 'poetry') {
    return [{ path: manifest, tables: ['tool', 'poetry'], key: 'requires-poetry' }];
  }
  if (tool !== 'uv') return [];
  const key = 'required-version';
  // A `uv.toml` takes the place of `[tool.uv]`.
  return [
    { path: fileIn(directory, 'uv.toml'), tables: [], key },
    { path: fileIn(directory, 'pyproject.toml'), tables: ['tool', 'uv'], key },
  ];
}

/** Poetry writes its version into the first line; the others write none. */
function writers(tree: Tree, { lock }: LockProject, tool: ToolName) {
  if (tool !== 'poetry') return [];
  const first = /^#.*\bby Poetry (\d+(?:\.\d+)+)/.exec(textAt(tree, lock)?.slice(0, 200) ?? '');
  return first?.[1] === undefined ? [] : [{ version: first[1], at: `${lock}:1` }];
}

/** The newest releases that still write the lock's own format. */
function generation(tree: Tree, { lock }: LockProject, tool: ToolName): string {
  const document = tomlDocument(tree, lock);
  if (document.kind !== 'document') return '';
  const metadata = tableAt(document.value, 'metadata');
  const generations: Readonly<Record<string, string>> =
    tool === 'poetry' ? POETRY : tool === 'pdm' ? PDM : {};
  const format = stringAt(metadata, tool === 'poetry' ? 'lock-version' : 'lock_version') ?? '';
  return Object.hasOwn(generations, format) ? (generations[format] ?? '') : '';
}

/** `lock-version`; the sources of Poetry (`Locker._VERSION`). */
const POETRY: Readonly<Record<string, string>> = {
  '1.1': '>=1.1,<1.3',
  '2.0': '>=1.3,<2',
};

/** `lock_version`; the sources of PDM (`Lockfile.spec_version`). */
const PDM: Readonly<Record<string, string>> = {
  '4.4': '>=2.8,<2.16',
  '4.4.1': '>=2.8,<2.16',
};
