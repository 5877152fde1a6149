/** The repository as all steps of a bump job see it. */
import type { AdvisorySource } from '../advisories/source.ts';
import { bumpAsking } from '../bumps/plan/others.ts';
import type { RepositoryConfiguration } from '../config/defaults.ts';
import { loadConfiguration } from '../config/load.ts';
import { treeOf } from '../gates/tree.ts';
import type { Snapshot, Tree } from '../gates/types.ts';
import type { BumpState } from '../github/bump-state.ts';
import type { GitHubClient } from '../github/client.ts';
import { gatherSnapshot } from '../github/snapshot.ts';
import type { Engine } from '../relock/engine.ts';
import type { EvaluateDependencies } from './evaluate-job.ts';
import type { Job } from './queue.ts';

export interface BumpDependencies extends EvaluateDependencies {
  readonly engine: Engine;
  readonly advisories: AdvisorySource;
  /** The name under which GitHub shows our commits: `lockkeeper[bot]`. */
  botName(): Promise<string>;
}

export interface BumpJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'bump' }>;
}

export interface BumpScene {
  readonly client: GitHubClient;
  readonly state: BumpState;
  readonly configuration: RepositoryConfiguration;
  /** Of the base branch alone. */
  readonly snapshot: Snapshot;
  readonly tree: Tree;
}

export async function sceneOf(
  client: GitHubClient,
  state: BumpState,
  { gates, cache }: BumpDependencies,
): Promise<BumpScene> {
  const { repo, base } = state;
  const file = state.configuration;
  const [{ configuration }, { snapshot }] = await Promise.all([
    loadConfiguration(
      file === 'none' ? 'none' : file.text,
      file === 'none' ? '' : file.path,
      'base',
    ),
    gatherSnapshot(client, {
      repo,
      head: base.sha,
      base,
      gates: [...gates, bumpAsking],
      cache,
      configuration: file,
    }),
  ]);
  return { client, state, configuration, snapshot, tree: treeOf(snapshot.head, snapshot.blobs) };
}
