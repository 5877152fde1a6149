import { expect, test } from 'vitest';
import type { Formula } from '../../../src/locks/pdm/content-hash.ts';
import { defaultIndex } from '../../../src/python/default-index.ts';
import { hashOf } from './support.ts';

const MANIFEST = `[project]
requires-python = ">=3.9"
dependencies = ["requests>=2.31"]
optional-dependencies.net = ["httpx"]
[dependency-groups]
Test_A = ["pytest>=8"]
[tool.pdm.dev-dependencies]
lint = ["ruff"]
[[tool.pdm.source]]
name = "pypi"
url = "${defaultIndex()}"
verify_ssl = true
[tool.pdm.resolution.overrides]
idna = "3.6"
`;

test.each<[Formula, string]>([
  ['2.20', 'c906b7612ac77913c3cffe32195fe17112e237a350c2166708eb6d0f2a2a8b6d'],
  ['2.16', 'a15dce777ef0269dd98ba499fa8e4f6ea3208f01aa1b9c5cffd17c14149ee303'],
  ['2.3', '5611b823be6b062a9554c797927a71f38d6563b69f66b694e88ab3554a5eeaff'],
])('the hash of PDM %s', (formula, hash) => expect(hashOf(MANIFEST, formula)).toBe(hash));
