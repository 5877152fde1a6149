/**
 * The development groups of a manifest: `[dependency-groups]`, extended by
 * `[tool.pdm.dev-dependencies]`. Source: pdm 2.29.3 `PyProject.dev_dependencies`.
 */
import { refuseManifest } from '../uv/refusal.ts';
import { normalizeGroup, type PdmManifest, tableOrStop } from './manifest.ts';

export interface DevGroups {
  /** By normalised name, entries verbatim. */
  readonly groups: ReadonlyMap<string, unknown>;
  /**
   * Groups that stand in both tables. PDM adds the second list to the first whenever it asks for
   * them, so what it records depends on how often it asked.
   */
  readonly doubled: readonly string[];
}

/** Throws `Refusal` where PDM stops with an error. */
export function devGroupsOf(manifest: PdmManifest): DevGroups {
  const { path, table } = manifest;
  const groups = new Map<string, unknown>();
  const standard = tableOrStop(path, table, [], 'dependency-groups');
  for (const [written, entries] of Object.entries(standard)) {
    const name = normalizeGroup(written);
    if (groups.has(name)) {
      const message = `the group ${name} is duplicated in dependency-groups.`;
      throw refuseManifest(path, ['dependency-groups', written], message);
    }
    groups.set(name, entries);
  }
  const doubled = addOwn(manifest, groups);
  return { groups, doubled: doubled.filter((name) => standardHas(standard, name)) };
}

function addOwn({ path, settings }: PdmManifest, groups: Map<string, unknown>): readonly string[] {
  const own = tableOrStop(path, settings, ['tool', 'pdm'], 'dev-dependencies');
  const names: string[] = [];
  for (const [written, entries] of Object.entries(own)) {
    const name = normalizeGroup(written);
    const before = groups.get(name) ?? [];
    if (!Array.isArray(entries) || !Array.isArray(before)) {
      const key = ['tool', 'pdm', 'dev-dependencies', written];
      throw refuseManifest(path, key, `the group ${name} must be a list.`);
    }
    groups.set(name, [...before, ...entries]);
    names.push(name);
  }
  return names;
}

function standardHas(standard: object, name: string): boolean {
  return Object.keys(standard).some((written) => normalizeGroup(written) === name);
}
