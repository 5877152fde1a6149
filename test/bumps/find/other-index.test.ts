import { describe, expect, it } from 'vitest';
import { namesOtherIndex } from '../../../src/bumps/find/other-index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { LockKind } from '../../../src/locks/types.ts';

const PUBLIC = 'https://index.example/simple';
const CORP = 'https://pkgs.corp.example/simple';

const LOCKS: Partial<Record<LockKind, readonly [lock: string, manifest: string]>> = {
  pdm: ['pdm.lock', 'pyproject.toml'],
  pipenv: ['Pipfile.lock', 'Pipfile'],
  poetry: ['poetry.lock', 'pyproject.toml'],
  requirements: ['requirements.txt', 'requirements.in'],
};

function names(kind: LockKind, files: Readonly<Record<string, string>>): boolean {
  const [lock = '', manifest = ''] = LOCKS[kind] ?? [];
  const tree = treeOfTexts({ [lock]: '', [manifest]: '', ...files });
  const project = { kind, lock, manifest, directory: '' };
  return namesOtherIndex(project, [], tree, (index) => index === PUBLIC);
}

describe('another index than the public one', () => {
  it.each<[name: string, kind: LockKind, files: Readonly<Record<string, string>>, found: boolean]>([
    ['is named by nobody', 'pdm', { 'pyproject.toml': '[project]\nname = "a"\n' }, false],
    [
      'is not the public one by its name',
      'requirements',
      { 'requirements.in': `-i ${PUBLIC}\n` },
      false,
    ],
    [
      'is the second of two',
      'requirements',
      { 'requirements.in': `-i ${PUBLIC}\n--extra-index-url ${CORP}\n` },
      true,
    ],
    [
      'is a variable',
      'requirements',
      { 'requirements.in': '--extra-index-url ${PRIVATE}\n' },
      true,
    ],
    [
      'has credentials in variables',
      'pdm',
      {
        'pyproject.toml':
          '[[tool.pdm.source]]\nurl = "https://${U}:${P}@pkgs.corp.example/simple"\n',
      },
      true,
    ],
    [
      'is the second of a Pipfile',
      'pipenv',
      {
        Pipfile: `[[source]]\nurl = "${PUBLIC}"\n\n[[source]]\nurl = "https://$TOKEN@pkgs.corp.example"\n`,
      },
      true,
    ],
    [
      'is named in the header of a compiled file',
      'requirements',
      { 'requirements.txt': `# pip-compile --index-url=${CORP} --no-emit-index-url\nhttpx==1\n` },
      true,
    ],
    [
      'is left out of a compiled file',
      'requirements',
      { 'requirements.txt': '#    pip-compile --no-emit-index-url\nhttpx==1\n' },
      true,
    ],
    [
      'is a setting of uv beside compiled files',
      'requirements',
      { 'pyproject.toml': `[[tool.uv.index]]\nurl = "${CORP}"\ndefault = true\n` },
      true,
    ],
    [
      'is a setting of uv pip',
      'requirements',
      { 'pyproject.toml': `[tool.uv.pip]\nextra-index-url = ["${CORP}"]\n` },
      true,
    ],
    ['is a setting of PDM', 'pdm', { 'pdm.toml': `[pypi]\nurl = "${CORP}"\n` }, true],
    [
      'is recorded by Poetry for each package',
      'poetry',
      { 'pyproject.toml': `[[tool.poetry.source]]\nurl = "${CORP}"\n` },
      false,
    ],
  ])('%s', (_, kind, files, found) => {
    expect(names(kind, files)).toBe(found);
  });
});
