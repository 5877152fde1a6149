import { describe, expect, it } from 'vitest';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { contentHash, type Formula, manifestHash } from '../../../src/locks/pdm/content-hash.ts';
import { readManifest } from '../../../src/locks/pdm/manifest.ts';
import { membersOf } from '../../../src/locks/pdm/workspace.ts';
import { defaultIndex } from '../../../src/python/default-index.ts';
import type { Files } from './support.ts';

const VECTOR = `[project]
requires-python = ">=3.9"
dependencies = ["requests>=2.31"]
[project.optional-dependencies]
net = ["httpx"]
[dependency-groups]
Test_A = ["pytest>=8"]
[tool.pdm.dev-dependencies]
lint = ["ruff"]
[tool.pdm.resolution.overrides]
idna = "3.6"
`;

function hash(text: string, formula: Formula): string | undefined {
  const tree = treeOfTexts({ 'pyproject.toml': text });
  return manifestHash(readManifest(tree, 'pyproject.toml'), formula, 'sha256');
}

describe("PDM's content hash", () => {
  // Printed by `get_content_hash` and `content_hash` of those versions.
  it.each<[Formula, string]>([
    ['1.0', 'bb81b1bc854ea69dfcb909cb527079744ad3b66b0b68ba4726f623a37bcb2a9d'],
    ['1.5', '9227f92b3e1cd7f8c1b52c4358c318076be3df9d672e95a6c6c6e257182ed97b'],
    ['1.12', '793876e1cf3c84ea0f56f75c4fb62dabb7033a796ff69d5b27f0cf8ac1f2d479'],
    ['2.3', '290ade6ce2d84e1fd1bb1aef8cdf9feed3ca7efde5211921df9dc3c07df6ff50'],
    ['2.15', '290ade6ce2d84e1fd1bb1aef8cdf9feed3ca7efde5211921df9dc3c07df6ff50'],
    ['2.16', '8103dd7e213095e05ef4a01e80cccb6c043ea37528d5dc944a1e13e7bfcf89f6'],
    ['2.20', '440f35c3f996c8702fedd3f9e0eb975cd09ac57793e252189ec3494c7b3fbecc'],
  ])('as PDM %s computes it', (formula, expected) => expect(hash(VECTOR, formula)).toBe(expected));

  it.each<[Formula, string]>([
    ['2.20', 'c906b7612ac77913c3cffe32195fe17112e237a350c2166708eb6d0f2a2a8b6d'],
    ['2.16', 'a15dce777ef0269dd98ba499fa8e4f6ea3208f01aa1b9c5cffd17c14149ee303'],
    ['2.3', '5611b823be6b062a9554c797927a71f38d6563b69f66b694e88ab3554a5eeaff'],
  ])('with the public index as a source, as PDM %s computes it', (formula, expected) => {
    const source = `[[tool.pdm.source]]\nname = "pypi"\nurl = "${defaultIndex()}"\nverify_ssl = true\n`;
    expect(hash(VECTOR + source, formula)).toBe(expected);
  });

  it('old-style overrides count from 1.12 to 2.14, then only those of the resolution', () => {
    const old = `${VECTOR}[tool.pdm.overrides]\nidna = "3.5"\n`;
    expect(hash(old, '2.3')).not.toBe(hash(VECTOR, '2.3'));
    expect(hash(old, '2.15')).toBe(hash(VECTOR, '2.15'));
    expect(hash(old, '2.20')).toBe(hash(VECTOR, '2.20'));
  });
});

describe('the hash of a workspace', () => {
  const ROOT = '[project]\nrequires-python = ">=3.9"\ndependencies = []\n';
  const MEMBER = '[project]\nrequires-python = ">=3.9"\ndependencies = ["httpx"]\n';

  function workspaceHash(files: Files): string | undefined {
    const tree = treeOfTexts(files);
    const root = readManifest(tree, 'pyproject.toml');
    return contentHash(root, membersOf(root, tree), 'sha256');
  }

  it('without a workspace is that of the manifest', () => {
    expect(workspaceHash({ 'pyproject.toml': ROOT })).toBe(
      'd3007c65cf6f599df32770f1bb58581b12054c3fa0d167035d674644a49fb97b',
    );
  });

  it('covers the paths and the hashes of the members', () => {
    const files = {
      'pyproject.toml': `${ROOT}[tool.pdm.workspace]\nmembers = ["packages/*"]\n`,
      'packages/a/pyproject.toml': MEMBER,
    };
    expect(workspaceHash(files)).toBe(
      '12f37031d4bb0a3deeea19808992ec16b625935de323fa2302225d9bdbec3b14',
    );
  });
});
