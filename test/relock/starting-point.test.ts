/** Locks in the middle of a merge, and broken ones, with the real tools. */
import { describe, expect, it } from 'vitest';
import { textAt, treeOfTexts } from '../../src/gates/tree.ts';
import { lockFormats } from '../../src/locks/index.ts';
import { startingPoint } from '../../src/relock/starting-point.ts';
import { CONTEXT } from '../support/context.ts';
import { type Files, locked, manifestFor, PROJECTS, type ToolKind } from './projects.ts';
import { useBench } from './support.ts';

const local = useBench();
const PAST = '2026-02-01T00:00:00Z';

function conflict(ours: string, theirs: string): string {
  return `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> theirs\n`;
}

describe.each<ToolKind>(['uv', 'poetry', 'pdm', 'uv pip compile'])('%s', (kind) => {
  it('a lock in a merge is made from what is pinned here', { timeout: 60_000 }, async () => {
    const { lock } = PROJECTS[kind];
    const manifest = manifestFor(kind, local.index, '>=1');
    const old = await local.bench.relock(kind, manifest, 'none', PAST);
    const ours = await local.bench.relock(kind, old.files, [{ name: 'gamma' }]);
    const theirs = await local.bench.relock(kind, old.files, [{ name: 'alpha' }]);
    const text = conflict(ours.files[lock] ?? '', theirs.files[lock] ?? '');
    const merged = await local.bench.relock(kind, { ...old.files, [lock]: text }, 'none');
    expect(locked(merged.files, kind)).toBe('alpha 1.0, beta 1.0, gamma 1.1');
    expect(merged.result).toMatchObject({
      notes: [`${lock} had merge conflicts: their first side was taken.`],
    });
    const { changes = [] } = merged.result.kind === 'relocked' ? merged.result : {};
    expect(changes[0]?.before).toBe(text);
  });
});

const MANIFEST = '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.11"\n';
const LOCK =
  'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n\n[[package]]\nname = "demo"\nversion = "0.1"\nsource = { virtual = "." }\n';

function start(files: Files): string {
  const [format] = lockFormats.filter(({ kind }) => kind === 'uv');
  const tree = treeOfTexts({ 'pyproject.toml': MANIFEST, 'uv.lock': LOCK, ...files });
  if (format === undefined) throw new Error('There is no format of uv');
  const found = startingPoint(format, { project: PROJECTS.uv, tree }, CONTEXT);
  if (found.kind === 'tree') return textAt(found.tree, 'uv.lock') ?? '';
  const [{ reason, remedy }] = found.refusals;
  return `${reason}. ${remedy}`;
}

describe('a tool starts', () => {
  it.each<[name: string, lock: string, expected: string]>([
    ['from the lock as it is', LOCK, LOCK],
    ['from the first side of a conflict', conflict(LOCK, 'x\n'), LOCK],
    [
      'also where what both come from stands between them',
      `<<<<<<< HEAD\n${LOCK}||||||| 4c3c813\nx\n=======\ny\n>>>>>>> theirs\n`,
      LOCK,
    ],
    [
      'from the first side of each, of two the second',
      `${LOCK}${conflict('', 'x\n')}${conflict('# ours\n', '# theirs\n')}# end\n`,
      `${LOCK}# ours\n# end\n`,
    ],
    [
      'from a lock with other ends of lines',
      conflict(LOCK, 'x\n').replaceAll('\n', '\r\n'),
      LOCK.replaceAll('\n', '\r\n'),
    ],
    [
      'not from a lock that nobody can read',
      '[[[',
      'uv.lock cannot be parsed: illegal character in key. Take it from an earlier commit (git restore --source=HEAD~1 uv.lock), or remove it and lock anew.',
    ],
    [
      'nor from one whose first side nobody can read',
      conflict('[[[\n', LOCK),
      'uv.lock cannot be parsed: illegal character in key. Take it from an earlier commit (git restore --source=HEAD~1 uv.lock), or remove it and lock anew.',
    ],
    [
      'from one of a format that only the tool knows',
      LOCK.replace('version = 1\n', 'version = 9\n'),
      LOCK.replace('version = 1\n', 'version = 9\n'),
    ],
  ])('%s', (_, lock, expected) => {
    expect(start({ 'uv.lock': lock })).toBe(expected);
  });

  it('with no manifest in the middle of a merge', () => {
    const torn = conflict(MANIFEST, MANIFEST.replace('0.1', '0.2'));
    expect(start({ 'pyproject.toml': torn })).toBe(
      'merge conflict markers stand in pyproject.toml. Resolve them first; the lock follows.',
    );
  });
});
