/**
 * What today's manifests give for `metadata.lock_inputs`.
 * Source: pdm 2.29.3 `lockfile/freshness.py` (`build_lock_inputs`).
 */

import { parseSpecifiers } from '../../../python/specifiers.ts';
import { isSubset, rangeOf } from '../../../python/version-range.ts';
import type { TomlTable } from '../../documents.ts';
import { OpenQuestion, refuseManifest } from '../../uv/refusal.ts';
import {
  booleanAt,
  compareText,
  isTable,
  stringAt,
  stringsAt,
  tableAt,
  tablesAt,
} from '../../values.ts';
import type { HashedMember } from '../content-hash.ts';
import { type PdmManifest, resolutionOf } from '../manifest.ts';
import { type GroupLine, type Groups, groupsOf } from './groups.ts';
import { type Line, memberLine, sha256 } from './requirement-line.ts';

export interface ProjectInputs {
  readonly manifest: PdmManifest;
  /** `` for the root. */
  readonly path: string;
  readonly groups: Groups;
  /** Everything else, as PDM would write it. */
  readonly values: TomlTable;
  /** PDM cannot compare it: a build backend computes parts of the metadata. */
  readonly dynamic: readonly string[];
}

export interface LockInputs {
  readonly root: ProjectInputs;
  readonly members: readonly ProjectInputs[];
}

/** Throws `Refusal` where PDM stops, `OpenQuestion`, `MarkerTooComplex`. */
export function buildInputs(
  root: PdmManifest,
  members: readonly HashedMember[] | undefined,
): LockInputs {
  const groups = withMembers(root, groupsOf(root), members ?? []);
  return {
    root: { manifest: root, path: '', groups, values: valuesOf(root), dynamic: [] },
    members: (members ?? []).map(({ path, manifest }) => {
      const own = packageOf(manifest);
      return {
        manifest,
        path,
        groups: groupsOf(manifest),
        values: { ...valuesOf(manifest), package: own },
        dynamic: stringsAt(own, 'dynamic').filter((field) => DYNAMIC.has(field)),
      };
    }),
  };
}

const DYNAMIC = new Set(['dependencies', 'optional-dependencies', 'requires-python', 'version']);

/** Members that are packages belong to the default group, unless a group asks for them already. */
function withMembers(root: PdmManifest, groups: Groups, members: readonly HashedMember[]): Groups {
  const backend = stringAt(tableAt(root.table, 'build-system'), 'build-backend');
  const asked = new Set([...groups.values()].flat().flatMap(({ line }) => identityOf(line)));
  const isUnsure = [...groups.values()].flat().some(({ line }) => line.kind === 'opaque');
  const added: GroupLine[] = [];
  for (const { path, manifest } of members) {
    const name = stringAt(manifest.project, 'name') ?? '';
    if (!isDistribution(manifest)) continue;
    const line = memberLine(name, path, backend);
    if (identityOf(line).some((identity) => asked.has(identity))) continue;
    if (isUnsure) throw new OpenQuestion(`${root.path} has path requirements beside its workspace`);
    for (const identity of identityOf(line)) asked.add(identity);
    const key = ['tool', 'pdm', 'workspace', 'members'];
    added.push({ line, text: path, section: key.join('.'), key });
  }
  return new Map(groups).set('default', [...(groups.get('default') ?? []), ...added]);
}

function identityOf(line: Line): readonly string[] {
  if (line.kind === 'opaque') return [];
  return [`${line.name} ${[...new Set(line.extras)].join()}`];
}

/** Source: `Project.is_distribution`. */
function isDistribution({ project, settings }: PdmManifest): boolean {
  if (!stringAt(project, 'name')) return false;
  if (Object.hasOwn(settings, 'package-type')) return settings['package-type'] === 'library';
  return booleanAt(settings, 'distribution') ?? true;
}

function valuesOf(manifest: PdmManifest): TomlTable {
  const { lock_inputs: _, ...resolution } = resolutionOf(manifest);
  return {
    'requires-python': pythonText(manifest),
    resolution: withoutUrls(resolution),
    sources: tablesAt(manifest.settings, 'source').map(sourceOf),
  };
}

/** As PDM's `PySpecSet` prints it: clauses in order, each once. */
function pythonText({ path, project }: PdmManifest): string {
  const text = stringAt(project, 'requires-python') ?? '';
  const set = parseSpecifiers(text);
  if (set === undefined) throw new OpenQuestion(`${path} has the requires-python ${text}`);
  if (isSubset(rangeOf(set), [])) return '<empty>';
  const clauses = text
    .split(',')
    .map((clause) => clause.replaceAll(/\s+/g, ''))
    .filter((clause) => clause !== '');
  return [...new Set(clauses)].sort(compareText).join(',');
}

/** Without credentials; which packages an index serves is a set. */
function sourceOf(source: TomlTable): TomlTable {
  const { username: _, password: __, ...item } = source;
  const values: Record<string, unknown> = { ...item };
  if (typeof item.url === 'string' && item.url !== '') values.url = fingerprint(item.url);
  for (const key of ['include_packages', 'exclude_packages']) {
    if (Array.isArray(item[key])) values[key] = stringsAt(item, key).toSorted(compareText);
  }
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, clean(value)]));
}

function fingerprint(text: string): string {
  return `sha256:${sha256(text)}`;
}

function withoutUrls(table: TomlTable): TomlTable {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, clean(value)]));
}

/** Texts with a URL in them are recorded as fingerprints. */
function clean(value: unknown): unknown {
  if (typeof value === 'string')
    return /[A-Za-z][A-Za-z0-9+.-]{0,50}:\/\//.test(value) ? fingerprint(value) : value;
  if (Array.isArray(value)) return value.map(clean);
  return isTable(value) ? withoutUrls(value) : value;
}

function packageOf(manifest: PdmManifest): TomlTable {
  const { path, project, table } = manifest;
  const dynamic: unknown = project.dynamic ?? [];
  if (!Array.isArray(dynamic)) {
    throw refuseManifest(path, ['project', 'dynamic'], 'project.dynamic must be a list.');
  }
  return {
    'build-system': withoutUrls(tableAt(table, 'build-system')),
    distribution: isDistribution(manifest),
    dynamic: stringsAt(project, 'dynamic').toSorted(compareText),
    name: project.name ?? '',
    version: project.version ?? '',
  };
}
