/** A PDM project, and the lock that PDM makes for it. */
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { parseToml } from '../../../src/locks/documents.ts';
import { contentHash, type Formula } from '../../../src/locks/pdm/content-hash.ts';
import { pdm } from '../../../src/locks/pdm/index.ts';
import type { LockJudgement, LockProject } from '../../../src/locks/types.ts';

export const PROJECT: LockProject = {
  kind: 'pdm',
  lock: 'pdm.lock',
  manifest: 'pyproject.toml',
  directory: '',
};

export const MANIFEST = `[project]
name = "app"
version = "1.0.0"
requires-python = ">=3.9"
dependencies = ["idna>=3.4", "iniconfig"]

[project.optional-dependencies]
Net = ["httpx"]

[dependency-groups]
Test_A = ["pytest>=8"]

[tool.pdm.dev-dependencies]
lint = ["ruff"]

[[tool.pdm.source]]
name = "corp"
url = "https://index.example/simple"

[tool.pdm.resolution.overrides]
idna = "3.10"
`;

export function hashOf(manifest: string, formula: Formula = '2.20'): string {
  const document = parseToml(manifest);
  if (document.kind !== 'document') throw new Error(document.kind);
  return contentHash(document.value, formula, 'sha256');
}

interface LockOptions {
  readonly formula?: Formula;
  readonly version?: string;
  /** In the place of `sha256:…`. */
  readonly hash?: string;
}

export function lockFor(manifest: string, options: LockOptions = {}): string {
  const { formula = '2.20', version = '4.5.1' } = options;
  const hash = options.hash ?? `sha256:${hashOf(manifest, formula)}`;
  const packages = { idna: '3.10', iniconfig: '2.0', httpx: '0.28', pytest: '8.3', ruff: '0.9' };
  const blocks = Object.entries(packages).map(
    ([name, locked]) => `
[[package]]
name = "${name}"
version = "${locked}"
groups = ["default"]
files = [{file = "${name}-${locked}.tar.gz", hash = "sha256:aa"}]
`,
  );
  return `[metadata]
groups = ["default", "lint", "net", "test-a"]
strategy = ["inherit_metadata"]
lock_version = "${version}"
content_hash = "${hash}"

[[metadata.targets]]
requires_python = ">=3.9"
${blocks.join('')}`;
}

type Texts = Readonly<Record<string, string>>;

export function judge(manifest: string, lock: string, more: Texts = {}): LockJudgement {
  const tree = treeOfTexts({ 'pyproject.toml': manifest, 'pdm.lock': lock, ...more });
  return pdm.judge(PROJECT, tree, { defaultIndex: 'https://index.example/simple' });
}

/** The verdict, then one line for each reason and problem, with its place. */
export function told({ freshness, problems }: LockJudgement): readonly string[] {
  const verdict =
    freshness.status === 'fresh' && freshness.note !== undefined
      ? `fresh: ${freshness.note}`
      : freshness.status;
  const reasons = 'reasons' in freshness ? freshness.reasons : [];
  return [
    verdict,
    ...[...reasons, ...problems].map(
      ({ reason, at }) => `${JSON.stringify(reason)} at ${JSON.stringify(at)}`,
    ),
  ];
}
