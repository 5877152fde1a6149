/** The mutations that the app uses. */
import { GraphQLError } from 'graphql';
import { covers, type Identity, mayRead } from '../auth.ts';
import { setRef, ZERO_OID } from '../git.ts';
import { commitChanges } from '../git-commit.ts';
import { compareCommits } from '../git-compare.ts';
import type { Hub } from '../hub.ts';
import { botOf } from '../lookups.ts';
import { nodeId } from '../views/accounts.ts';
import { repositoryView } from '../views/repositories.ts';
import type { Pull, Repository } from '../world.ts';
import { commitChecks } from './checks.ts';
import { objectNode } from './objects.ts';

type Installation = Extract<Identity, { kind: 'installation' }>;

function failure(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Throws what GitHub answers where the token has no such right. */
export function requirePermission(
  { token }: Installation,
  permission: string,
  level: 'read' | 'write',
): void {
  if (covers(token.permissions, permission, level)) return;
  throw failure('FORBIDDEN', 'Resource not accessible by integration');
}

/** A workflow that a commit changes, against its parent. */
async function changedWorkflow({ git }: Repository, oid: string): Promise<string | undefined> {
  const [parent] = (await git.objects.read(oid))?.content.toString().match(/^parent \S+$/gm) ?? [];
  if (parent === undefined) return undefined;
  const comparison = await compareCommits(git, parent.slice(7), oid);
  return comparison?.files.find(({ path }) => path.startsWith('.github/workflows/'))?.path;
}

function refusedWorkflow(path: string): string {
  return `refusing to allow a GitHub App to create or update workflow \`${path}\` without \`workflows\` permission`;
}

interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string | null };
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

interface RefsInput {
  readonly repositoryId: string;
  readonly refUpdates: readonly {
    readonly name: string;
    readonly beforeOid?: string;
    readonly afterOid: string;
  }[];
}

export function mutations(hub: Hub, identity: Installation) {
  const { world } = hub;

  function repositoryCalled(name: string): Repository {
    const found = world.repositories.get(name.toLowerCase());
    if (found !== undefined && mayRead(identity.token, found)) return found;
    throw failure('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);
  }

  async function createCommitOnBranch({ input }: { readonly input: CommitInput }) {
    const { branch, expectedHeadOid, message, fileChanges } = input;
    const repository = repositoryCalled(branch.repositoryNameWithOwner);
    requirePermission(identity, 'contents', 'write');
    const name = branch.branchName.replace(/^refs\/heads\//, '');
    const ref = `refs/heads/${name}`;
    const before = repository.git.refs.get(ref);
    if (before === undefined) throw failure('NOT_FOUND', `No branch called ${name}`);
    if (before !== expectedHeadOid) {
      const expected = `Expected branch to point to "${expectedHeadOid}" but it did not.`;
      throw failure('STALE_DATA', `${expected} Pull and try again.`);
    }
    const added = (fileChanges?.additions ?? []).map(
      ({ path, contents }) => [path, Buffer.from(contents, 'base64')] as const,
    );
    const removed = (fileChanges?.deletions ?? []).map(({ path }) => [path, null] as const);
    const changes = Object.fromEntries([...added, ...removed]);
    const text = `${message.headline}\n\n${message.body ?? ''}`.trim();
    const after = await commitChanges(repository.git, ref, [before], changes, text, {
      author: botOf(world, world.app).login,
    });
    await hub.pushed(repository, { branch: name, before, after });
    return {
      clientMutationId: null,
      commit: () => objectNode(world, repository, after, commitChecks(world, repository)),
    };
  }

  async function updateRefs({ input }: { readonly input: RefsInput }) {
    const repository = [...world.repositories.values()].find(
      (one) => repositoryView(world, one).node_id === input.repositoryId,
    );
    if (repository === undefined || !mayRead(identity.token, repository)) {
      throw failure('NOT_FOUND', `Could not resolve to a node with the id '${input.repositoryId}'`);
    }
    requirePermission(identity, 'contents', 'write');
    for (const { name, beforeOid, afterOid } of input.refUpdates) {
      const before = repository.git.refs.get(name) ?? ZERO_OID;
      if (beforeOid !== undefined && beforeOid !== before) {
        throw failure('STALE_DATA', `${name} is at ${before}, not at ${beforeOid}`);
      }
      const after = afterOid === ZERO_OID ? undefined : afterOid;
      const workflow = after === undefined ? undefined : await changedWorkflow(repository, after);
      if (workflow !== undefined && !covers(identity.token.permissions, 'workflows', 'write')) {
        throw failure('FORBIDDEN', refusedWorkflow(workflow));
      }
      await setRef(repository.git, name, after);
      const branch = name.replace('refs/heads/', '');
      await hub.pushed(repository, { branch, before, after: afterOid });
    }
    return { clientMutationId: null };
  }

  function enablePullRequestAutoMerge({
    input,
  }: {
    readonly input: { readonly pullRequestId: string; readonly mergeMethod?: string };
  }) {
    requirePermission(identity, 'pull_requests', 'write');
    const pull = pullWith(input.pullRequestId);
    if (!pull.repository.rules.has(pull.baseRef)) {
      throw failure('UNPROCESSABLE', 'Pull request Protected branch rules not configured');
    }
    pull.autoMerge = input.mergeMethod ?? 'MERGE';
    return { clientMutationId: null };
  }

  function pullWith(id: string): Pull {
    const pulls = [...world.repositories.values()].flatMap((one) => [...one.pulls.values()]);
    const found = pulls.find((pull) => nodeId('PR', pull.id) === id);
    if (found !== undefined) return found;
    throw failure('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  }

  return { createCommitOnBranch, updateRefs, enablePullRequestAutoMerge };
}
