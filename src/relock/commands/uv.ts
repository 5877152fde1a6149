/**
 * `uv lock` for projects, workspaces and scripts.
 * Source: uv 0.13 `lock --help`; https://docs.astral.sh/uv/reference/environment/
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { baseName, fileIn } from '../../locks/paths.ts';
import { uv as format } from '../../locks/uv/index.ts';
import { type UploadTimes, uploadTimes } from '../../locks/uv/upload-times.ts';
import { stringAt } from '../../locks/values.ts';
import { foldersUpwards } from '../../python/projects/paths.ts';
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { calls, type LockTool } from './types.ts';
import { upgradeOptions, urgentOptions } from './upgrade-options.ts';
import { withVersions } from './uv-dynamic.ts';
import { UV_ENVIRONMENT } from './uv-environment.ts';
import { metadataFor, type Told, undertold, withNoted, withoutNoted } from './uv-metadata.ts';

export const uvLock: LockTool = {
  name: 'uv',
  program: 'uv',
  title: 'uv',
  files: ({ project: { directory } }) => [
    fileIn(directory, 'uv.toml'),
    ...PIN_FILES.map((name) => fileIn(directory, name)),
  ],
  calls: (request, { builds, version }) => {
    const { project, tree } = request;
    const told = metadataFor(request, builds);
    const args = [
      'lock',
      ...script(request),
      ...told.options,
      ...(request.offline === true ? ['--offline'] : []),
      ...upgradeOptions(request),
      ...newestOptions(request, version),
    ];
    const own = textAt(tree, project.lock);
    const versions = withVersions(format.inputs(project, tree), tree, own ?? '');
    const shown = (lock: string) => withNoted(versions.lock(lock), told);
    const files = {
      ...minorPins(request),
      ...versions.manifests,
      ...settings(told, versions.manifests, tree),
      ...(own === undefined ? {} : { [project.lock]: shown(own) }),
    };
    return {
      ...calls(UV_ENVIRONMENT, { args, cwd: project.directory, files }),
      finish: (made) => versions.realLock(withoutNoted(made, told)),
      shown,
      told: told.names,
      undertold: (made) => undertold(own ?? '', made, told),
    };
  },
  bindsNewest: (request, { version }) => keepsLock(request, version) && !configuresNewest(request),
};

function settings(
  { settings: place }: Told,
  manifests: Readonly<Record<string, string>>,
  tree: Tree,
): Readonly<Record<string, string>> {
  if (place === 'none') return {};
  const text = manifests[place.path] ?? textAt(tree, place.path) ?? '';
  return { [place.path]: text + place.end };
}

const PIN_FILES = ['.python-version', '.python-versions'];

/**
 * Pins without their patch: the very one need not be here, and the lock is the same with any, since
 * all that uv records of its interpreter is the minor version.
 */
function minorPins({ project, tree }: RelockRequest): Readonly<Record<string, string>> {
  const paths = foldersUpwards(project.directory).flatMap((folder) =>
    PIN_FILES.map((name) => fileIn(folder, name)),
  );
  return Object.fromEntries(
    paths.flatMap((path) => {
      const text = textAt(tree, path);
      return text === undefined ? [] : [[path, text.replaceAll(PATCH, '$1')] as const];
    }),
  );
}

/** `3.12.4`, `cpython@3.12.4`. */
const PATCH = /^([ \t]*(?:c?python[@-]?)?\d+\.\d+)\.\d+(?=\s*$)/gim;

function script({ project: { manifest } }: RelockRequest): readonly string[] {
  return baseName(manifest) === 'pyproject.toml' ? [] : ['--script', baseName(manifest)];
}

/**
 * The cut-off for new releases. What is locked already and is younger stays as it is: without an
 * exception for it uv would take it back.
 */
function newestOptions(request: RelockRequest, version: string): readonly string[] {
  const { newest } = request;
  if (newest === undefined || !uvLock.bindsNewest(request, { version, pip: '' })) return [];
  return [
    '--exclude-newer',
    newest,
    ...lockedAfter(request, newest).flatMap(({ name, last }) => [
      '--exclude-newer-package',
      `${name}=${afterSecond(last)}`,
    ]),
    ...urgentOptions(request),
  ];
}

/** The first that still looks at the lock when it is told another cut-off. */
const FIRST_WITH_LOCK = '0.10.0';

/** Older ones would move everything, where little was to be moved. */
function keepsLock({ upgrades }: RelockRequest, version: string): boolean {
  return upgrades === 'all' || isAtLeast(version, FIRST_WITH_LOCK);
}

/** The repository's own cut-off counts, and would be written over by an option. */
export function configuresNewest({ project, tree }: RelockRequest): boolean {
  const text = textAt(tree, project.manifest) ?? '';
  const settings = tomlDocument(tree, fileIn(project.directory, 'uv.toml'));
  return (
    /^\s*#?\s*exclude-newer\s*=/m.test(text) ||
    (settings.kind === 'document' && stringAt(settings.value, 'exclude-newer') !== undefined)
  );
}

/** Locked packages whose files appeared after an instant; older locks record no times. */
function lockedAfter(
  { project, tree }: RelockRequest,
  newest: string,
): readonly Pick<UploadTimes, 'name' | 'last'>[] {
  const all = uploadTimes(textAt(tree, project.lock) ?? '');
  return all.filter(({ last }) => Date.parse(last) >= Date.parse(newest));
}

function afterSecond(instant: string): string {
  return `${new Date(Date.parse(instant) + 1000).toISOString().slice(0, 19)}Z`;
}
