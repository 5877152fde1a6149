/**
 * Requirements files that a tool wrote: compiled from inputs (compiled.ts) or exported from another
 * lock (exported.ts). Files written by hand are no locks and are left alone.
 */
import type { Tree } from '../../gates/types.ts';
import { isValidName, normalizeName } from '../../python/names.ts';
import { missingHashes } from '../body.ts';
import { conflictMarkerLine } from '../documents.ts';
import { directoryOf } from '../paths.ts';
import { shellWord } from '../shell-word.ts';
import type {
  LockCommands,
  LockedPackage,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  PackageSource,
} from '../types.ts';
import { compiledFreshness, inputPaths, layerProblems } from './compiled.ts';
import { exportedFreshness, exportedFrom } from './exported.ts';
import { type Origin, originOf, parseCommand, shownCommand } from './header.ts';
import { readInput, requirementsAt } from './inputs.ts';
import type { RequirementLine } from './parse.ts';

export const requirements: LockFormat = {
  kind: 'requirements',
  candidates,
  commands,
  find,
  inputs,
  judge,
  model,
};

/** A real one has some hundred kilobytes; more is not looked into. */
const MAX_BYTES = 5 * 1024 * 1024;

/** Files that can be locks by their names; only their header tells. */
function candidates(tree: Tree): readonly string[] {
  return [...tree.files.values()]
    .filter(({ path, size = 0 }) => size <= MAX_BYTES && isCandidate(tree, path))
    .map(({ path }) => path);
}

function isCandidate(tree: Tree, path: string): boolean {
  if (!path.endsWith('.txt')) return false;
  return (
    /requirements|constraints/i.test(path) || tree.files.has(`${path.slice(0, -'.txt'.length)}.in`)
  );
}

export function originAt(tree: Tree, path: string): Origin | 'none' {
  return originOf(requirementsAt(tree, path).header);
}

function find(tree: Tree): readonly LockProject[] {
  return candidates(tree).flatMap((lock): readonly LockProject[] => {
    const origin = originAt(tree, lock);
    if (origin === 'none') return [];
    const manifest =
      origin.kind === 'exported' ? exportedFrom(tree, lock) : inputPaths(tree, lock, origin)[0];
    // Without any input there is nothing that it could belong to.
    return [
      { kind: 'requirements', lock, manifest: manifest ?? lock, directory: directoryOf(lock) },
    ];
  });
}

function inputs({ lock, manifest }: LockProject, tree: Tree): readonly string[] {
  const origin = originAt(tree, lock);
  if (origin === 'none' || origin.kind === 'exported') return [lock, manifest];
  const named = inputPaths(tree, lock, origin);
  const command = parseCommand(origin.command);
  const included = named.flatMap((path) => {
    const input = readInput(tree, path, command);
    return input.kind === 'read' ? input.includes.map((one) => includedPath(path, one)) : [];
  });
  return [lock, manifest, ...named, ...included];
}

function includedPath(from: string, include: string): string {
  const folder = directoryOf(from);
  return folder === '' ? include : `${folder}/${include}`;
}

function commands({ lock, manifest }: LockProject, tree: Tree): LockCommands {
  const origin = originAt(tree, lock);
  if (origin === 'none') return { tool: 'pip-compile', check: 'consistency', relock: '' };
  const known = shownCommand(origin);
  const { inputs: written } = parseCommand(origin.command);
  // The header's paths are seen from where the tool ran: from beside the lock, or from the root.
  const folder = directoryOf(lock);
  const isBeside =
    folder !== '' && written.length > 0 && written.every((one) => !one.includes('/'));
  const prefix = isBeside ? `cd ${shellWord(folder)} && ` : '';
  const fallback =
    origin.kind === 'exported'
      ? `${origin.tool === 'PDM' ? 'pdm' : 'uv'} export -o ${shellWord(lock)}`
      : `${origin.tool === 'uv' ? 'uv pip compile' : 'pip-compile'} ${shellWord(manifest)} -o ${shellWord(lock)}`;
  return {
    tool: origin.tool,
    check: 'consistency',
    relock: known === undefined ? fallback : `${prefix}${known}`,
  };
}

function judge(project: LockProject, tree: Tree): LockJudgement {
  const { lock } = project;
  const file = tree.read(lock);
  const line = file.kind === 'text' ? conflictMarkerLine(file.text) : undefined;
  if (line !== undefined) {
    const reason = { reason: { kind: 'conflict-markers' }, at: { path: lock, line } } as const;
    return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
  }
  const origin = originAt(tree, lock);
  if (origin === 'none') return { freshness: { status: 'fresh' }, problems: [] };
  const freshness =
    origin.kind === 'exported'
      ? exportedFreshness(project, tree)
      : compiledFreshness(project, tree, origin);
  if (freshness.status !== 'fresh') return { freshness, problems: [] };
  const layers = origin.kind === 'compiled' ? layerProblems(project, tree, origin) : [];
  return { freshness, problems: [...missingHashes(packagesOf(tree, lock)), ...layers] };
}

function packagesOf(tree: Tree, lock: string): readonly LockedPackage[] {
  return requirementsAt(tree, lock)
    .requirements.filter(({ name }) => name !== '')
    .map((one) => ({
      name: one.name,
      version: one.version,
      source: sourceOf(one),
      hashes: Object.fromEntries(one.hashes.map((hash) => [hash, hash])),
      dependencies: [],
      at: { path: lock, line: one.line },
    }));
}

function sourceOf({ isLocated, text }: RequirementLine): PackageSource {
  if (!isLocated) return { kind: 'registry', index: '' };
  return { kind: text.includes('git+') ? 'git' : 'url', location: text };
}

function model({ lock }: LockProject, tree: Tree): LockModel | undefined {
  if (!tree.files.has(lock)) return undefined;
  const direct = requirementsAt(tree, lock).requirements.filter(({ via }) =>
    via.some((one) => one.startsWith('-r ') || one.includes('(')),
  );
  const needs = dependenciesOf(tree, lock);
  return {
    format: [],
    packages: packagesOf(tree, lock).map((one) => ({
      ...one,
      dependencies: needs.get(one.name) ?? [],
    })),
    direct: direct.map(({ name }) => name),
  };
}

/** Annotations tell who wants a package: `# via httpx`. */
function dependenciesOf(tree: Tree, lock: string): ReadonlyMap<string, readonly string[]> {
  const pairs = requirementsAt(tree, lock).requirements.flatMap(({ name, via }) =>
    via.filter(isValidName).map((parent) => [normalizeName(parent), name] as const),
  );
  return new Map(
    [...Map.groupBy(pairs, ([parent]) => parent)].map(([parent, own]) => [
      parent,
      own.map(([, name]) => name),
    ]),
  );
}
