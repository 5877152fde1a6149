/** A Pipfile and the lock that Pipenv makes for it. */
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { Tree } from '../../../src/gates/types.ts';
import { parseToml } from '../../../src/locks/documents.ts';
import { contentHash, type Formula } from '../../../src/locks/pipenv/content-hash.ts';
import { pipenv } from '../../../src/locks/pipenv/index.ts';
import type { LockJudgement, LockProject } from '../../../src/locks/types.ts';

export const PROJECT: LockProject = {
  kind: 'pipenv',
  lock: 'Pipfile.lock',
  manifest: 'Pipfile',
  directory: '',
};

export const PIPFILE = `[[source]]
name = "corp"
url = "https://index.example/simple"
verify_ssl = true

[packages]
idna = "~=3.4"
My_Pkg = {version = "*", extras = ["a"]}

[dev-packages]
iniconfig = "*"

[docs]
Sphinx = "*"

[requires]
python_version = "3.11"

[scripts]
x = "echo"
`;

export function hashOf(pipfile: string, formula: Formula = 'current'): string {
  const document = parseToml(pipfile);
  if (document.kind !== 'document') throw new Error(document.kind);
  return contentHash(document.value, formula);
}

const entry = (version: string) => ({ hashes: ['sha256:aa'], version: `==${version}` });

/** As Pipenv lays it out. */
export function lockFor(pipfile: string, formula: Formula = 'current'): string {
  const lock = {
    _meta: {
      hash: { sha256: hashOf(pipfile, formula) },
      'pipfile-spec': 6,
      requires: { python_version: '3.11' },
      sources: [{ name: 'corp', url: 'https://index.example/simple', verify_ssl: true }],
    },
    default: { idna: entry('3.10'), 'my-pkg': entry('1.0') },
    develop: { iniconfig: entry('2.0') },
    docs: { sphinx: entry('8.1') },
  };
  return `${JSON.stringify(lock, undefined, 4)}\n`;
}

export function treeOf(pipfile: string, lock: string): Tree {
  return treeOfTexts({ Pipfile: pipfile, 'Pipfile.lock': lock });
}

export function judge(pipfile: string, lock: string): LockJudgement {
  return pipenv.judge(PROJECT, treeOf(pipfile, lock), { defaultIndex: 'https://index.example' });
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
