/** Version files are read by something, and an application has one. */
import { newestReleased } from '../../../python/end-of-life.ts';
import { admits, isOpenAbove, type Minor, releaseOf } from '../../../python/minors.ts';
import type { ProjectModel } from '../../../python/projects/model.ts';
import { fileName, pathIn } from '../../../python/projects/paths.ts';
import { placeFacts } from '../facts.ts';
import { type Check, distinct, pythonFinding, relatedTo, type Surroundings } from '../finding.ts';
import { isOutside } from './outside-range.ts';

/** setup-python takes its input and says nothing about the file. */
export const overruledFiles: Check = (model) =>
  model.project.places.flatMap((at) => {
    const { versions } = at;
    if (versions.kind !== 'file' || !versions.isOverruled) return [];
    const beside = model.project.places.filter(
      ({ path, job, label, role }) =>
        (path === at.path && job === at.job && label !== at.label) ||
        (path === versions.path && role === 'pin'),
    );
    return [
      pythonFinding(
        model,
        {
          kind: 'ignored-file',
          cause: 'overruled',
          at: placeFacts(at),
          file: versions.path,
          others: [],
        },
        { at, related: distinct(beside).map((place) => relatedTo(place)) },
      ),
    ];
  });

/** Every job and image names a version itself, and none the one of `.python-version`. */
export const unreadFile: Check = (model, around) => {
  const { pins, tested, deployed, project } = model;
  const at = pins.find(({ path }) => fileName(path) === '.python-version');
  const isOwn = project.places.some(({ path }) => path === at?.path);
  if (at === undefined || !isOwn || usesUv(model, around)) return [];
  const isRead = project.places.some(
    ({ versions }) => versions.kind === 'file' && versions.path === at.path,
  );
  const others = [...tested.places, ...deployed];
  const isNamed = others.some(({ minor }) => minor === at.minor);
  const isKnown = tested.known === 'all' && tested.minors.length > 0;
  // What has to change in any case is said by another rule.
  if (isRead || isNamed || !isKnown || isOutside(at, model, around)) return [];
  return [
    pythonFinding(
      model,
      {
        kind: 'ignored-file',
        cause: 'unread',
        at: placeFacts(at),
        file: at.path,
        others: [...new Set(others.map(({ minor }) => minor))],
      },
      { at, related: distinct(others).map((place) => relatedTo(place)) },
    ),
  ];
};

/** uv reads the file wherever it runs. */
function usesUv({ project }: ProjectModel, { tree }: Surroundings): boolean {
  return (
    tree.files.has(pathIn(project.directory, 'uv.lock')) ||
    project.places.some(({ label }) => label.startsWith('setup-uv') || label === 'UV_PYTHON')
  );
}

/** Whatever is newest is what an application gets; a library wants to be tried on it. */
export const unpinned: Check = (model, { today }) => {
  const { ranges, pins, project } = model;
  const [at] = ranges;
  const isDeployed = project.places.some(({ role }) => role === 'deploy');
  // A loose pin or image is said by another rule.
  const isPinned =
    pins.length > 0 ||
    project.places.some(
      ({ role, meant }) =>
        role === 'environment' || role === 'pin' || (role === 'deploy' && meant.kind !== 'dynamic'),
    );
  if (at === undefined || isPinned || !isOpenAbove(at.specifiers)) return [];
  if (!isDeployed && project.packaging !== 'unpackaged') return [];
  return [
    pythonFinding(
      model,
      {
        kind: 'unpinned',
        at: placeFacts(at),
        directory: project.directory,
        isDeployed,
        wanted: pinFor(model, today),
      },
      {
        at,
        related: model.tested.places.slice(0, 3).map((place) => relatedTo(place, 'is tested')),
      },
      {
        fix: {
          kind: 'edit',
          edits: [
            {
              path: pathIn(project.directory, '.python-version'),
              start: 0,
              end: 0,
              text: `${pinFor(model, today)}\n`,
            },
          ],
        },
      },
    ),
  ];
};

/** What is tested, else the newest one that is supported. */
function pinFor({ tested, ranges: [range] }: ProjectModel, today: string): Minor {
  const specifiers = range?.specifiers ?? '';
  const isIn = (minor: Minor) => admits(specifiers, releaseOf(minor));
  const newest = newestReleased(today);
  return tested.minors.findLast(isIn) ?? (isIn(newest) ? newest : (tested.minors.at(-1) ?? newest));
}
