/** Manifests and locks as uv is shown them, where versions are dynamic. */
import { expect, test } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { withVersions } from '../../src/relock/commands/uv-dynamic.ts';

const MANIFEST = '[project]\nname = "My.Demo"\ndynamic = ["version", "readme"] # from git\n';
const ENTRY = '[[package]]\nname = "my-demo"\nsource = { editable = "." }\n';
const LOCK = `version = 1\n\n${ENTRY}\n[[package]]\nname = "six"\nversion = "1.17.0"\n`;

function shown(manifest: string, lock = LOCK) {
  const tree = treeOfTexts({ 'pyproject.toml': manifest });
  return withVersions(['pyproject.toml'], tree, lock);
}

test('a dynamic version is a static one, and the lock has it', () => {
  const { manifests, lock, realLock } = shown(MANIFEST);
  expect(manifests).toEqual({
    'pyproject.toml':
      '[project]\nname = "My.Demo"\ndynamic = ["readme"]\nversion = "9999" # from git\n',
  });
  expect(lock(LOCK)).toContain('name = "my-demo"\nversion = "9999"\nsource');
  expect(realLock(lock(LOCK))).toBe(LOCK);
});

test.each<[name: string, manifest: string, lock?: string]>([
  ['its version is static', '[project]\nname = "my-demo"\nversion = "1"\n'],
  ['nothing can be added', 'project.name = "my-demo"\nproject.dynamic = ["version"]\n'],
  [
    'an index has it, too',
    MANIFEST,
    `${LOCK}\n[[package]]\nname = "my-demo"\nversion = "1"\nsource = { registry = "https://index.example/simple" }\n`,
  ],
])('a project stays as it is where %s', (_, manifest, lock) => {
  const { manifests, realLock, lock: seen } = shown(manifest, lock);
  expect(manifests).toEqual({});
  expect(realLock(seen(lock ?? LOCK))).toBe(lock ?? LOCK);
});
