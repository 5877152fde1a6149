import { CONFIGURATION_PATH } from '../config/defaults.ts';
import { gather } from '../gates/gather.ts';
import { NO_SURROUNDINGS } from '../gates/judge-context.ts';
import type { PullFacts, Surroundings } from '../gates/surroundings.ts';
import { textAt, treeOf } from '../gates/tree.ts';
import type { Gate, Snapshot, State } from '../gates/types.ts';
import type { BlobCache } from './blob-cache.ts';
import { fetchBlobs } from './blobs.ts';
import type { GitHubClient } from './client.ts';
import { type ConfigurationFile, readConfiguration } from './configuration.ts';
import { countRequests } from './count-requests.ts';
import { findMergeBase } from './merge-base.ts';
import { readReported } from './reported.ts';
import type { RepositoryRef } from './repository.ts';
import { readRequired } from './required.ts';
import { readTree } from './trees.ts';

export interface SnapshotOptions {
  readonly repo: RepositoryRef;
  /** The commit to judge. */
  readonly head: string;
  /** The tip of the base branch. */
  readonly base: { readonly sha: string; readonly ref: string };
  readonly pull?: PullFacts | 'none';
  readonly gates: readonly Pick<Gate, 'inputs' | 'prepare'>[];
  readonly cache: BlobCache;
  /** What `readTarget` found; otherwise it costs a request. */
  readonly configuration?: ConfigurationFile | 'none';
}

export interface GatheredSnapshot {
  readonly snapshot: Snapshot;
  /** The configuration that decides: at the tip of the base branch. */
  readonly configuration: ConfigurationFile | 'none';
  /** What the change would make of it: the head's file where it differs from the merge base's. */
  readonly headConfiguration: ConfigurationFile | 'removed' | 'unchanged';
  readonly mergeBase: string;
  readonly requests: number;
}

/**
 * Everything that the gates may look at: both trees, and the texts that they ask for. The head is
 * read through the base repository, where GitHub keeps the commits of forks too, deleted or not.
 * Six requests for a usual pull request (merge base, two trees, texts, what is required), three of
 * them from the cache; one more where checks are required.
 *
 * @throws Octokit's errors, `RateLimited`, `TooLarge`; see `classify`
 */
export async function gatherSnapshot(
  client: GitHubClient,
  { repo, head: headSha, base: tip, pull = 'none', gates, cache, configuration }: SnapshotOptions,
): Promise<GatheredSnapshot> {
  const { counted, requests } = countRequests(client);
  const [decides, mergeBase, headFiles, requirements] = await Promise.all([
    configuration ?? readConfiguration(counted, repo, tip.sha),
    findMergeBase(counted, repo, tip.sha, headSha),
    readTree(counted, repo, headSha, cache),
    readRequired(counted, repo, tip.ref),
  ]);
  const head: State = { commit: headSha, files: headFiles };
  const base: State = {
    commit: mergeBase,
    files: mergeBase === headSha ? headFiles : await readTree(counted, repo, mergeBase, cache),
  };
  const change = configurationChange(base, head);
  // Where nothing is required nobody waits; the configuration may require more than GitHub does.
  const mayWait = requirements.required.length > 0 || decides !== 'none';
  const sizes = new Map([...head.files, ...base.files].map(({ oid, size }) => [oid, size]));
  const [blobs, { reported, workflows, message, unasked }] = await Promise.all([
    gather(
      gates,
      [head, base],
      (oids) => {
        const wanted = oids.map((oid) => ({ oid, size: sizes.get(oid) ?? 0 }));
        return fetchBlobs(counted, repo, wanted, cache);
      },
      change === 'edited' ? [CONFIGURATION_PATH] : [],
    ),
    mayWait ? readReported(counted, repo, { head: headSha, base: tip }) : NO_SURROUNDINGS,
  ]);
  const surroundings: Surroundings = {
    ...requirements,
    base: tip.ref,
    pull,
    reported,
    workflows,
    message,
    unasked: [...requirements.unasked, ...unasked],
  };
  const snapshot = { repository: `${repo.owner}/${repo.name}`, head, base, surroundings, blobs };
  return {
    snapshot,
    configuration: decides,
    headConfiguration: change === 'edited' ? editedConfiguration(snapshot) : change,
    mergeBase,
    requests: requests(),
  };
}

function configurationChange(base: State, head: State): 'edited' | 'removed' | 'unchanged' {
  const before = oidOf(base);
  const after = oidOf(head);
  if (before === after) return 'unchanged';
  return after === undefined ? 'removed' : 'edited';
}

function oidOf({ files }: State): string | undefined {
  return files.find(({ path }) => path === CONFIGURATION_PATH)?.oid;
}

function editedConfiguration({ head, blobs }: Snapshot): ConfigurationFile {
  // A file that is not text; NUL makes the YAML reader say so.
  const text = textAt(treeOf(head, blobs), CONFIGURATION_PATH) ?? '\0';
  return { path: CONFIGURATION_PATH, text };
}
