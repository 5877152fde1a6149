/**
 * `pipenv upgrade --lock-only` and `pipenv lock`. The second takes everything to its newest version,
 * so it is used only where that is asked for, or where something was removed. The first takes what
 * it is given to the newest version that the Pipfile allows; to keep or choose a version, Pipenv is
 * shown a Pipfile with that pin, and the lock gets the hash of the real one. Its resolver is pip's, and
 * obeys pip's cut-off.
 * Source: pipenv 2026.8 `upgrade --help`, `pipenv/routines/update.py`.
 */

import { spliced } from '../../edits/splice.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import type { Declaration } from '../../locks/declarations.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { contentHash } from '../../locks/pipenv/content-hash.ts';
import { pipenv as format } from '../../locks/pipenv/index.ts';
import { declarationsOf } from '../../locks/pipenv/pipfile.ts';
import type { LockProject } from '../../locks/types.ts';
import { isTable, tableAt } from '../../locks/values.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { pinSplices } from './pins.ts';
import { type Calls, calls, type LockTool, type ToolCommand } from './types.ts';

export const pipenv: LockTool = {
  name: 'pipenv',
  program: 'pipenv',
  title: 'Pipenv',
  files: () => [],
  calls: (request, { version }) => {
    const [first, ...others] = commands(request);
    const plain = calls(environment(request), first, ...others);
    return request.upgrades === 'all' ? plain : withPins(plain, request, version);
  },
  bindsNewest: (request, { version }) =>
    isAtLeast(version, FIRST_WITH_UPLOAD_TIME) && !hasCoolDown(request),
};

/** The first that brings pip 26.0 along, whose settings hold for Pipenv's resolver. */
const FIRST_WITH_UPLOAD_TIME = '2026.1.0';

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PIPENV_DONT_LOAD_ENV: '1',
  PIPENV_NOSPIN: '1',
  PIPENV_YES: '1',
  PIPENV_IGNORE_VIRTUALENVS: '1',
  PIPENV_VENV_IN_PROJECT: '0',
  PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
};

function environment({ newest }: RelockRequest): Readonly<Record<string, string>> {
  return newest === undefined ? ENVIRONMENT : { ...ENVIRONMENT, PIP_UPLOADED_PRIOR_TO: newest };
}

/** The Pipfile's own takes the place of every other. Source: `pipenv/utils/resolver.py`. */
function hasCoolDown({ project, tree }: RelockRequest): boolean {
  const manifest = tomlDocument(tree, project.manifest);
  const settings = manifest.kind === 'document' ? tableAt(manifest.value, 'pipenv') : {};
  return Object.hasOwn(settings, 'cool-down-period');
}

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
  return upgrades.map(({ name, version }) => {
    const section = sections.get(name);
    // What nobody declares is pulled in by the packages of production, mostly.
    if (section === undefined && version !== undefined) {
      return { section: 'packages', requirement: `${name}==${version}` };
    }
    return { section: section ?? 'packages', requirement: name };
  });
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
  // Only the recorded hash differs: any package, at its own version, makes Pipenv write it again.
  return declarations.slice(0, 1).map(({ section, name }) => ({ section, requirement: name }));
}

/** Declared packages at the version that they keep, or are to get. */
function pins({
  project,
  tree,
  upgrades,
}: RelockRequest): readonly (readonly [Declaration, string])[] {
  const locked = new Map(
    format.model(project, tree)?.packages.map(({ name, version }) => [name, version]),
  );
  const asked = new Map(
    upgrades === 'none' || upgrades === 'all' ? [] : upgrades.map((one) => [one.name, one.version]),
  );
  return declared(project, tree).flatMap((declaration) => {
    const { name, constraints } = declaration;
    const version = asked.has(name) ? asked.get(name) : locked.get(name);
    const isKept = version !== undefined && constraints.every((one) => allows(one, version));
    return isKept ? [[declaration, version] as const] : [];
  });
}

function withPins(plain: Calls, request: RelockRequest, version: string): Calls {
  const { project, tree } = request;
  const text = textAt(tree, project.manifest) ?? '';
  const manifest = tomlDocument(tree, project.manifest);
  const nodes = readTomlNodes(text);
  if (plain.kind !== 'calls' || manifest.kind !== 'document' || nodes.kind !== 'document')
    return plain;
  const splices = pins(request).flatMap(([declaration, pinned]) =>
    pinSplices(nodes.root, declaration, pinned, allows),
  );
  const shown = spliced(text, splices);
  if (shown === undefined) return plain;
  const formula = isAtLeast(version, FIRST_NORMALISED) ? 'current' : 'names as written';
  const hash = contentHash(manifest.value, formula);
  const [first, ...others] = plain.commands;
  return {
    ...plain,
    commands: [{ ...first, files: { [project.manifest]: shown } }, ...others],
    finish: (made) => made.replace(RECORDED_HASH, `$1${hash}`),
  };
}

/** The first whose hash has normalised names. */
const FIRST_NORMALISED = '2026.4.0';
const RECORDED_HASH = /("hash": \{\s*"sha256": ")[\da-f]{64}/;

function allows(specifiers: string, version: string): boolean {
  const [set, parsed] = [
    parseSpecifiers(specifiers === '*' ? '' : specifiers),
    parseVersion(version),
  ];
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
