/** Repositories and installations come into being. */
import { join } from 'node:path';
import { type Changes, createGitRepository } from './git.ts';
import { accountOf, installationOf } from './lookups.ts';
import type { BranchRules, Installation, Repository, RequiredCheck, World } from './world.ts';

export interface NewRepository {
  readonly files: Changes;
  readonly defaultBranch?: string;
  /** Required checks of the default branch. */
  readonly requires?: readonly (string | RequiredCheck)[];
  readonly isPrivate?: boolean;
  /** Without the app when `false`; `install()` adds it later. */
  readonly isInstalled?: boolean;
}

export async function createRepository(
  world: World,
  name: string,
  options: Omit<NewRepository, 'files' | 'requires'>,
  parent?: Repository,
): Promise<Repository> {
  const [login = '', short = ''] = name.split('/');
  if (world.repositories.has(name.toLowerCase())) throw new Error(`${name} exists already`);
  const { defaultBranch = 'main', isPrivate = false, isInstalled = true } = options;
  const id = world.nextId();
  const git = await createGitRepository(
    join(world.folder, `${id}.git`),
    defaultBranch,
    parent?.git,
  );
  const repository: Repository = {
    id,
    owner: accountOf(world, login, 'Organization'),
    name: short,
    defaultBranch,
    isPrivate,
    parent,
    git,
    pulls: new Map(),
    rules: new Map(),
    releases: [],
    isInstalled,
    nextNumber: 1,
    createdAt: world.clock(),
    pushedAt: world.clock(),
  };
  world.repositories.set(name.toLowerCase(), repository);
  if (isInstalled) ensureInstallation(world, repository);
  return repository;
}

/** The installation on the repository's owner, and whether it had to be made. */
export function ensureInstallation(
  world: World,
  repository: Repository,
): { readonly installation: Installation; readonly isNew: boolean } {
  repository.isInstalled = true;
  const known = installationOf(world, repository);
  if (known !== undefined) return { installation: known, isNew: false };
  const installation: Installation = {
    id: world.nextId(),
    account: repository.owner,
    permissions: world.app.permissions,
    createdAt: world.clock(),
  };
  world.installations.set(installation.id, installation);
  return { installation, isNew: true };
}

export function rulesOf(rules: Partial<BranchRules>): BranchRules {
  return { requires: [], isStrict: false, source: 'ruleset', hasMergeQueue: false, ...rules };
}
