/**
 * What the manifests of a project ask for, with a way to ask for another version. Pure: edits are
 * splices of the constraint alone, so that every other byte stays.
 */
import { type ConstraintPolicy, withVersion } from '../../edits/constraint.ts';
import { type DocumentNode, nodeAt, scalarAt } from '../../edits/nodes.ts';
import { linesOf } from '../../edits/text-lines.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { textAt } from '../../gates/tree.ts';
import type { Edit, TomlPath, Tree } from '../../gates/types.ts';
import {
  type Declaration,
  groupDeclarations,
  projectDeclarations,
  requirementDeclarations,
} from '../../locks/declarations.ts';
import { type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { baseName } from '../../locks/paths.ts';
import { declarationsOf as pdmDeclarations } from '../../locks/pdm/declarations.ts';
import { declarationsOf as pipenvDeclarations } from '../../locks/pipenv/pipfile.ts';
import { admits } from '../../locks/poetry/constraints.ts';
import { declarationsOf as poetryDeclarations } from '../../locks/poetry/declarations.ts';
import { requirementsAt } from '../../locks/requirements/inputs.ts';
import type { LockProject } from '../../locks/types.ts';
import { tableAt } from '../../locks/values.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import { type DependencyGroups, groupsOf } from '../find/dependency-groups.ts';
import { manifestsBeside } from './beside.ts';
import { setupConfigRequirements } from './setup-config.ts';

/** A package that a manifest asks for by name and version. */
export interface Asked {
  readonly name: string;
  readonly path: string;
  /** `beside`: the lock is not made from it, but has no version that it keeps out. */
  readonly role: 'input' | 'beside';
  /** What the package is installed for. */
  readonly dependencyGroups: DependencyGroups;
  /** As written; may be empty. */
  readonly constraint: string;
  admits(version: string): boolean;
  /** The edit that lets the version in; `cannot` where there is none. */
  moved(version: string, policy: ConstraintPolicy): Edit | 'cannot';
}

/** Everything that is asked for, in the order of the files. Reads only texts that are there. */
export function askedBy(
  project: LockProject,
  inputs: readonly string[],
  tree: Tree,
): readonly Asked[] {
  const paths = [...new Set([project.manifest, ...inputs])].filter((path) => path !== project.lock);
  return [
    ...paths.flatMap((path) => askedIn(path, tree, project.kind)),
    ...manifestsBeside(project, paths, tree)
      .flatMap((path) => askedIn(path, tree, 'requirements'))
      .map((one) => ({ ...one, role: 'beside' as const })),
  ];
}

/** Whether an edit has to let the version in. What contradicts the lock already is left alone. */
export function keepsOut(
  one: Asked,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  return !one.admits(to) && (one.role === 'input' || one.admits(from));
}

function askedIn(path: string, tree: Tree, kind: LockProject['kind']): readonly Asked[] {
  const name = baseName(path);
  const reader = DECLARATIONS[name === 'Pipfile' ? 'pipenv' : kind];
  if (name.endsWith('.toml') || name === 'Pipfile') return inToml(path, tree, reader);
  if (name === 'setup.cfg') return inSetupConfig(path, tree);
  return /\.(?:in|txt)$/.test(name) ? inRequirements(path, tree) : [];
}

type Declarations = (manifest: TomlTable) => readonly Declaration[];

const standard: Declarations = (manifest) => [
  ...projectDeclarations(manifest),
  ...groupDeclarations(manifest),
  ...requirementDeclarations(tableAt(tableAt(manifest, 'tool'), 'uv')['dev-dependencies'], [
    'tool',
    'uv',
    'dev-dependencies',
  ]),
];

const DECLARATIONS: Readonly<Record<LockProject['kind'], Declarations>> = {
  uv: standard,
  poetry: poetryDeclarations,
  pdm: pdmDeclarations,
  pipenv: pipenvDeclarations,
  requirements: standard,
  pylock: () => [],
  pixi: () => [],
  'conda-lock': () => [],
};

function inToml(path: string, tree: Tree, declarations: Declarations): readonly Asked[] {
  const document = tomlDocument(tree, path);
  const text = textAt(tree, path) ?? '';
  if (document.kind !== 'document') return [];
  const nodes = readTomlNodes(text);
  if (nodes.kind !== 'document') return [];
  return declarations(document.value).flatMap(({ name, key, constraints }): readonly Asked[] => {
    const [constraint, ...others] = constraints;
    const dependencyGroups = groupsOf(key);
    if (constraint === undefined) return [{ ...unconstrained(name, path), dependencyGroups }];
    const place = constraintAt(nodes.root, key, constraint);
    if (place === undefined || others.length > 0) return [];
    const isPoetry = isPoetrySyntax(key);
    return [{ ...asked({ name, path, constraint, start: place, isPoetry }), dependencyGroups }];
  });
}

/** Tables of Poetry have its own syntax, also beside `[project]`. */
function isPoetrySyntax([first, second]: TomlPath): boolean {
  return first === 'tool' && second === 'poetry';
}

/** Offset of the constraint inside the string that holds it; `undefined` where escapes stand in it. */
function constraintAt(root: DocumentNode, key: TomlPath, constraint: string): number | undefined {
  const node = nodeAt(root, ...key);
  const scalar = node?.kind === 'scalar' ? node : scalarAt(node, 'version');
  if (scalar === undefined || !scalar.isString) return undefined;
  const at = scalar.raw.indexOf(constraint);
  return at < 0 ? undefined : scalar.span[0] + at;
}

function inRequirements(path: string, tree: Tree): readonly Asked[] {
  const { requirements, header } = requirementsAt(tree, path);
  // Compiled files are locks of their own.
  if (header.some((line) => /autogenerated by/i.test(line))) return [];
  const lines = linesOf(textAt(tree, path) ?? '');
  return requirements.flatMap(({ name, specifiers, line, isLocated }): readonly Asked[] => {
    if (isLocated) return [];
    if (specifiers === '') return [unconstrained(name, path)];
    const found = lines[line - 1];
    const at = found?.text.indexOf(specifiers) ?? -1;
    if (found === undefined || at < 0) return [];
    return [
      asked({ name, path, constraint: specifiers, start: found.start + at, isPoetry: false }),
    ];
  });
}

function inSetupConfig(path: string, tree: Tree): readonly Asked[] {
  return setupConfigRequirements(textAt(tree, path) ?? '').map(({ name, constraint, start }) =>
    constraint === ''
      ? unconstrained(name, path)
      : asked({ name, path, constraint, start, isPoetry: false }),
  );
}

/** Any version will do, so there is nothing to move. */
function unconstrained(name: string, path: string): Asked {
  return {
    ...{ name, path, role: 'input', dependencyGroups: [], constraint: '' },
    admits: () => true,
    moved: () => 'cannot',
  };
}

interface Written {
  readonly name: string;
  readonly path: string;
  readonly constraint: string;
  readonly start: number;
  readonly isPoetry: boolean;
}

export function asked({ name, path, constraint, start, isPoetry }: Written): Asked {
  const allows = (text: string, version: string): boolean =>
    isPoetry ? admits(text, version) === true : within(text, version);
  return {
    name,
    path,
    role: 'input',
    dependencyGroups: [],
    constraint,
    admits: (version) => allows(constraint, version),
    moved(version, policy) {
      const text = withVersion(constraint, version, policy);
      // Whatever was written, nothing leaves here that does not admit the version.
      if (text === 'cannot' || !allows(text, version)) return 'cannot';
      return { path, start, end: start + constraint.length, text };
    },
  };
}

function within(specifiers: string, version: string): boolean {
  const [set, parsed] = [parseSpecifiers(specifiers), parseVersion(version)];
  return set !== undefined && parsed !== undefined && contains(set, parsed);
}
