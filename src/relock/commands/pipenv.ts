/**
 * `pipenv upgrade --lock-only` and `pipenv lock`. The second takes everything to its newest version,
 * so it is used only where that is asked for, or where something was removed.
 * Source: pipenv 2026.8 `upgrade --help`, `pipenv/routines/update.py`.
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import type { Declaration } from '../../locks/declarations.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { pipenv as format } from '../../locks/pipenv/index.ts';
import { declarationsOf } from '../../locks/pipenv/pipfile.ts';
import type { LockProject } from '../../locks/types.ts';
import { isTable } from '../../locks/values.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { RelockRequest } from '../types.ts';
import { calls, type LockTool, type ToolCommand } from './types.ts';

export const pipenv: LockTool = {
  name: 'pipenv',
  program: 'pipenv',
  title: 'Pipenv',
  files: () => [],
  calls: (request) => {
    const [first, ...others] = commands(request);
    return calls(ENVIRONMENT, first, ...others);
  },
  bindsNewest: () => false,
};

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PIPENV_DONT_LOAD_ENV: '1',
  PIPENV_NOSPIN: '1',
  PIPENV_YES: '1',
  PIPENV_IGNORE_VIRTUALENVS: '1',
  PIPENV_VENV_IN_PROJECT: '0',
  PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
};

function commands(request: RelockRequest): readonly [ToolCommand, ...ToolCommand[]] {
  const { project, tree, upgrades } = request;
  const cwd = project.directory;
  const everything = { args: ['lock'], cwd } as const;
  if (upgrades === 'all') return [everything];
  const asked = upgrades === 'none' ? changed(project, tree) : named(project, tree, upgrades);
  const [first, ...others] = Map.groupBy(asked, ({ section }) => section);
  if (first === undefined) return [everything];
  const command = ([section, wanted]: readonly [string, readonly Wanted[]]): ToolCommand => ({
    args: [
      'upgrade',
      '--lock-only',
      ...(section === 'packages' ? [] : ['--categories', section]),
      ...wanted.map(({ requirement }) => requirement),
    ],
    cwd,
  });
  return [command(first), ...others.map(command)];
}

interface Wanted {
  /** `packages`, `dev-packages`, a category. */
  readonly section: string;
  readonly requirement: string;
}

function declared(project: LockProject, tree: Tree): readonly Declaration[] {
  const manifest = tomlDocument(tree, project.manifest);
  return manifest.kind === 'document' ? declarationsOf(manifest.value) : [];
}

function named(
  project: LockProject,
  tree: Tree,
  upgrades: Exclude<RelockRequest['upgrades'], string>,
): readonly Wanted[] {
  const sections = new Map(declared(project, tree).map(({ name, section }) => [name, section]));
  return upgrades.map(({ name, version }) => ({
    // What nobody declares is pulled in by the packages of production, mostly.
    section: sections.get(name) ?? 'packages',
    requirement: version === undefined ? name : `${name}==${version}`,
  }));
}

/** What the lock does not hold as the Pipfile asks; nothing where all has to be locked again. */
function changed(project: LockProject, tree: Tree): readonly Wanted[] {
  const declarations = declared(project, tree);
  const model = format.model(project, tree);
  const locked = new Map((model?.packages ?? []).map(({ name, version }) => [name, version]));
  const names = new Set(declarations.map(({ name }) => name));
  if (model === undefined || directlyLocked(project, tree).some((name) => !names.has(name))) {
    return [];
  }
  const unmet = declarations.filter(({ name, constraints }) => {
    const version = locked.get(name);
    return version === undefined || !constraints.every((one) => allows(one, version));
  });
  if (unmet.length > 0) return unmet.map(({ section, name }) => ({ section, requirement: name }));
  // Only the recorded hash differs: any package at its own version makes Pipenv write it again.
  return declarations.slice(0, 1).map(({ section, name }) => ({
    section,
    requirement: `${name}==${locked.get(name)}`,
  }));
}

function allows(specifiers: string, version: string): boolean {
  const [set, parsed] = [parseSpecifiers(specifiers), parseVersion(version)];
  return set === undefined || parsed === undefined || contains(set, parsed);
}

/** Pipenv records an index beside the packages that the Pipfile names. */
function directlyLocked({ lock }: LockProject, tree: Tree): readonly string[] {
  const document: unknown = JSON.parse(textAt(tree, lock) ?? '{}');
  if (!isTable(document)) return [];
  return Object.entries(document)
    .filter(([section]) => section !== '_meta')
    .flatMap(([, packages]) => (isTable(packages) ? Object.entries(packages) : []))
    .filter(([, entry]) => isTable(entry) && Object.hasOwn(entry, 'index'))
    .map(([name]) => name);
}
