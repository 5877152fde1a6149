/**
 * What a lock has to record for a source tree, worked out from its manifest.
 * Source: uv-distribution `metadata/requires_dist.rs`, uv-pypi-types `metadata/requires_dist.rs`.
 */
import { parseLenientRequirement } from '../../python/lenient-requirement.ts';
import { extraMarker, TRUE } from '../../python/markers/index.ts';
import { parseRequirement, type Requirement } from '../../python/requirement.ts';
import { pythonMarker } from '../../python/requires-python.ts';
import type { Declaration, Scope, Written } from './declaration.ts';
import { flattenGroups, type GroupEntry } from './groups.ts';
import { lower } from './lowering.ts';
import type { Entry, Manifest, Project } from './manifest.ts';
import { refuseManifest } from './refusal.ts';
import { sourcesOf } from './sources.ts';
import { topLevelExtra } from './top-level-extra.ts';

export interface ProjectMetadata {
  readonly requiresDist: readonly Declaration[];
  /** By normalised group. */
  readonly groups: ReadonlyMap<string, readonly Declaration[]>;
}

/** Fields whose values only a build would tell. */
export function dynamicFields(manifest: Manifest, project: Project): readonly string[] {
  const dynamic = ['dependencies', 'optional-dependencies'].filter((field) =>
    project.dynamic.includes(field),
  );
  const tool = manifest.table.tool;
  const isPoetry = typeof tool === 'object' && tool !== null && 'poetry' in tool;
  return dynamic.length === 0 && isPoetry && !project.hasDependencies ? ['dependencies'] : dynamic;
}

/** Throws a `Refusal` for what uv refuses, an `OpenQuestion` for what files cannot decide. */
export function projectMetadata(scope: Scope, project: Project): ProjectMetadata {
  const written = writtenRequirements(scope.manifest, project);
  const groups = flattenGroups(scope.manifest);
  const writtenGroups = new Map(
    [...groups].map(([name, group]) => [
      name,
      group.entries.map((entry) => writtenGroupEntry(scope.manifest, name, entry)),
    ]),
  );
  validateSources(scope, project, written, writtenGroups);
  return {
    requiresDist: written.flatMap((item) =>
      lower(scope, item, topLevelExtra(item.marker), undefined),
    ),
    groups: new Map(
      [...writtenGroups].map(([name, items]) => [
        name,
        items.flatMap((item) => lower(scope, item, undefined, name)),
      ]),
    ),
  };
}

function writtenRequirements(manifest: Manifest, project: Project): readonly Written[] {
  const plain = project.dependencies.map((entry) =>
    writtenEntry(manifest, entry, 'project.dependencies', undefined),
  );
  const optional = [...project.extras].flatMap(([extra, entries]) =>
    entries.map((entry) =>
      writtenEntry(manifest, entry, `project.optional-dependencies.${extra}`, extra),
    ),
  );
  return [...plain, ...optional];
}

function writtenEntry(
  manifest: Manifest,
  entry: Entry,
  section: string,
  extra: string | undefined,
): Written {
  const requirement = parseLenientRequirement(entry.text);
  if (requirement === undefined) throw unparsable(manifest, entry);
  const marker =
    extra === undefined ? requirement.marker : requirement.marker.and(extraMarker(extra));
  return writtenRequirement(manifest, entry, section, requirement, marker);
}

/** A requirement of a group, its marker narrowed by the groups' Python versions. */
export function writtenGroupEntry(manifest: Manifest, group: string, entry: GroupEntry): Written {
  const requirement = parseRequirement(entry.text);
  if (requirement === undefined) throw unparsable(manifest, entry);
  const python = entry.python.reduce((marker, text) => marker.and(pythonMarker(text)), TRUE);
  const section = `dependency-groups.${group}`;
  const written = writtenRequirement(
    manifest,
    entry,
    section,
    requirement,
    requirement.marker.and(python),
  );
  const conditions = [
    ...(written.origin.marker === '' ? [] : [written.origin.marker]),
    ...entry.python.map((text) => `Python ${text}`),
  ];
  return { ...written, origin: { ...written.origin, marker: conditions.join(' and ') } };
}

/** A requirement outside `[project]`: a constraint, an override, a script's dependency. */
export function writtenElsewhere(manifest: Manifest, entry: Entry, section: string): Written {
  const requirement = parseRequirement(entry.text);
  if (requirement === undefined) throw unparsable(manifest, entry);
  return writtenRequirement(manifest, entry, section, requirement, requirement.marker);
}

function writtenRequirement(
  manifest: Manifest,
  entry: Entry,
  section: string,
  requirement: Requirement,
  marker: Requirement['marker'],
): Written {
  const [head = '', ...conditions] = entry.text.split(';');
  const text = head.replace(/^\s*[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*@?\s*/, '').trim();
  return {
    requirement,
    marker,
    origin: {
      at: { path: manifest.path, key: entry.key },
      section,
      text: text.replace(/^\((.*)\)$/s, '$1'),
      marker: conditions.join(';').trim(),
    },
  };
}

/** A source for one extra or group needs such a requirement there. */
function validateSources(
  scope: Scope,
  project: Project,
  written: readonly Written[],
  groups: ReadonlyMap<string, readonly Written[]>,
): void {
  for (const [name, sources] of sourcesOf(scope.manifest)) {
    for (const { extra, group, key } of sources) {
      const refuse = (message: string): Error =>
        refuseManifest(scope.manifest.path, key, `the source of \`${name}\` ${message}`);
      if (extra !== undefined) {
        if (!project.extras.has(extra))
          throw refuse(`names an extra that does not exist: \`${extra}\``);
        const isThere = written.some(
          (item) => item.requirement.name === name && topLevelExtra(item.marker) === extra,
        );
        if (!isThere) throw refuse(`is for the extra \`${extra}\`, which does not contain it`);
      }
      if (group !== undefined) {
        const items = groups.get(group);
        if (items === undefined) throw refuse(`names a group that does not exist: \`${group}\``);
        if (!items.some((item) => item.requirement.name === name)) {
          throw refuse(`is for the group \`${group}\`, which does not contain it`);
        }
      }
    }
  }
}

function unparsable(manifest: Manifest, entry: Entry): Error {
  return refuseManifest(
    manifest.path,
    entry.key,
    `\`${entry.text}\` cannot be parsed as a requirement (PEP 508)`,
  );
}
