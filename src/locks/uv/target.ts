/** What a lock belongs to: a workspace, a script, or nothing that uv would use it for. */
import { tomlDocument } from '../documents.ts';
import { ancestorsOf, baseName, fileIn } from '../paths.ts';
import type { LockProject } from '../types.ts';
import { tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { declaredOverrides } from './compare-overrides.ts';
import type { Declaration } from './declaration.ts';
import type { Files } from './files.ts';
import { flattenGroups } from './groups.ts';
import { lower } from './lowering.ts';
import { manifestOf, requiresPythonOf, strings } from './manifest.ts';
import { writtenGroupEntry } from './project-metadata.ts';
import { type Demand, interpreterDemand, workspaceDemand } from './python-demand.ts';
import { Refusal, refuseManifest } from './refusal.ts';
import { refuseRequiredVersion } from './required-version.ts';
import {
  declaredAt,
  declaredBuildConstraints,
  declareEntry,
  type RootDeclarations,
  rootScope,
} from './root.ts';
import { readScript } from './script.ts';
import { readSettings, type Settings, withScriptSettings } from './settings.ts';
import { settingMistake } from './settings-schema.ts';
import { discoverWorkspace, singleProject, type Workspace } from './workspace.ts';

export interface Target {
  readonly kind: 'target';
  readonly isScript: boolean;
  readonly workspace: Workspace;
  readonly settings: Settings;
  /** `undefined` when the interpreter decides. */
  readonly demand: Demand | undefined;
  declareRoot(check: Pick<Check, 'files' | 'settings' | 'workspace'>): RootDeclarations;
}

export type LocatedTarget = Target | { readonly kind: 'unused'; readonly root: string };

/** Throws a `Refusal` for what uv refuses. */
export function locate(files: Files, project: LockProject): LocatedTarget {
  return isScript(project) ? locateScript(files, project) : locateWorkspace(files, project);
}

/** Whether the lock belongs to a PEP 723 script. */
export function isScript(project: LockProject): boolean {
  return baseName(project.manifest) !== 'pyproject.toml';
}

function locateWorkspace(files: Files, project: LockProject): LocatedTarget {
  const workspace = discoverWorkspace(files, project.directory);
  if (workspace === undefined) {
    throw new Refusal(
      { kind: 'manifest-invalid', message: `no \`${project.manifest}\` found beside the lock` },
      { path: project.lock },
    );
  }
  if (workspace.root !== project.directory) {
    const lock = fileIn(workspace.root, 'uv.lock');
    if (files.has(lock)) return { kind: 'unused', root: workspace.root };
    throw new Refusal(
      {
        kind: 'manifest-invalid',
        message: `the project belongs to the workspace at \`${workspace.root === '' ? '.' : workspace.root}\`, which has no lockfile at \`${lock}\``,
      },
      { path: project.lock },
    );
  }
  const settings = readSettings(files, workspace.root);
  refuseRequiredVersion(files, settings);
  const declared = workspaceDemand(workspace);
  const interpreter = interpreterDemand(files, [workspace.root], declared?.range);
  return {
    kind: 'target',
    isScript: false,
    workspace,
    settings,
    demand: declared ?? (interpreter.kind === 'known' ? interpreter.demand : undefined),
    declareRoot: (check) => ({
      requirements: [],
      constraints: declaredAt(check, 'constraint-dependencies'),
      overrides: declaredOverrides(check),
      buildConstraints: declaredBuildConstraints(check),
      groups: rootGroups(check),
    }),
  };
}

/** Groups of a root without a `[project]`; those of projects are recorded with the project. */
function rootGroups(
  check: Pick<Check, 'files' | 'settings' | 'workspace'>,
): ReadonlyMap<string, readonly Declaration[]> {
  const { manifest } = check.workspace;
  if (manifest.project !== undefined) return new Map();
  return new Map(
    [...flattenGroups(manifest)].map(([name, group]) => [
      name,
      group.entries.flatMap((entry) =>
        lower(rootScope(check), writtenGroupEntry(manifest, name, entry), undefined, undefined),
      ),
    ]),
  );
}

function locateScript(files: Files, project: LockProject): LocatedTarget {
  const text = files.text(project.manifest);
  if (text === undefined) {
    throw new Refusal(
      { kind: 'manifest-invalid', message: `no script at \`${project.manifest}\`` },
      { path: project.lock },
    );
  }
  const block = readScript(project.manifest, text);
  const table = block.kind === 'block' ? block.table : {};
  const manifest = manifestOf(project.manifest, project.directory, {
    tool: tableAt(table, 'tool'),
  });
  const mistake = settingMistake(manifest.uv, 'script');
  if (mistake !== undefined) {
    throw refuseManifest(project.manifest, ['tool', 'uv', mistake.key], mistake.message);
  }
  const workspace = singleProject(manifest);
  const settings = withScriptSettings(files, settingsFolder(files, project.directory), {
    path: project.manifest,
    directory: project.directory,
    table: manifest.uv,
  });
  refuseRequiredVersion(files, settings);
  const python = requiresPythonOf(project.manifest, table, []);
  const interpreter = interpreterDemand(
    files,
    [project.directory, ...ancestorsOf(project.directory)],
    python?.range,
  );
  return {
    kind: 'target',
    isScript: true,
    workspace,
    settings,
    demand:
      python === undefined
        ? interpreter.kind === 'known'
          ? interpreter.demand
          : undefined
        : {
            range: python.range,
            text: python.text,
            at: { path: project.manifest, key: python.key },
          },
    declareRoot: (check) => ({
      requirements: strings(project.manifest, table, 'dependencies', []).flatMap((entry) =>
        declareEntry(check, entry, 'dependencies'),
      ),
      constraints: declaredAt(check, 'constraint-dependencies'),
      overrides: declaredOverrides(check),
      buildConstraints: declaredBuildConstraints(check),
      groups: new Map(),
    }),
  };
}

/** uv looks for settings from the workspace around the script, if there is one. */
function settingsFolder(files: Files, directory: string): string {
  for (const folder of [directory, ...ancestorsOf(directory)]) {
    if (tomlDocument(files.tree, fileIn(folder, 'pyproject.toml')).kind !== 'document') continue;
    try {
      return discoverWorkspace(files, folder)?.root ?? directory;
    } catch {
      return directory;
    }
  }
  return directory;
}
