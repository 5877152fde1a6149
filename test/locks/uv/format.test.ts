import { describe, expect, test } from 'vitest';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { uv } from '../../../src/locks/uv/index.ts';
import { app, IDNA_LOCK, lock, project, projectOf } from './support.ts';

const MANIFEST = project(['idna>=3']);

describe('around the verdict', () => {
  const texts = { 'pyproject.toml': MANIFEST, 'uv.lock': IDNA_LOCK };

  test('inputs: path dependencies and pins, never what is outside', () => {
    const all = {
      'uv.toml': '',
      'a/pyproject.toml': project(
        ['lib'],
        '[tool.uv.sources]\nlib = { path = "lib" }\nout = { path = "../../x" }',
      ),
      'a/uv.lock': lock(app(['{ name = "lib", directory = "lib" }'])),
      'a/lib/pyproject.toml': project(),
      'a/.python-version': '3.12',
      'a/readme.md': '',
    };
    expect([...uv.inputs(projectOf(all, 'a/uv.lock'), treeOfTexts(all))].sort()).toEqual([
      'a/.python-version',
      'a/lib/pyproject.toml',
      'a/pyproject.toml',
      'a/uv.lock',
    ]);
  });

  test('inputs: settings above, up to the folder that has some', () => {
    const all = {
      'uv.toml': '',
      'a/b/pyproject.toml': project([]),
      'a/b/uv.lock': lock(app([])),
    };
    expect([...uv.inputs(projectOf(all, 'a/b/uv.lock'), treeOfTexts(all))].sort()).toEqual([
      'a/b/pyproject.toml',
      'a/b/uv.lock',
      'uv.toml',
    ]);
  });

  test('the model names every package, its hashes and what it depends on', () => {
    expect(uv.model(projectOf(texts), treeOfTexts(texts))).toMatchInlineSnapshot(`
      {
        "direct": [
          "idna",
        ],
        "format": [
          1,
          5,
        ],
        "packages": [
          {
            "at": {
              "key": [
                "package",
                0,
              ],
              "path": "uv.lock",
            },
            "dependencies": [
              "idna",
            ],
            "hashes": {},
            "name": "app",
            "source": {
              "kind": "path",
              "location": "",
            },
            "version": "0.1.0",
          },
          {
            "at": {
              "key": [
                "package",
                1,
              ],
              "path": "uv.lock",
            },
            "dependencies": [],
            "hashes": {
              "idna-3.1-py3-none-any.whl": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
            },
            "name": "idna",
            "source": {
              "index": "https://index.example/simple",
              "kind": "registry",
            },
            "version": "3.1",
          },
        ],
      }
    `);
  });

  test('there is no model of a lock that uv would not read', () => {
    const broken = { ...texts, 'uv.lock': 'version = 1' };
    expect(uv.model(projectOf(broken), treeOfTexts(broken))).toBeUndefined();
  });

  test('the command that makes a fresh lock', () => {
    const many = {
      ...texts,
      'api/pyproject.toml': MANIFEST,
      'api/uv.lock': IDNA_LOCK,
      's.py': '',
      's.py.lock': '',
    };
    const tree = treeOfTexts(many);
    expect(uv.find(tree).map((item) => uv.commands(item, tree).relock)).toEqual([
      'uv lock --project api',
      'uv lock --script s.py',
      'uv lock',
    ]);
  });
});
