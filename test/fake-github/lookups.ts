/** Finds things in the world, by what people call them. */
import type { Account, App, Installation, Permissions, Pull, Repository, World } from './world.ts';

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Where the developer clones from and pushes to, without being asked for a password. */
export function cloneUrl(world: World, repository: Repository): string {
  const { login } = world.developer;
  return `${world.url.replace('://', `://${login}:password@`)}/${fullName(repository)}.git`;
}

export function accountOf(world: World, login: string, type: Account['type']): Account {
  const key = login.toLowerCase();
  const account = world.accounts.get(key) ?? { id: world.nextId(), login, type };
  world.accounts.set(key, account);
  return account;
}

/** Another app by id, GitHub Actions (15368) for one; made up on first use. */
export function appOf(world: World, id: number): App {
  const known = world.apps.get(id);
  if (known !== undefined) return known;
  const slug = id === 15368 ? 'github-actions' : `app-${id}`;
  const name = id === 15368 ? 'GitHub Actions' : `App ${id}`;
  const owner = accountOf(world, 'github', 'Organization');
  const permissions: Permissions = { checks: 'write', metadata: 'read' };
  const app = { id, slug, name, owner, permissions, events: [], createdAt: world.clock() };
  world.apps.set(id, app);
  return app;
}

export function installationOf(world: World, repository: Repository): Installation | undefined {
  if (!repository.isInstalled) return undefined;
  return [...world.installations.values()].find(({ account }) => account === repository.owner);
}

export function botOf(world: World, app: App): Account {
  return accountOf(world, `${app.slug}[bot]`, 'Bot');
}

/** Open pull requests of any repository whose head is `repository`'s `branch`. */
export function pullsFrom(world: World, repository: Repository, branch: string): readonly Pull[] {
  return [...world.repositories.values()]
    .flatMap(({ pulls }) => [...pulls.values()])
    .filter((pull) => pull.state === 'open')
    .filter((pull) => pull.headRepository === repository && pull.headRef === branch);
}
