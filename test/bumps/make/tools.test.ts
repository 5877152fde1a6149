/** Weekly bumps with the real lock tools against the local index. */
import { describe, expect, test } from 'vitest';
import { PROJECTS, type ToolKind } from '../../relock/projects.ts';
import { useBench } from '../../relock/support.ts';
import { oldProject, proposals, story } from '../support.ts';

const local = useBench();
const KINDS = Object.keys(PROJECTS) as ToolKind[];

describe.each(KINDS)('%s', (kind) => {
  test('moves what is old enough, and says why the rest stays', { timeout: 90_000 }, async () => {
    const files = await oldProject(local, kind, '>=1');
    const [first] = await proposals(local.bench, files);
    expect(first && story(first)).toMatchSnapshot();
  });

  test('edits a constraint that keeps a version out', { timeout: 90_000 }, async () => {
    const files = await oldProject(local, kind, '==1.0');
    const [first] = await proposals(local.bench, files);
    const { manifest } = PROJECTS[kind];
    const edited = first?.bumps[0]?.changes.find(({ path }) => path === manifest)?.after;
    expect(first && story(first)).toMatchSnapshot();
    expect(edited).toBe(files[manifest]?.replace(/(alpha.*)==1\.0/, '$1==1.1'));
  });
});
