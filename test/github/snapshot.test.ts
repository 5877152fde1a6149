import { describe, expect, it } from 'vitest';
import { textAt, treeOf } from '../../src/gates/tree.ts';
import { createMemoryCache } from '../../src/github/blob-cache.ts';
import { gatherSnapshot, type SnapshotOptions } from '../../src/github/snapshot.ts';
import { readTarget } from '../../src/github/target.ts';
import { useDouble } from './double.ts';
import {
  APP_ID,
  HEAD,
  MERGE_BASE,
  REPO,
  serveChange,
  TIP,
  targetAnswer,
  treeAnswer,
} from './world.ts';

const github = useDouble();
const CONFIGURATION = '.github/lockkeeper.yml';
const BASE = {
  'README.md': 'hello',
  'pyproject.toml': '[project]\nname = "api"\nversion = "1"\n',
  'uv.lock': 'version = 1\nrevision = 3\n',
};
const gates = [{ inputs: () => ['pyproject.toml', 'uv.lock'] }];
const CHANGED = { ...BASE, 'pyproject.toml': '[project]\nname = "api"\nversion = "2"\n' };

function options(more: Partial<SnapshotOptions> = {}): SnapshotOptions {
  return {
    repo: REPO,
    head: HEAD,
    base: { sha: TIP, ref: 'main' },
    gates,
    cache: createMemoryCache(),
    configuration: 'none',
    ...more,
  };
}

describe('a snapshot from GitHub', () => {
  it('costs seven requests for a usual pull request, from its state to the last text', async () => {
    github.on('graphql PullRequestTarget', targetAnswer());
    serveChange(github, BASE, CHANGED);
    const client = github.client();
    const target = await readTarget(client, REPO, 7, APP_ID);
    const { snapshot, requests } = await gatherSnapshot(client, {
      ...options(),
      ...target,
      head: target.head.sha,
    });
    expect(github.trace().toSorted()).toMatchInlineSnapshot(`
      [
        "GET /repos/acme/api/branches/main",
        "GET /repos/acme/api/compare/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?per_page=1&page=2",
        "GET /repos/acme/api/git/trees/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?recursive=1",
        "GET /repos/acme/api/git/trees/cccccccccccccccccccccccccccccccccccccccc?recursive=1",
        "GET /repos/acme/api/rules/branches/main?per_page=100",
        "graphql Blobs",
        "graphql PullRequestTarget",
      ]
    `);
    expect(requests).toBe(6);
    expect(snapshot.head.commit).toBe(HEAD);
    expect(snapshot.base).toMatchObject({ commit: MERGE_BASE });
    expect(textAt(treeOf(snapshot.head, snapshot.blobs), 'pyproject.toml')).toContain('"2"');
  });

  it('costs three requests when both trees and all texts are known', async () => {
    serveChange(github, BASE, CHANGED);
    const known = options();
    const first = await gatherSnapshot(github.client(), known);
    const second = await gatherSnapshot(github.client(), known);
    expect(second.snapshot).toEqual(first.snapshot);
    expect([first.requests, second.requests]).toEqual([6, 3]);
  });

  it('reads no text that no gate asks for', async () => {
    serveChange(github, BASE, CHANGED);
    const { snapshot } = await gatherSnapshot(github.client(), options());
    expect(treeOf(snapshot.head, snapshot.blobs).read('README.md').kind).toBe('unfetched');
  });

  it('compares with the tip of the base branch where the histories share nothing', async () => {
    serveChange(github, BASE, CHANGED);
    const message = `No common ancestor between ${TIP} and ${HEAD}.`;
    github.on(/compare/, { status: 404, body: { message } });
    github.on(`GET /repos/acme/api/git/trees/${TIP}?recursive=1`, treeAnswer(BASE));
    const { mergeBase } = await gatherSnapshot(github.client(), options());
    expect(mergeBase).toBe(TIP);
  });

  it('does not mistake a missing commit for histories that share nothing', async () => {
    serveChange(github, BASE, CHANGED);
    github.on(/compare/, { status: 404, body: { message: 'Not Found' } });
    await expect(gatherSnapshot(github.client(), options())).rejects.toThrow('Not Found');
  });

  it('reads one tree for a pull request without a change of its own', async () => {
    serveChange(github, BASE, BASE);
    github.on(/compare/, { body: { merge_base_commit: { sha: HEAD } } });
    const { requests } = await gatherSnapshot(github.client(), options());
    expect(requests).toBe(5);
  });

  it('takes the deciding configuration from the tip of the base, never from the head', async () => {
    const edited = 'lockfile: { mode: off }\n';
    serveChange(github, BASE, { ...BASE, [CONFIGURATION]: edited });
    const file = { object: { oid: 'd', text: 'lockfile: { mode: enforce }\n' } };
    github.on('graphql ConfigurationAt', { body: { data: { repository: { base: { file } } } } });
    const { configuration: _, ...withoutConfiguration } = options();
    const gathered = await gatherSnapshot(github.client(), withoutConfiguration);
    expect(gathered).toMatchObject({
      configuration: { path: CONFIGURATION, text: 'lockfile: { mode: enforce }\n' },
      headConfiguration: { path: CONFIGURATION, text: edited },
      requests: 8,
    });
  });

  it.each([
    ['untouched', { [CONFIGURATION]: 'a' }, { [CONFIGURATION]: 'a' }, 'unchanged'],
    ['absent', {}, {}, 'unchanged'],
    ['deleted', { [CONFIGURATION]: 'a' }, {}, 'removed'],
    ['not text', {}, { [CONFIGURATION]: Buffer.from([0xff]) }, { path: CONFIGURATION, text: '\0' }],
  ])('says that the configuration of the head is %s', async (_, base, head, expected) => {
    serveChange(github, base, head);
    const { headConfiguration } = await gatherSnapshot(github.client(), options());
    expect(headConfiguration).toEqual(expected);
  });
});
