/**
 * "Lowering": what a requirement of a manifest becomes in the lock, once `[tool.uv.sources]`, the
 * workspace and its indexes have been applied. Source: uv-distribution `metadata/lowering.rs`.
 */
import { FALSE, type Marker } from '../../python/markers/index.ts';
import {
  type Declaration,
  declare,
  located,
  registryKey,
  type Scope,
  type Written,
} from './declaration.ts';
import { urlLocation } from './locations.ts';
import type { Manifest } from './manifest.ts';
import { OpenQuestion, refuseManifest } from './refusal.ts';
import { fromSource, isFolder } from './source-lowering.ts';
import { type Source, type Sources, sourcesOf } from './sources.ts';

/** `extra` and `group`: the section that the requirement stands in, for sources that name one. */
export function lower(
  scope: Scope,
  written: Written,
  extra: string | undefined,
  group: string | undefined,
): readonly Declaration[] {
  const { requirement, marker } = written;
  if (!scope.settings.usesSources(requirement.name)) return [plain(scope, written, marker)];
  const found = findSources(scope, requirement.name);
  const sources = found?.entries.filter(
    (source) =>
      (source.extra === undefined || source.extra === extra) &&
      (source.group === undefined || source.group === group),
  );
  requireWorkspaceSource(scope, written, sources);
  if (found === undefined || sources === undefined) return [plain(scope, written, marker)];
  const lowered: Declaration[] = [];
  let covered = FALSE;
  for (const source of sources) {
    covered = covered.or(source.marker);
    const own = source.marker.and(marker);
    const declaration = fromSource(scope, written, own, source, found.manifest);
    if (!own.isFalse()) lowered.push(declaration);
  }
  const remaining = covered.not().and(marker);
  if (!remaining.isFalse()) lowered.push(plain(scope, written, remaining));
  return lowered;
}

interface FoundSources {
  readonly entries: readonly Source[];
  /** The manifest whose `[tool.uv.sources]` it is: paths start there. */
  readonly manifest: Manifest;
}

function findSources(scope: Scope, name: string): FoundSources | undefined {
  const own = sourcesOf(scope.manifest).get(name);
  if (own !== undefined) return { entries: own, manifest: scope.manifest };
  const root: Sources = sourcesOf(scope.workspace.manifest);
  const shared = root.get(name);
  return shared === undefined ? undefined : { entries: shared, manifest: scope.workspace.manifest };
}

/** Whoever depends on a member of the workspace has to say so in `[tool.uv.sources]`. */
function requireWorkspaceSource(
  scope: Scope,
  written: Written,
  sources: readonly Source[] | undefined,
): void {
  const { name } = written.requirement;
  if (!scope.workspace.members.has(name) || scope.projectName === name) return;
  const key = 'key' in written.origin.at ? written.origin.at.key : [];
  if (sources === undefined) {
    throw refuseManifest(
      scope.manifest.path,
      key,
      `\`${name}\` is included as a workspace member, but is missing an entry in \`tool.uv.sources\` (e.g., \`${name} = { workspace = true }\`)`,
    );
  }
  const other = sources.find((source) => source.table.workspace !== true);
  if (other === undefined) return;
  throw refuseManifest(
    scope.manifest.path,
    key,
    `\`${name}\` is included as a workspace member, but its entry in \`tool.uv.sources\` is not \`{ workspace = true }\``,
  );
}

/** The requirement as it stands. */
function plain(scope: Scope, written: Written, marker: Marker): Declaration {
  const { url } = written.requirement;
  if (url === undefined) return declare(written, marker, registryKey(undefined, undefined));
  const inProject = /^file:\/{2,3}\$\{PROJECT_ROOT\}\/*([^$]*)$/.exec(url)?.[1];
  if (inProject === undefined && url.includes('${')) throw openUrl(scope, written, url);
  const directory = inProject === undefined ? scope.manifest.directory : scope.workspace.root;
  const location = urlLocation(inProject ?? url, directory, (path) => isFolder(scope, path));
  if (location === undefined) throw invalidUrl(scope, written, url);
  return located(written, marker, location);
}

function openUrl(scope: Scope, written: Written, url: string): Error {
  return new OpenQuestion(
    `\`${written.requirement.name} @ ${url}\` in \`${scope.manifest.path}\` depends on an environment variable`,
  );
}

function invalidUrl(scope: Scope, written: Written, url: string): Error {
  const key = 'key' in written.origin.at ? written.origin.at.key : [];
  return refuseManifest(
    scope.manifest.path,
    key,
    `\`${url}\` is neither a folder nor the URL of an archive`,
  );
}
