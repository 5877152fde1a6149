/** What a REST handler gets and gives. */

import { accessible, demand, type Identity } from '../auth.ts';
import { ApiError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import type { App, Installation, Repository, World } from '../world.ts';

export interface Call {
  readonly hub: Hub;
  readonly world: World;
  readonly identity: Identity;
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The request's JSON; its shape was checked against the contract. */
  readonly body: unknown;
  readonly accept: string;
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  /** JSON, or bytes for raw media types; `undefined` sends no body. */
  readonly body?: unknown;
  readonly raw?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export interface RepositoryCall extends Call {
  readonly repository: Repository;
  readonly installation: Installation;
}

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

/** A route that only the App itself may use, by JWT. */
export function appRoute(
  method: string,
  path: string,
  handle: (call: Call & { readonly app: App }) => Answer | Promise<Answer>,
): Route {
  return {
    method,
    path,
    handle(call) {
      if (call.identity.kind !== 'app') {
        throw new ApiError(401, 'A JSON web token could not be decoded');
      }
      return handle({ ...call, app: call.identity.app });
    },
  };
}

/** A route for installation tokens, about no repository in particular. */
export function installationRoute(
  method: string,
  path: string,
  handle: (call: Call & { readonly installation: Installation }) => Answer | Promise<Answer>,
): Route {
  return {
    method,
    path,
    handle(call) {
      if (call.identity.kind !== 'installation') {
        throw new ApiError(403, 'Resource not accessible by integration');
      }
      return handle({ ...call, installation: call.identity.token.installation });
    },
  };
}

/**
 * A route below `/repos/{owner}/{repo}`. `needs` are permissions (`checks:write`) of which any one
 * is enough.
 */
export function repositoryRoute(
  method: string,
  path: string,
  needs: readonly string[],
  handle: (call: RepositoryCall) => Answer | Promise<Answer>,
): Route {
  return {
    method,
    path: `/repos/{owner}/{repo}${path}`,
    handle(call) {
      const { world, identity, params } = call;
      if (identity.kind !== 'installation') throw new ApiError(401, 'Requires authentication');
      const repository = accessible(world, identity, params.owner ?? '', params.repo ?? '');
      demand(identity, needs);
      return handle({ ...call, repository, installation: identity.token.installation });
    },
  };
}

/** One page of `items` with GitHub's `Link` header; `wrap` puts a page into its envelope. */
export function paged<Item>(
  call: Call,
  items: readonly Item[],
  wrap: (page: readonly Item[]) => unknown = (page) => page,
): Answer {
  const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30)));
  const page = Math.max(1, Number(call.query.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    return `<${call.world.url}${call.path}?${query}>; rel="${rel}"`;
  };
  const links = [
    page > 1 && link(page - 1, 'prev'),
    page < last && link(page + 1, 'next'),
    page < last && link(last, 'last'),
    page > 1 && link(1, 'first'),
  ].filter((entry) => entry !== false);
  const body = wrap(items.slice((page - 1) * size, page * size));
  return ok(body, links.length > 0 ? { link: links.join(', ') } : {});
}
