import { describe, expect, test } from 'vitest';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { treeOf } from '../../../src/gates/tree.ts';
import { CONTEXT } from '../../support/context.ts';
import { snapshot } from '../../support/snapshot.ts';
import { FRESH, LOCK, MANIFEST, reported } from './support.ts';

const CONFLICT = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n';

describe('a repair that works when it is pasted', () => {
  test('a broken lock is taken back from the commit that the change is compared with', async () => {
    expect(await reported(FRESH, { ...FRESH, 'uv.lock': '[' })).toMatchInlineSnapshot(`
      {
        "found": [
          [
            "uv.lock",
            "uv.lock cannot be parsed: incomplete key-value: cannot find end of key",
            "git checkout abcdef0123 -- uv.lock && uv lock",
          ],
        ],
        "remarks": [],
        "repaired": [],
      }
    `);
  });

  test('a broken lock that was not there before is removed: no tool relocks over it', async () => {
    const head = { ...FRESH, 'new/pyproject.toml': MANIFEST, 'new/uv.lock': '' };
    expect(await reported(FRESH, head)).toMatchInlineSnapshot(`
      {
        "found": [
          [
            "new/uv.lock",
            "new/uv.lock cannot be parsed: it is empty",
            "rm new/uv.lock && uv lock --project new",
          ],
        ],
        "remarks": [],
        "repaired": [],
      }
    `);
  });

  test('a broken lock that was broken before is no good to go back to', async () => {
    const broken = { ...FRESH, 'uv.lock': CONFLICT };
    expect((await reported('none', broken)).found).toMatchInlineSnapshot(`
      [
        [
          "uv.lock",
          "Merge conflict markers stand in the file: uv cannot read it.",
          "rm uv.lock && uv lock",
        ],
      ]
    `);
  });

  test('a format from the future', async () => {
    const head = { ...FRESH, 'uv.lock': LOCK.replace('version = 1', 'version = 99') };
    expect((await reported(FRESH, head)).found).toMatchInlineSnapshot(`
      [
        [
          "uv.lock",
          "uv.lock has format version \`99\`; uv reads 1.",
          "Use a newer uv, or go back to the format that this one reads: git checkout abcdef0123 -- uv.lock && uv lock",
        ],
      ]
    `);
  });

  test('conflicts in both files are both told, the manifest first', async () => {
    const head = { 'pyproject.toml': CONFLICT, 'uv.lock': CONFLICT };
    expect((await reported(FRESH, head)).found).toMatchInlineSnapshot(`
      [
        [
          "pyproject.toml",
          "Merge conflict markers stand in the file: uv cannot read it.",
          "Resolve the conflict in pyproject.toml, then run: uv lock",
        ],
        [
          "uv.lock",
          "Merge conflict markers stand in the file: uv cannot read it.",
          "git checkout abcdef0123 -- uv.lock && uv lock",
        ],
      ]
    `);
  });

  test('a lock whose manifest was removed, beside one that is whole', async () => {
    const base = { ...FRESH, 'api/pyproject.toml': MANIFEST, 'api/uv.lock': LOCK };
    const { 'api/pyproject.toml': _, ...head } = base;
    expect((await reported(base, head)).found).toMatchInlineSnapshot(`
      [
        [
          "api/uv.lock",
          "api/uv.lock is there, but api/pyproject.toml, which it belongs to, is not.",
          "git checkout abcdef0123 -- api/pyproject.toml",
        ],
      ]
    `);
  });
});

test('a lock that nobody can read repairs nothing', async () => {
  const stale = { ...FRESH, 'pyproject.toml': MANIFEST.replace('"1"', '"2"') };
  const head = { ...stale, 'uv.lock': CONFLICT };
  expect((await reported(stale, head)).repaired).toEqual([]);
  expect((await reported(stale, FRESH)).repaired).toHaveLength(1);
});

test('a lock that is too large to be read is not decided, and a clean one beside it is', async () => {
  const head = snapshot('none', { ...FRESH, 'api/pyproject.toml': MANIFEST, 'api/uv.lock': LOCK });
  const huge = { kind: 'too-large', size: 30 * 1024 ** 2, limit: 10 * 1024 ** 2 } as const;
  const { subjects, undecided } = lockfile.judge(
    treeOf(head.head, { ...head.blobs, [`api/uv.lock:${LOCK}`]: huge }),
    CONTEXT,
  );
  expect(subjects.map(({ path, status }) => `${path} ${status}`)).toEqual([
    'uv.lock passed',
    'api/uv.lock unable',
  ]);
  expect(undecided.map(({ reason }) => reason)).toEqual([
    'api/uv.lock has 30 MB, and nothing above 10 MB is read',
  ]);
});
