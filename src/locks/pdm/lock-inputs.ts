/**
 * Locks that record their inputs instead of a hash (`lock_inputs`, PDM 2.28.1 and later, where a
 * project asks for it). Decided as far as the inputs differ; whether equal inputs are satisfied by
 * the locked packages takes PDM's own algebra of targets. Source: pdm 2.29
 * `project/lockfile/freshness.py`.
 */
import { createHash } from 'node:crypto';
import { pythonJson } from '../../python/json.ts';
import type { Freshness, Located, StaleReason } from '../types.ts';
import { isTable, tableAt, tablesAt } from '../values.ts';
import type { PdmState } from './freshness.ts';
import { pdmTable } from './manifest.ts';

export function compareInputs({ project, manifest, lock }: PdmState): Freshness {
  const recorded = tableAt(tableAt(lock.metadata, 'lock_inputs'), 'project');
  const settings = pdmTable(manifest);
  const { lock_inputs: _, ...resolution } = tableAt(settings, 'resolution');
  const reasons = [
    ...difference('resolution', sanitized(resolution), recorded.resolution),
    ...difference('source', tablesAt(settings, 'source').map(sourceInput), recorded.sources),
  ];
  const [first, ...others] = reasons;
  if (first !== undefined) {
    return { status: 'stale', reasons: [first, ...others], undecided: [] };
  }
  const reason = `${project.lock} records its inputs (lock_inputs), and whether its packages still satisfy them takes PDM itself`;
  const remedy =
    'Run pdm lock --check in a workflow, or leave lock_inputs out of [tool.pdm.resolution].';
  return { status: 'unable', undecided: [{ reason, remedy }] };

  function difference(
    setting: string,
    expected: unknown,
    found: unknown,
  ): readonly Located<StaleReason>[] {
    const [now, before] = [pythonJson(expected), pythonJson(found)];
    if (now === before) return [];
    return [
      {
        reason: {
          kind: 'setting-changed',
          setting: `tool.pdm.${setting}`,
          manifest: now,
          lock: before,
        },
        at: { path: project.manifest, key: ['tool', 'pdm', setting] },
        related: [
          {
            at: { path: project.lock, key: ['metadata', 'lock_inputs'] },
            note: 'the recorded inputs',
          },
        ],
      },
    ];
  }
}

function fingerprint(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Texts with a URL in them are recorded as fingerprints: they can hold credentials. */
function sanitized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sanitized);
  if (isTable(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sanitized(one)]));
  }
  return typeof value === 'string' && /[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(value)
    ? fingerprint(value)
    : value;
}

function sourceInput(source: Readonly<Record<string, unknown>>): unknown {
  const { username: _, password: __, ...rest } = source;
  const entries = Object.entries(rest).map(([key, value]) => {
    if (key === 'url' && typeof value === 'string' && value !== '')
      return [key, fingerprint(value)];
    const isList = key === 'include_packages' || key === 'exclude_packages';
    return [key, isList && Array.isArray(value) ? value.map(String).sort() : value];
  });
  return sanitized(Object.fromEntries(entries));
}
