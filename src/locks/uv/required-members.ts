/** Members that other members ask for. Source: uv-workspace `collect_required_members`. */

import { booleanAt } from '../values.ts';
import type { Manifest } from './manifest.ts';
import { refuseManifest } from './refusal.ts';
import { sourcesOf } from './sources.ts';
import type { Workspace } from './workspace.ts';

const known = new WeakMap<Workspace, ReadonlyMap<string, boolean | undefined>>();

/**
 * By name: whether it is asked for as editable, `undefined` if nobody says. It is enough that a
 * source names the member; whether anything depends on it does not count.
 */
export function requiredMembers(workspace: Workspace): ReadonlyMap<string, boolean | undefined> {
  const before = known.get(workspace);
  if (before !== undefined) return before;
  const required = new Map<string, boolean | undefined>();
  collect(workspace.manifest, required);
  for (const member of workspace.members.values()) collect(member, required);
  known.set(workspace, required);
  return required;
}

function collect(manifest: Manifest, required: Map<string, boolean | undefined>): void {
  for (const [name, sources] of sourcesOf(manifest)) {
    if (manifest.project?.name === name) continue;
    for (const source of sources) {
      if (source.table.workspace !== true) continue;
      const editable = booleanAt(source.table, 'editable');
      const before = required.get(name);
      if (before !== undefined && editable !== undefined && before !== editable) {
        throw refuseManifest(
          manifest.path,
          source.key,
          `workspace member \`${name}\` was requested as both \`editable = true\` and \`editable = false\``,
        );
      }
      required.set(name, editable);
    }
  }
}
