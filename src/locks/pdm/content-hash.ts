/**
 * The hash that `pdm.lock` records of its manifest. Source: pdm `project/project_file.py`
 * `content_hash` and `project/workspace.py` `content_hash`; older formulas from their releases.
 */
import { createHash, getHashes } from 'node:crypto';
import { pythonJson } from '../../python/json.ts';
import type { TomlTable } from '../documents.ts';
import { tableAt } from '../values.ts';
import { developmentGroups, pdmTable } from './manifest.ts';

/** By the first PDM that used it. */
export type Formula = '2.20' | '2.16' | '2.3' | '1.12' | '1.5' | '1.0';

/** Whether Python's hashlib, and we, know the algorithm. */
export function isHashAlgorithm(name: string): boolean {
  return name !== '' && getHashes().includes(name);
}

/** Hexadecimal digits. Throws `NotJsonSerializable` for dates, where PDM itself stops. */
export function contentHash(manifest: TomlTable, formula: Formula, algorithm: string): string {
  return createHash(algorithm)
    .update(pythonJson(relevantContent(manifest, formula)))
    .digest('hex');
}

/** A workspace hashes its own manifest, then path and hash of every member in order of paths. */
export function workspaceHash(
  root: TomlTable,
  members: ReadonlyMap<string, TomlTable>,
  algorithm: string,
): string {
  const hash = createHash(algorithm).update(contentHash(root, '2.20', algorithm));
  for (const path of [...members.keys()].sort()) {
    const member = members.get(path) ?? {};
    hash.update(`\0${path}\0${contentHash(member, '2.20', algorithm)}`);
  }
  return hash.digest('hex');
}

function relevantContent(manifest: TomlTable, formula: Formula): Record<string, unknown> {
  const project = tableAt(manifest, 'project');
  const pdm = pdmTable(manifest);
  return {
    sources: pdm.source ?? [],
    dependencies: project.dependencies ?? [],
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
    'dev-dependencies': developmentContent(manifest, formula),
    ...resolutionContent(pdm, formula),
  };
}

function developmentContent(manifest: TomlTable, formula: Formula): unknown {
  if (formula === '1.0') return tableAt(manifest, 'project')['dev-dependencies'] ?? [];
  if (formula !== '2.20') return pdmTable(manifest)['dev-dependencies'] ?? {};
  const groups = developmentGroups(manifest);
  return groups.kind === 'groups' ? groups.groups : {};
}

function resolutionContent(pdm: TomlTable, formula: Formula): Record<string, unknown> {
  switch (formula) {
    case '2.20':
    case '2.16':
      return { resolution: pdm.resolution ?? {} };
    case '2.3':
      return { overrides: tableAt(pdm, 'resolution').overrides ?? {} };
    case '1.12':
      return { overrides: pdm.overrides ?? {} };
    default:
      return {};
  }
}
