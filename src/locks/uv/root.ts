/** What the root of a workspace, or a script, declares for the whole resolution. */
import type { TomlPath } from '../../gates/types.ts';
import { arrayAt, isTable, stringAt, stringsAt } from '../values.ts';
import type { Check } from './check-context.ts';
import type { BuildConstraint } from './compare-build-constraints.ts';
import type { Override } from './compare-overrides.ts';
import type { Declaration, Scope } from './declaration.ts';
import { lower } from './lowering.ts';
import { type Entry, strings } from './manifest.ts';
import { writtenElsewhere } from './project-metadata.ts';
import { refuseManifest } from './refusal.ts';
import { topLevelExtra } from './top-level-extra.ts';

export interface RootDeclarations {
  /** Of a script. */
  readonly requirements: readonly Declaration[];
  readonly constraints: readonly Declaration[];
  readonly overrides: readonly Override[];
  readonly buildConstraints: readonly BuildConstraint[];
  /** Of a root that is no project. */
  readonly groups: ReadonlyMap<string, readonly Declaration[]>;
}

type Root = Pick<Check, 'files' | 'settings' | 'workspace'>;

/** What the root declares is lowered like its own requirements, but belongs to no project. */
export function rootScope(check: Root): Scope {
  const { files, settings, workspace } = check;
  return { files, settings, workspace, manifest: workspace.manifest, projectName: undefined };
}

/** Entries of an array in `[tool.uv]` of the root. */
export function declaredAt(check: Root, key: string): readonly Declaration[] {
  const { manifest } = check.workspace;
  return strings(manifest.path, manifest.uv, key, ['tool', 'uv']).flatMap((entry) =>
    declareEntry(check, entry, `tool.uv.${key}`),
  );
}

export function declareEntry(check: Root, entry: Entry, section: string): readonly Declaration[] {
  const written = writtenElsewhere(check.workspace.manifest, entry, section);
  return lower(rootScope(check), written, topLevelExtra(written.marker), undefined);
}

/** `build-constraint-dependencies`: requirements, or tables with hashes. */
export function declaredBuildConstraints(check: Root): readonly BuildConstraint[] {
  const key = 'build-constraint-dependencies';
  const { manifest } = check.workspace;
  return arrayAt(manifest.uv, key).flatMap((item, index) => {
    const place: TomlPath = ['tool', 'uv', key, index];
    const text = isTable(item) ? stringAt(item, 'requirement') : item;
    if (typeof text !== 'string') {
      throw refuseManifest(
        manifest.path,
        place,
        'a build constraint is neither a requirement nor a table',
      );
    }
    const hashes = isTable(item) ? stringsAt(item, 'hashes') : [];
    return declareEntry(check, { text, key: place }, `tool.uv.${key}`).map((declaration) => ({
      declaration,
      hashes,
    }));
  });
}
