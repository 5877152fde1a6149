/**
 * The requirements of each group, with includes and self-references followed one step, as PDM does.
 * Source: pdm 2.29.3 `project/core.py` (`_resolve_dependencies`).
 */
import type { TomlPath } from '../../../gates/types.ts';
import { OpenQuestion, refuseManifest } from '../../uv/refusal.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../../values.ts';
import { devGroupsOf } from '../dev-groups.ts';
import { normalizeGroup, type PdmManifest } from '../manifest.ts';
import { type Line, readLine } from './requirement-line.ts';

export interface GroupLine {
  readonly line: Line;
  readonly text: string;
  /** Table that it stands in: `project.dependencies`. */
  readonly section: string;
  readonly key: TomlPath;
}

export type Groups = ReadonlyMap<string, readonly GroupLine[]>;

interface Entries {
  readonly key: TomlPath;
  readonly entries: unknown;
  readonly isMetadata: boolean;
}

interface OwnEntries {
  readonly lines: readonly GroupLine[];
  readonly referred: ReadonlySet<string>;
}

/** All groups of a manifest. Throws `Refusal` where PDM stops, `MarkerTooComplex`. */
export function groupsOf(manifest: PdmManifest): Groups {
  const tables = groupTables(manifest);
  const own = new Map(
    [...tables].map(([name, entries]) => [name, ownEntries(manifest, tables, name, entries)]),
  );
  refuseCycles(manifest, own);
  limitSize(manifest, own);
  return new Map(
    [...own].map(([name, { lines, referred }]) => [
      name,
      // Only what stands in the other group itself, not what that includes in turn.
      [...lines, ...[...referred].flatMap((other) => own.get(other)?.lines ?? [])],
    ]),
  );
}

function groupTables(manifest: PdmManifest): ReadonlyMap<string, Entries> {
  const { path, project } = manifest;
  const tables = new Map<string, Entries>();
  const { groups } = devGroupsOf(manifest);
  for (const [name, entries] of groups) {
    tables.set(name, { key: ['dependency-groups', name], entries, isMetadata: false });
  }
  const optional = tableAt(project, 'optional-dependencies');
  for (const [written, entries] of Object.entries(optional)) {
    const key = ['project', 'optional-dependencies', written];
    tables.set(normalizeGroup(written), { key, entries, isMetadata: true });
  }
  if (tables.has('default')) {
    throw refuseManifest(
      path,
      tables.get('default')?.key ?? [],
      "the group name 'default' is reserved.",
    );
  }
  const key = ['project', 'dependencies'];
  return tables.set('default', { key, entries: project.dependencies ?? [], isMetadata: true });
}

function ownEntries(
  { path, project }: PdmManifest,
  tables: ReadonlyMap<string, Entries>,
  name: string,
  { key, entries, isMetadata }: Entries,
): OwnEntries {
  const own = normalizeGroup(stringAt(project, 'name') ?? '');
  const refuse = (what: string) => refuseManifest(path, key, `the group ${name} ${what}.`);
  if (!Array.isArray(entries)) throw refuse('must be a list');
  const lines: GroupLine[] = [];
  const referred = new Set<string>();
  const refer = (other: string, mayBeDevelopment: boolean) => {
    const target = tables.get(other);
    if (target === undefined || !(target.isMetadata || mayBeDevelopment)) {
      throw refuse(`includes ${other}, which is no group`);
    }
    referred.add(other);
  };
  arrayAt({ entries }, 'entries').forEach((entry, index) => {
    if (typeof entry === 'string') {
      const extras = selfReference(entry, own);
      for (const extra of extras ?? []) refer(extra, !isMetadata);
      // PDM leaves editable lines in [project] out, with a warning.
      if (extras !== undefined || (isMetadata && entry.startsWith('-e '))) return;
      const section = key.join('.');
      lines.push({ line: readLine(entry), text: entry, section, key: [...key, index] });
    } else if (!isMetadata && isTable(entry) && Object.keys(entry).join() === 'include-group') {
      refer(normalizeGroup(stringAt(entry, 'include-group') ?? ''), true);
    } else {
      throw refuse('has an entry that is no requirement');
    }
  });
  return { lines, referred };
}

/** The extras of `project[a,b]`, none for `project`; `undefined` for anything else. */
function selfReference(entry: string, own: string): readonly string[] | undefined {
  const open = entry.endsWith(']') ? entry.indexOf('[') : -1;
  const name = open < 0 ? entry : entry.slice(0, open);
  if (own === '' || normalizeGroup(name) !== own) return undefined;
  return open < 0
    ? []
    : entry
        .slice(open + 1, -1)
        .split(',')
        .map((extra) => normalizeGroup(extra.trim()));
}

/** Real projects have some hundred; groups that include each other can multiply. */
const MAX_LINES = 200_000;

function limitSize({ path }: PdmManifest, own: ReadonlyMap<string, OwnEntries>): void {
  let count = 0;
  for (const { referred } of own.values()) {
    for (const other of referred) count += 1 + (own.get(other)?.lines.length ?? 0);
    if (count > MAX_LINES) throw new OpenQuestion(`the groups of ${path} include too much`);
  }
}

function refuseCycles({ path }: PdmManifest, own: ReadonlyMap<string, OwnEntries>): void {
  const open = new Map([...own].map(([name, { referred }]) => [name, referred.size]));
  const users = new Map<string, string[]>();
  for (const [name, { referred }] of own) {
    for (const other of referred) {
      const known = users.get(other);
      if (known === undefined) users.set(other, [name]);
      else known.push(name);
    }
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([name]) => name);
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    open.delete(name);
    for (const user of users.get(name) ?? []) {
      const left = (open.get(user) ?? 0) - 1;
      open.set(user, left);
      if (left === 0) ready.push(user);
    }
  }
  const [stuck] = open.keys();
  if (stuck === undefined) return;
  throw refuseManifest(path, ['dependency-groups'], `the group ${stuck} includes itself.`);
}
