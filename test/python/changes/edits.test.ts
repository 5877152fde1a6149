/** A place that says another patch version, in its own manner. */
import { describe, expect, test } from 'vitest';
import { spliced } from '../../../src/edits/splice.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { editsFor } from '../../../src/python/changes/edits.ts';
import { placesIn } from '../../../src/python/changes/prove.ts';
import { loadReaders } from '../../../src/python/places/index.ts';

async function rewritten(path: string, text: string): Promise<string> {
  await loadReaders([path]);
  const changes = (placesIn(path, text) ?? [])
    .filter(({ versions }) => versions.kind === 'version' && versions.release.length === 3)
    .map((place) => ({ kind: 'rewrite', place, to: [3, 12, 10] }) as const);
  const { edits, byHand } = editsFor(changes, treeOfTexts({ [path]: text }));
  return byHand.length > 0 ? 'by hand' : (spliced(text, edits) ?? 'edits overlap');
}

describe('another patch', () => {
  test.each<readonly [path: string, text: string, expected: string]>([
    ['.python-version', '3.12\n3.12.4\n', '3.12\n3.12.10\n'],
    ['.python-version', 'cpython@3.12.4\n', 'cpython@3.12.10\n'],
    ['.python-version', 'cpython-3.12.4-linux-x86_64-gnu\n', 'cpython-3.12.10-linux-x86_64-gnu\n'],
    ['runtime.txt', 'python-3.12.4', 'python-3.12.10'],
    ['Dockerfile', 'FROM python:3.12.4-slim AS a\n', 'FROM python:3.12.10-slim AS a\n'],
    ['Dockerfile', 'FROM python:3.12.4@sha256:00ff\n', 'by hand'],
    [
      'environment.yml',
      'dependencies:\n  - python=3.12.4\n',
      'dependencies:\n  - python=3.12.10\n',
    ],
    ['.gitlab-ci.yml', 'test:\n  image: python:3.12.4\n', 'test:\n  image: python:3.12.10\n'],
    // No number to YAML, so no quotes.
    [
      'render.yaml',
      'services:\n  - env: python\n    envVars:\n      - key: PYTHON_VERSION\n        value: 3.12.4\n',
      'services:\n  - env: python\n    envVars:\n      - key: PYTHON_VERSION\n        value: 3.12.10\n',
    ],
  ])('%s: %j', async (path, text, expected) => {
    expect(await rewritten(path, text)).toBe(expected);
  });
});
