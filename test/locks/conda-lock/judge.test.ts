import { describe, expect, it } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { createLocator } from '../../../src/gates/places.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { condaLockFormat } from '../../../src/locks/conda-lock/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { told } from '../pixi/support.ts';

const ENVIRONMENT = `channels:
- forge
- nodefaults
dependencies:
- python =3.12
- tk >=8.6,<9
- vc  # [win]
- pip:
  - httpx>=0.28
platforms:
- linux-64
`;

interface Entry {
  readonly name: string;
  readonly version: string;
  readonly manager?: 'conda' | 'pip';
  readonly dependencies?: readonly string[];
  readonly hash?: string;
}

const PYTHON = { name: 'python', version: '3.12.3', dependencies: ['tk', '__glibc'] };
const TK = { name: 'tk', version: '8.6.13' };
const HTTPX = { name: 'httpx', version: '0.28.1', manager: 'pip' } as const;

function lock(entries: readonly Entry[] = [PYTHON, TK, HTTPX]): string {
  return `version: 1
metadata:
  content_hash:
    linux-64: ${'c'.repeat(64)}
  channels:
  - url: forge
    used_env_vars: []
  platforms:
  - linux-64
  sources:
  - environment.yml
package:
${entries.map(entry).join('\n')}
`;
}

function entry({ name, version, manager = 'conda', dependencies = [], hash }: Entry): string {
  const edges = dependencies.map((key) => `    ${key}: '>=1'`);
  const digest = hash ?? `    md5: ${'d'.repeat(32)}\n    sha256: ${'e'.repeat(64)}`;
  return [
    `- name: ${name}`,
    `  version: '${version}'`,
    `  manager: ${manager}`,
    '  platform: linux-64',
    edges.length === 0 ? '  dependencies: {}' : `  dependencies:\n${edges.join('\n')}`,
    `  url: https://files.example/forge/linux-64/${name}-${version}-h0_0.conda`,
    `  hash:\n${digest}`,
    '  category: main\n  optional: false',
  ].join('\n');
}

function verdict(texts: Readonly<Record<string, string>>): readonly string[] {
  const tree = treeOfTexts(texts);
  const [found] = condaLockFormat.find(tree);
  if (found === undefined) throw new Error('no lock');
  return told(condaLockFormat.judge(found, tree, CONTEXT));
}

function beside(environment: string, file = lock()): readonly string[] {
  return verdict({ 'environment.yml': environment, 'conda-lock.yml': file });
}

describe('a conda-lock.yml that does not contradict its environment is consistent', () => {
  it.each([
    ['made for it', ENVIRONMENT],
    ['CRLF', ENVIRONMENT.replaceAll('\n', '\r\n')],
    ['a channel before the name', ENVIRONMENT.replace('- tk', '- forge::tk')],
    ['a build behind the version', ENVIRONMENT.replace('=3.12', '=3.12=h0_0')],
    ['a name in capitals', ENVIRONMENT.replace('- tk', '- Tk')],
    [
      'a pip requirement of another platform',
      `${ENVIRONMENT.replace('0.28', "0.28\n  - pywin; sys_platform == 'win32'")}`,
    ],
    ['an editable pip requirement', ENVIRONMENT.replace('0.28', '0.28\n  - -e .')],
  ])('%s', (_, environment) => expect(beside(environment)).toEqual(['fresh']));
});

describe('a contradiction is named', () => {
  it.each([
    ['a package that is not locked', ENVIRONMENT.replace('- tk', '- ruff\n- tk'), lock()],
    ['a version outside', ENVIRONMENT.replace('=3.12', '=3.13'), lock()],
    ['a pip package that is not locked', ENVIRONMENT.replace('0.28', '0.28\n  - rich'), lock()],
    ['a pip version outside', ENVIRONMENT.replace('0.28', '1'), lock()],
    ['another channel', ENVIRONMENT.replace('- forge', '- other'), lock()],
    ['a platform more', `${ENVIRONMENT}- win-64\n`, lock()],
    ['an edge to nothing', ENVIRONMENT, lock([{ ...PYTHON, dependencies: ['zlib'] }, TK, HTTPX])],
    [
      'a pip package without a hash',
      ENVIRONMENT,
      lock([PYTHON, TK, { ...HTTPX, hash: '    md5: dd' }]),
    ],
    [
      'a conda package without MD5',
      ENVIRONMENT,
      lock([{ ...PYTHON, hash: `    sha256: ${'e'.repeat(64)}` }, TK, HTTPX]),
    ],
    [
      'a conda package of a similar name',
      ENVIRONMENT.replace('- httpx>=0.28', '- torch'),
      lock([PYTHON, TK, { name: 'pytorch', version: '2.0' }]),
    ],
    ['a source that is not there', ENVIRONMENT, lock().replace('- environment.yml', '- env.yml')],
    [
      'a source outside',
      ENVIRONMENT,
      lock().replace('- environment.yml', '- ../../etc/environment.yml'),
    ],
    [
      'a pyproject.toml as source',
      ENVIRONMENT,
      lock().replace('- environment.yml', '- environment.yml\n  - setup.toml'),
    ],
    ['another version of the format', ENVIRONMENT, lock().replace('version: 1', 'version: 2')],
    ['conflict markers', ENVIRONMENT, `<<<<<<< HEAD\n${lock()}=======\n>>>>>>> main\n`],
    ['an environment that is no YAML', 'dependencies: [', lock()],
    ['cut in the middle', ENVIRONMENT, lock().slice(0, 90)],
  ])('%s', (name, environment, file) => {
    const texts = { 'environment.yml': environment, 'conda-lock.yml': file, 'setup.toml': '' };
    expect({ [name]: verdict(texts) }).toMatchSnapshot();
  });

  it.each([
    ['wrong types', 'version: 1\nmetadata: []\npackage: x\n'],
    [
      'wrong types inside',
      'version: 1\nmetadata:\n  platforms: {}\n  channels: 3\n  sources: [{}]\npackage:\n- x\n- hash: 3\n',
    ],
    ['a prototype key', 'version: 1\n__proto__:\n  x: 1\npackage: []\n'],
  ])('hostile: %s', (_, file) => {
    expect(['refused', 'unable']).toContain(beside(ENVIRONMENT, file)[0]);
  });
});

describe('the gate over two projects of which the first is clean', () => {
  const tree = treeOfTexts({
    'a/environment.yml': ENVIRONMENT,
    'a/conda-lock.yml': lock(),
    'b/environment.yml': ENVIRONMENT.replace('=3.12', '=3.13'),
    'b/dev.conda-lock.yml': lock(),
  });
  it('finds the second, and only it, with its line', async () => {
    const { subjects, findings } = lockfile.judge(tree, CONTEXT);
    expect(subjects.map(({ label, status }) => `${label} ${status}`)).toEqual([
      'a/conda-lock.yml (conda-lock) passed',
      'b/dev.conda-lock.yml (conda-lock) failed',
    ]);
    const rule = lockfile.rules.find(({ id }) => id === 'lockfile/stale');
    expect(
      findings.map(({ facts }) => [
        rule?.message(facts),
        rule?.repair(facts, { restore: () => undefined }),
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          "\`python\`: b/environment.yml says \`python =3.13\`, b/dev.conda-lock.yml was made for \`3.12.3\`.",
          "cd b && conda-lock lock -f environment.yml --lockfile dev.conda-lock.yml",
        ],
      ]
    `);
    const locate = await createLocator(
      tree,
      findings.map(({ at }) => at),
    );
    expect(findings.map(({ at }) => locate(at))).toEqual([
      { path: 'b/environment.yml', line: 5, endLine: 5 },
    ]);
  });
  it('models what is locked', () => {
    const [found] = condaLockFormat.find(tree);
    const model = found && condaLockFormat.model(found, tree);
    expect(model?.packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'python 3.12.3',
      'tk 8.6.13',
      'httpx 0.28.1',
    ]);
    expect(model?.direct).toEqual(['httpx', 'python', 'tk']);
  });
});
