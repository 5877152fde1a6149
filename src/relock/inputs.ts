/**
 * What a tool gets to see: the files that the lock is made from, and nothing else of the repository.
 * Whatever would let a tool run code of the repository, or leave it, is refused with its name.
 */
import { textAt } from '../gates/tree.ts';
import type { Tree } from '../gates/types.ts';
import { tomlDocument } from '../locks/documents.ts';
import { baseName, fileIn } from '../locks/paths.ts';
import type { LockFormat, LockProject } from '../locks/types.ts';
import { booleanAt, tableAt } from '../locks/values.ts';
import type { LockTool } from './commands/types.ts';
import { toolPinPaths } from './tool-version/sources.ts';
import type { Refusal, RelockRequest } from './types.ts';

/** Paths whose texts the engine needs, beside those that the format's own `inputs` names. */
export function relockInputs(
  request: RelockRequest,
  format: LockFormat,
  tool: LockTool,
): readonly string[] {
  const { project, tree } = request;
  return [
    ...new Set([...format.inputs(project, tree), ...tool.files(request), ...toolPinPaths(tree)]),
  ].filter((path) => tree.files.has(path));
}

/** The files for the scratch folder, texts included. */
export function scratchFiles(
  request: RelockRequest,
  format: LockFormat,
  tool: LockTool,
): Readonly<Record<string, string>> {
  const { project, tree } = request;
  const paths = new Set([...format.inputs(project, tree), ...tool.files(request)]);
  return Object.fromEntries(
    [...paths].flatMap((path) => {
      const text = textAt(tree, path);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** Why this project is not locked here; empty where nothing speaks against it. */
export function refusalsOf(
  request: RelockRequest,
  format: LockFormat,
  tool: LockTool,
): readonly Refusal[] {
  const { project, tree } = request;
  const inputs = [project.manifest, project.lock, ...format.inputs(project, tree)];
  return [
    ...linksAmong(inputs, tree),
    ...(FORBIDDEN[tool.name] ?? []).flatMap((rule) => rule(project, tree)),
    ...(tool.name === 'uv' ? withoutCache([...inputs, ...tool.files(request)], tree) : []),
  ];
}

/** What forbids uv to build stands in its cache, and with this it takes another one. */
function withoutCache(paths: readonly string[], tree: Tree): readonly Refusal[] {
  const found = [...new Set(paths)].filter((path) => {
    if (baseName(path) === 'uv.toml') return isOn(path, [], tree);
    return baseName(path) === 'pyproject.toml' && isOn(path, ['tool', 'uv'], tree);
  });
  return found.map((path) => ({
    path,
    reason: `${path} sets \`no-cache\`, and without its cache nothing keeps uv from building`,
    remedy: 'Take it out, or lock on your own machine.',
  }));
}

function isOn(path: string, tables: readonly string[], tree: Tree): boolean {
  const document = tomlDocument(tree, path);
  const settings = document.kind === 'document' ? tables.reduce(tableAt, document.value) : {};
  return booleanAt(settings, 'no-cache') === true;
}

/** Git's mode of a symlink: where it leads is nobody's business here. */
const SYMLINK = '120000';

/** A manifest or lock that is a symlink, or lies behind one. */
function linksAmong(inputs: readonly string[], tree: Tree): readonly Refusal[] {
  const links = [...tree.files.values()].filter(({ mode }) => mode === SYMLINK);
  return links
    .filter(({ path }) => inputs.some((input) => input === path || input.startsWith(`${path}/`)))
    .map(({ path }) => ({
      path,
      reason: `${path} is a symlink, and links are not followed`,
      remedy: 'Put the file itself there.',
    }));
}

type Rule = (project: LockProject, tree: Tree) => readonly Refusal[];

/** @see the tools' sources: `poetry/console/application.py`, `pdm/core.py` (`addsitedir`) */
const FORBIDDEN: Readonly<Partial<Record<LockTool['name'], readonly Rule[]>>> = {
  poetry: [folder('.poetry', 'Poetry runs the plugins in it with every command')],
  pdm: [
    folder('.pdm-plugins', 'PDM runs the plugins in it with every command'),
    file('.pdm-python', 'it names a program that PDM runs'),
  ],
};

function folder(name: string, because: string): Rule {
  return ({ directory }, tree) => {
    const inside = fileIn(directory, name);
    const isThere = [...tree.files.keys()].some((path) => path.startsWith(`${inside}/`));
    return isThere ? [refusal(inside, because)] : [];
  };
}

function file(name: string, because: string): Rule {
  return ({ directory }, tree) => {
    const path = fileIn(directory, name);
    return tree.files.has(path) ? [refusal(path, because)] : [];
  };
}

function refusal(path: string, because: string): Refusal {
  return {
    path,
    reason: `${path} is committed, and ${because}`,
    remedy: `Take it out of the repository (git rm -r --cached ${path}), or lock on your own machine.`,
  };
}
