/** What goes wrong on the way to release notes keeps no pull request from being opened. */
import { describe, expect, it } from 'vitest';
import { changelogsFor } from '../../src/app/changelogs.ts';
import { createLogger } from '../../src/app/log.ts';
import type { MadeBump } from '../../src/bumps/types.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { CoreMetadataResult } from '../../src/relock/core-metadata.ts';
import { candidate } from '../bumps/candidate.ts';
import { type Answer, useDouble } from '../github/double.ts';
import { PROJECTS } from '../relock/projects.ts';
import { CONTEXT } from '../support/context.ts';

const github = useDouble();

const BUMP: MadeBump = {
  ...{
    group: 'weekly',
    branch: 'lockkeeper/weekly',
    moves: [candidate('alpha 1.0 1.1'), candidate('beta 1.0 1.1')],
  },
  ...{ changes: [], diffs: [], notes: [], tool: { name: 'uv', version: '0.13.9', because: '' } },
};

const SOURCES: CoreMetadataResult = {
  kind: 'read',
  texts: new Map([
    ['alpha', 'Project-URL: Docs, https://docs.example\n'],
    ['beta', 'Project-URL: Source, https://github.com/acme/beta\n'],
  ]),
  missed: [],
};

function answer(isPrivate: boolean): Answer {
  const release = { tagName: '1.1', name: '', url: '', description: 'Faster', publishedAt: null };
  const nodes = [{ ...release, isDraft: false, isPrerelease: false }];
  const url = 'https://github.com/acme/beta';
  const r0 = { nameWithOwner: 'acme/beta', url, isPrivate, releases: { nodes } };
  return { body: { data: { r0 } } };
}

/** The packages with notes, and what the log says. */
async function told(coreMetadata: () => Promise<CoreMetadataResult>) {
  const lines: string[] = [];
  const found = await changelogsFor(
    BUMP,
    PROJECTS.uv.lock,
    {
      client: github.client({ retryBaseMs: 1 }),
      tree: treeOfTexts({ 'pyproject.toml': '', 'uv.lock': '' }),
      state: { repo: { owner: 'acme', name: 'app', id: 1 } },
    },
    { engine: { coreMetadata }, context: CONTEXT },
    createLogger('debug', { write: (line: string) => void lines.push(JSON.parse(line).msg) }),
  );
  return [found.map(({ name }) => name), lines];
}

describe('release notes', () => {
  it('are those of the packages that have a public repository', async () => {
    github.on('graphql Releases', answer(false));
    expect(await told(async () => SOURCES)).toEqual([['beta'], []]);
  });

  it('are not those of private ones', async () => {
    github.on('graphql Releases', answer(true));
    expect(await told(async () => SOURCES)).toEqual([[], []]);
  });

  it('are missing where GitHub does not answer', async () => {
    github.on('graphql Releases', { status: 502, body: {} });
    expect(await told(async () => SOURCES)).toEqual([[], ['No release notes']]);
  });

  it('are missing where GitHub answers with nonsense', async () => {
    github.on('graphql Releases', { body: { data: { r0: { nameWithOwner: 'acme/beta' } } } });
    expect(await told(async () => SOURCES)).toEqual([[], ['No release notes']]);
  });

  it.each<[name: string, coreMetadata: () => Promise<CoreMetadataResult>, line: string]>([
    [
      'the index does not answer',
      async () => ({
        kind: 'failed',
        cause: 'versions',
        tool: 'uv',
        reason: 'x',
        diagnosis: '',
        remedy: '',
      }),
      'No release notes',
    ],
    [
      'no wheel has metadata beside it',
      async () => ({ kind: 'read', texts: new Map(), missed: ['beta: x'] }),
      'No core metadata',
    ],
    ['the engine fails', () => Promise.reject(new Error('no space left')), 'No release notes'],
  ])('are missing where %s, and GitHub is not asked', async (_, coreMetadata, line) => {
    expect(await told(coreMetadata)).toEqual([[], [line]]);
    expect(github.calls).toEqual([]);
  });
});
