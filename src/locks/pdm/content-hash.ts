/**
 * PDM's content hash: a digest of the JSON of those parts of pyproject.toml that decide the
 * resolution. Source: pdm `project/project_file.py` (`content_hash`), before 2.3
 * `project/core.py` (`get_content_hash`); `project/workspace.py` (`content_hash`).
 */
import { createHash } from 'node:crypto';
import { NotJsonSerializable, pythonJson } from '../../python/json.ts';
import { refuseManifest } from '../uv/refusal.ts';
import { tableAt } from '../values.ts';
import { devGroupsOf } from './dev-groups.ts';
import { type PdmManifest, resolutionOf } from './manifest.ts';

/** The first PDM that hashed this way. `2.15` differs from `2.3` in old-style overrides only. */
export type Formula = '1.0' | '1.5' | '1.12' | '2.3' | '2.15' | '2.16' | '2.20';

/** A manifest of the workspace below the root's: its folder as seen from the root. */
export interface HashedMember {
  readonly path: string;
  readonly manifest: PdmManifest;
}

/** Python's names of digests that OpenSSL knows by another. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
};

/**
 * The hash that PDM 2.29 computes for a project, or for a workspace, as hexadecimal digits;
 * `undefined` for an algorithm that Python does not know. Throws `Refusal` where PDM stops.
 */
export function contentHash(
  root: PdmManifest,
  members: readonly HashedMember[] | undefined,
  algorithm: string,
): string | undefined {
  const own = manifestHash(root, '2.20', algorithm);
  if (own === undefined || members === undefined) return own;
  const parts = members.map(
    ({ path, manifest }) => `\0${path}\0${manifestHash(manifest, '2.20', algorithm)}`,
  );
  return digest(own + parts.join(''), algorithm);
}

/** The hash of one manifest; as {@link contentHash}. */
export function manifestHash(
  manifest: PdmManifest,
  formula: Formula,
  algorithm: string,
): string | undefined {
  try {
    return digest(pythonJson(contentOf(manifest, formula)), algorithm);
  } catch (error) {
    if (!(error instanceof NotJsonSerializable)) throw error;
    const message = `it holds a value that PDM's hash cannot cover: ${error.message}. Write dates as strings.`;
    throw refuseManifest(manifest.path, ['tool', 'pdm'], message);
  }
}

function digest(text: string, algorithm: string): string | undefined {
  const name = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : algorithm;
  try {
    return createHash(name ?? algorithm)
      .update(text)
      .digest('hex');
  } catch {
    return undefined;
  }
}

function contentOf(manifest: PdmManifest, formula: Formula): Record<string, unknown> {
  const { project, settings } = manifest;
  return {
    sources: settings.source ?? [],
    dependencies: project.dependencies ?? [],
    'optional-dependencies': project['optional-dependencies'] ?? {},
    'requires-python': project['requires-python'] ?? '',
    'dev-dependencies': devDependencies(manifest, formula),
    ...resolution(manifest, formula),
  };
}

function devDependencies(manifest: PdmManifest, formula: Formula): unknown {
  const { project, settings } = manifest;
  if (formula === '1.0') return project['dev-dependencies'] ?? [];
  if (formula !== '2.20') return settings['dev-dependencies'] ?? {};
  return Object.fromEntries(devGroupsOf(manifest).groups);
}

function resolution(manifest: PdmManifest, formula: Formula): Record<string, unknown> {
  const { overrides } = manifest.settings;
  const inside = tableAt(manifest.settings, 'resolution').overrides;
  switch (formula) {
    case '1.0':
    case '1.5':
      return {};
    case '1.12':
      return { overrides: overrides ?? {} };
    case '2.3':
      return { overrides: overrides ?? inside ?? {} };
    case '2.15':
      return { overrides: inside ?? {} };
    case '2.16':
    case '2.20':
      return { resolution: resolutionOf(manifest) };
  }
}
