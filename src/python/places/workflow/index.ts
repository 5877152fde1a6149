/** Workflows of GitHub Actions: what their jobs run on. */
import {
  type DocumentNode,
  entriesAt,
  itemsAt,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../../../edits/nodes.ts';
import { readYamlNodes } from '../../../edits/yaml-nodes.ts';
import { imagePlace } from '../images.ts';
import { placeAt, reading, type Source, sourceOf } from '../source.ts';
import type { PythonPlace, ReadPlaces } from '../types.ts';
import { kindOf } from './kind.ts';
import { matrixCells, pythonKeys } from './matrix.ts';
import { actionPlaces, type JobSaid, stepPlaces, valuePlaces } from './steps.ts';

export const workflowFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) =>
    entriesAt(root, 'jobs').flatMap(([id, job]) => jobPlaces(source, root, id, job)),
  );
};

function jobPlaces(
  source: Source,
  workflow: DocumentNode,
  id: string,
  job: DocumentNode,
): readonly PythonPlace[] {
  const scope = { workflow, job };
  const said = jobSaid(id, job);
  const image = scalarAt(job, 'container', 'image') ?? scalarAt(job, 'container');
  const variable = scalarAt(job, 'env', 'UV_PYTHON') ?? scalarAt(workflow, 'env', 'UV_PYTHON');
  const places = [
    ...stepPlaces(source, scope, said),
    // A called workflow takes inputs like an action.
    ...actionPlaces(source, scope, job, said),
    ...(image === undefined ? [] : imagePlace(source, image, { ...said, label: 'container' })),
    ...(variable === undefined ? [] : valuePlaces(source, variable, scope, said, 'UV_PYTHON')),
    ...pythonKeys(job).flatMap((key) => keyPlaces(source, scope, said, key)),
  ];
  const named = tolerant(unique(places), job);
  return named.length > 0 ? named : silentPlaces(source, scope, said, id);
}

/** A job that tests and names no version: uv looks for one, others take what the runner has. */
function silentPlaces(
  source: Source,
  { workflow, job }: { readonly workflow: DocumentNode; readonly job: DocumentNode },
  said: JobSaid,
  id: string,
): readonly PythonPlace[] {
  const steps = itemsAt(job, 'steps').map((step) => scalarAt(step, 'uses'));
  const uv = steps.find((uses) => uses?.text.toLowerCase().startsWith('astral-sh/setup-uv@'));
  if (uv !== undefined) {
    const versions = { kind: 'file', path: '.python-version', isOptional: true } as const;
    return [placeAt(source, [uv.span[1], uv.span[1]], { ...said, label: 'setup-uv', versions })];
  }
  const jobs = nodeAt(workflow, 'jobs');
  const at = jobs?.kind === 'map' ? jobs.entries.get(id)?.keySpan[0] : undefined;
  if (at === undefined || !mayTest(id, job)) return [];
  const reason = 'the job names no version of Python';
  return [
    placeAt(source, [at, at], { ...said, label: 'job', versions: { kind: 'dynamic', reason } }),
  ];
}

/** A workflow of this repository says itself what it runs on. */
function mayTest(id: string, job: DocumentNode): boolean {
  const called = scalarAt(job, 'uses')?.text;
  if (called === undefined) return kindOf(id, job) === 'tests';
  return kindOf(id, job) === 'unknown' && !called.startsWith('./');
}

/** A job of which nobody can tell whether it tests counts as if it did, and is never out of place. */
function jobSaid(id: string, job: DocumentNode): JobSaid {
  const kind = kindOf(id, job);
  const mayFail = scalarAt(job, 'continue-on-error')?.text === 'true';
  return {
    job: id,
    role: kind === 'tooling' ? 'tooling' : 'tested',
    ...(kind === 'unknown' || mayFail ? { isTolerated: true } : {}),
  };
}

function keyPlaces(
  source: Source,
  scope: { readonly workflow: DocumentNode; readonly job: DocumentNode },
  said: JobSaid,
  key: string,
): readonly PythonPlace[] {
  const found = matrixCells(scope.job, [key]);
  const scalars: readonly ScalarNode[] =
    found.kind === 'dynamic' ? [found.at] : found.cells.map(({ scalar }) => scalar);
  return scalars.flatMap((scalar) => valuePlaces(source, scalar, scope, said, `matrix ${key}`));
}

/** One statement for each position: a matrix is used by several steps. */
function unique(places: readonly PythonPlace[]): readonly PythonPlace[] {
  const seen = new Map<string, PythonPlace>();
  for (const place of places) {
    const key = place.span.join();
    const known = seen.get(key);
    const isWeaker = known?.versions.kind === 'invalid' || known?.versions.kind === 'dynamic';
    if (known === undefined || isWeaker) seen.set(key, place);
    else if (place.isTolerated && !known.isTolerated)
      seen.set(key, { ...known, isTolerated: true });
  }
  return [...seen.values()];
}

/** `continue-on-error: ${{ matrix.python == '3.15' }}`, `allow-prereleases: true`. */
function tolerant(places: readonly PythonPlace[], job: DocumentNode): readonly PythonPlace[] {
  const condition = scalarAt(job, 'continue-on-error')?.text ?? '';
  const named = new Set(condition.match(/\d+\.\d+/g) ?? []);
  const mayBeAhead = allowsPreReleases(job);
  const highest = Math.max(...places.map(minorOf));
  return places.map((place) => {
    const isAhead = mayBeAhead && places.length > 1 && minorOf(place) === highest;
    return named.has(place.raw) || isAhead ? { ...place, isTolerated: true } : place;
  });
}

function allowsPreReleases(job: DocumentNode): boolean {
  return itemsAt(job, 'steps').some((step) => {
    const allowed = scalarAt(step, 'with', 'allow-prereleases')?.text;
    return allowed !== undefined && allowed !== 'false';
  });
}

function minorOf({ versions }: PythonPlace): number {
  return versions.kind === 'version' ? versions.release[1] : -1;
}
