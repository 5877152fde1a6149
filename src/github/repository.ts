import { NotFound } from './errors.ts';

/** A repository. The id stays when it is renamed or transferred; the names are the newest known. */
export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
}

/** The fragment `RepositoryParts`. */
export interface RepositoryParts {
  readonly databaseId: number | null;
  readonly name: string;
  readonly owner: { readonly login: string };
}

/** The path parameters of REST routes. */
export function inRepository(repo: RepositoryRef): {
  readonly owner: string;
  readonly repo: string;
} {
  return { owner: repo.owner, repo: repo.name };
}

/**
 * The repository under its current names: GitHub follows renames and answers with the new ones.
 *
 * @throws {NotFound} when the name now belongs to another repository
 */
export function renamed(asked: RepositoryRef, found: RepositoryParts): RepositoryRef {
  if (found.databaseId !== asked.id) {
    throw new NotFound(`${asked.owner}/${asked.name} is another repository now`);
  }
  return { owner: found.owner.login, name: found.name, id: asked.id };
}
