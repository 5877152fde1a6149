/** An engine over the local index, and projects that every tool can lock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textAt, treeOfTexts, withTexts } from '../../src/gates/tree.ts';
import type { LockProject } from '../../src/locks/types.ts';
import { createEngine, type Engine } from '../../src/relock/engine.ts';
import { originOf } from '../../src/relock/sandbox/reach.ts';
import { createToolbox } from '../../src/relock/toolbox.ts';
import type { RelockResult, Upgrades } from '../../src/relock/types.ts';
import type { PackageIndex } from '../index/server.ts';
import type { Release } from '../index/wheel.ts';
import { CONTEXT } from '../support/context.ts';

/** `alpha` needs `beta`; of all three there is a newer version. */
export const RELEASES: readonly Release[] = [
  { name: 'alpha', version: '1.0', requires: ['beta>=1'] },
  { name: 'alpha', version: '1.1', requires: ['beta>=1'], uploaded: '2026-10-01T00:00:00Z' },
  { name: 'beta', version: '1.0' },
  { name: 'beta', version: '1.1', uploaded: '2026-11-22T00:00:00Z' },
  { name: 'gamma', version: '1.0' },
  { name: 'gamma', version: '1.1', uploaded: '2026-10-01T00:00:00Z' },
];

/** The same, for tests by the clock of the wall: the newest `beta` is a day old. */
export function releasesOf(now: Date): readonly Release[] {
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString();
  return RELEASES.map((one) =>
    one.name === 'beta' && one.version === '1.1' ? { ...one, uploaded: yesterday } : one,
  );
}

export interface Bench {
  readonly engine: Engine;
  /** Where code in a sandbox could leave something behind. */
  readonly caches: string;
  /** Locks `files` and gives them with the new lock. */
  relock(
    kind: ToolKind,
    files: Files,
    upgrades: Upgrades,
    newest?: string,
  ): Promise<{ readonly result: RelockResult; readonly files: Files }>;
  close(): void;
}

export type Files = Readonly<Record<string, string>>;

/** The loopback may be reached where the index is, and nowhere else. */
export function createBench(index: PackageIndex, builds = false): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'lockkeeper-bench-'));
  const engine = createEngine({
    toolbox: createToolbox({
      folder: join(folder, 'tools'),
      installed: process.env.LOCK_TOOLS ?? '',
      fetches: false,
      pythons: { folder, fetches: false },
    }),
    pythons: { folder, fetches: false },
    caches: join(folder, 'caches'),
    context: CONTEXT,
    trusted: new Set([originOf(index.url)]),
    builds,
  });
  return {
    engine,
    caches: join(folder, 'caches'),
    async relock(kind, files, upgrades, newest) {
      const project = PROJECTS[kind];
      const tree = treeOfTexts(files);
      const cut = newest === undefined ? {} : { newest };
      const result = await engine.relock({ project, tree, upgrades, ...cut }, kind);
      if (result.kind !== 'relocked') return { result, files };
      const texts = result.changes.map(({ path, after }) => [path, after] as const);
      const after = withTexts(tree, Object.fromEntries(texts));
      const paths = [...after.files.keys()];
      return {
        result,
        files: Object.fromEntries(paths.map((path) => [path, textAt(after, path) ?? ''])),
      };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function project(kind: LockProject['kind'], lock: string, manifest: string): LockProject {
  return { kind, lock, manifest, directory: '' };
}

export const PROJECTS = {
  uv: project('uv', 'uv.lock', 'pyproject.toml'),
  poetry: project('poetry', 'poetry.lock', 'pyproject.toml'),
  pdm: project('pdm', 'pdm.lock', 'pyproject.toml'),
  pipenv: project('pipenv', 'Pipfile.lock', 'Pipfile'),
  'pip-compile': project('requirements', 'requirements.txt', 'requirements.in'),
  'uv pip compile': project('requirements', 'requirements.txt', 'requirements.in'),
} as const;

export type ToolKind = keyof typeof PROJECTS;

/** The manifest of a project that asks for `alpha` within `range` and any `gamma`. */
export function manifestFor(kind: ToolKind, { url }: PackageIndex, range: string): Files {
  const project = (dependencies: string, more: string) =>
    `[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.11"\ndependencies = [${dependencies}]\n\n${more}`;
  switch (kind) {
    case 'uv': {
      const index = `[[tool.uv.index]]\nurl = "${url}"\ndefault = true\n`;
      return { 'pyproject.toml': project(`"alpha${range}", "gamma>=1"`, index) };
    }
    case 'poetry': {
      const source = `[tool.poetry]\npackage-mode = false\n\n[[tool.poetry.source]]\nname = "local"\nurl = "${url}/"\n`;
      return { 'pyproject.toml': project(`"alpha (${range})", "gamma (>=1)"`, source) };
    }
    case 'pdm': {
      const source = `[tool.pdm]\ndistribution = false\n\n[[tool.pdm.source]]\nname = "pypi"\nurl = "${url}"\nverify_ssl = false\n`;
      return { 'pyproject.toml': project(`"alpha${range}", "gamma>=1"`, source) };
    }
    case 'pipenv':
      return {
        Pipfile: `[[source]]\nurl = "${url}"\nverify_ssl = false\nname = "local"\n\n[packages]\nalpha = "${range}"\ngamma = ">=1"\n\n[requires]\npython_version = "3.11"\n`,
      };
    case 'pip-compile':
      return {
        'requirements.in': `--index-url ${url}\n--trusted-host 127.0.0.1\nalpha${range}\ngamma>=1\n`,
        'requirements.txt': header(
          'pip-compile with Python 3.11\n# by the following command:\n#\n#    pip-compile requirements.in',
        ),
      };
    case 'uv pip compile':
      return {
        'requirements.in': `--index-url ${url}\nalpha${range}\ngamma>=1\n`,
        'requirements.txt': header(
          'uv via the following command:\n#    uv pip compile requirements.in -o requirements.txt',
        ),
      };
  }
}

function header(text: string): string {
  return `# This file was autogenerated by ${text}\n`;
}

/** `alpha 1.0, beta 1.0`: what a lock of any kind holds. */
export function locked(files: Files, kind: ToolKind): string {
  const pin = /(alpha|beta|gamma)(?:"\nversion = "|==|": \{[^}]*"version": "==)([\d.]+)/g;
  const found = (files[PROJECTS[kind].lock] ?? '').matchAll(pin);
  return [...found].map((match) => `${match[1]} ${match[2]}`).join(', ');
}
