import { expect, test } from 'vitest';
import { byUv, told } from './support.ts';

const PROJECT = {
  'pyproject.toml':
    '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["idna"]\n',
  'uv.lock': `version = 1
requires-python = ">=3.12"

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "idna" }]

[package.metadata]
requires-dist = [{ name = "idna" }]

[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/idna-3.10.tar.gz", hash = "sha256:${'1a'.repeat(32)}" }
`,
};
const exported = (pins: string) => ({
  ...PROJECT,
  'requirements.txt': byUv('uv export --frozen -o requirements.txt', pins),
});

test('an export that has the pins of the lock', () => {
  expect(told(exported('idna==3.10\n    # via app\n'))).toEqual([
    'uv.lock (uv) passed',
    'requirements.txt (uv) passed',
  ]);
});

test('an export that was left behind names the pin and the command', () => {
  expect(told(exported('idna==3.9\n    # via app\nattrs==24.1\n'))).toMatchInlineSnapshot(`
    [
      "uv.lock (uv) passed",
      "requirements.txt (uv) failed",
      "requirements.txt:3 \`idna\`: uv.lock has \`3.10\`, requirements.txt, which is made from it, has \`3.9\`. -> uv export --frozen -o requirements.txt",
      "requirements.txt:5 \`attrs\`: uv.lock has \`no such package\`, requirements.txt, which is made from it, has \`24.1\`. -> uv export --frozen -o requirements.txt",
    ]
  `);
});

test('an export without its lock is not decided', () => {
  const { 'requirements.txt': text } = exported('idna==3.10\n');
  expect(told({ 'requirements.txt': text })).toMatchInlineSnapshot(`
    [
      "requirements.txt (uv) unable",
      "requirements.txt: the lock that requirements.txt was exported from is not in the repository, or cannot be read",
    ]
  `);
});
