/** Weekly bumps with the real lock tools against the local index. */
import { describe, expect, test } from 'vitest';
import { type Files, manifestFor, PROJECTS, type ToolKind, useBench } from '../relock/support.ts';
import { proposals, story } from './support.ts';

const local = useBench();
const KINDS = Object.keys(PROJECTS) as ToolKind[];

/** A project that was locked when only 1.0 of everything was there. */
async function old(kind: ToolKind, range: string): Promise<Files> {
  const pinned = await local.bench.relock(
    kind,
    withOldVersions(manifestFor(kind, local.index, '==1.0')),
    'none',
  );
  const plain = manifestFor(kind, local.index, range);
  const { lock } = PROJECTS[kind];
  const loosened = { ...pinned.files, ...plain, [lock]: pinned.files[lock] ?? '' };
  return (await local.bench.relock(kind, loosened, 'none')).files;
}

/** `beta` is pulled in by `alpha`; naming it keeps it at 1.0. */
function withOldVersions(files: Files): Files {
  const older = (text: string) =>
    text
      .replace('"gamma>=1"', '"gamma==1.0", "beta==1.0"')
      .replace('"gamma (>=1)"', '"gamma (==1.0)", "beta (==1.0)"')
      .replace('gamma = ">=1"', 'gamma = "==1.0"\nbeta = "==1.0"')
      .replace('\ngamma>=1', '\ngamma==1.0\nbeta==1.0');
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, older(text)]));
}

describe.each(KINDS)('%s', (kind) => {
  test('moves what is old enough, and says why the rest stays', { timeout: 90_000 }, async () => {
    const files = await old(kind, '>=1');
    const [first] = await proposals(local.bench, files);
    expect(first && story(first)).toMatchSnapshot();
  });

  test('edits a constraint that keeps a version out', { timeout: 90_000 }, async () => {
    const files = await old(kind, '==1.0');
    const [first] = await proposals(local.bench, files);
    const { manifest } = PROJECTS[kind];
    const edited = first?.bumps[0]?.changes.find(({ path }) => path === manifest)?.after;
    expect(first && story(first)).toMatchSnapshot();
    expect(edited).toBe(files[manifest]?.replace(/(alpha.*)==1\.0/, '$1==1.1'));
  });
});
