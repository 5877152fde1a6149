/** Who is asking: the app by its JWT, or an installation by its token. */
import { createHmac, verify } from 'node:crypto';
import { ApiError, forbidden, invalid, notFound, unprocessable } from './errors.ts';
import type {
  App,
  Installation,
  PermissionLevel,
  Permissions,
  Repository,
  Token,
  World,
} from './world.ts';

export type Identity =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: Token; readonly secret: string };

/** GitHub tolerates this much difference between the clocks, in seconds. */
const SKEW = 60;
const HOUR = 3_600_000;
const LEVELS: readonly PermissionLevel[] = ['read', 'write', 'admin'];

function unauthorized(message: string): ApiError {
  return new ApiError(401, message);
}

function decoded(part: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
  } catch {
    throw unauthorized('A JSON web token could not be decoded');
  }
}

/** Verifies an App's JWT: RS256, issuer, not expired, at most ten minutes ahead. */
function verifyJwt(world: World, jwt: string): App {
  const [header, claims, signature] = jwt.split('.');
  const { app } = world;
  if (decoded(header).alg !== 'RS256') throw unauthorized('A JSON web token could not be decoded');
  const { iss, iat, exp } = decoded(claims);
  if (![String(app.id), `Iv23li${app.id}`].includes(String(iss))) {
    throw new ApiError(404, 'Integration not found');
  }
  const signed = Buffer.from(`${header}.${claims}`);
  const isGenuine = verify(
    'RSA-SHA256',
    signed,
    app.publicKey,
    Buffer.from(signature ?? '', 'base64url'),
  );
  if (!isGenuine) throw unauthorized('A JSON web token could not be decoded');
  const now = world.clock().getTime() / 1000;
  if (typeof iat !== 'number' || iat > now + SKEW) {
    throw unauthorized(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp < now) {
    throw unauthorized(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + 600 + SKEW) {
    throw unauthorized("'Expiration time' claim ('exp') is too far in the future");
  }
  return app;
}

/** Who an `authorization` header stands for; 401 for a token that is unknown or expired. */
export function identify(world: World, authorization: string | undefined): Identity {
  const [scheme = '', value = ''] = (authorization ?? '').split(' ');
  if (authorization === undefined) return { kind: 'anonymous' };
  const secret = /^basic$/i.test(scheme)
    ? Buffer.from(value, 'base64')
        .toString()
        .replace(/^[^:]*:/, '')
    : value;
  if (/^ey[^.]*\.[^.]+\.[^.]+$/.test(secret)) {
    return { kind: 'app', app: verifyJwt(world, secret) };
  }
  const token = world.tokens.get(secret);
  if (token === undefined || token.expiresAt <= world.clock())
    throw unauthorized('Bad credentials');
  return { kind: 'installation', token, secret };
}

function newSecret(world: World, id: number): string {
  const random = createHmac('sha256', 'fake-github').update(`${world.url} ${id}`).digest();
  if (world.limits.tokenFormat === 'short') {
    return `ghs_${random.toString('base64url').replaceAll(/[-_]/g, '0').slice(0, 36)}`;
  }
  const long = Buffer.concat(Array.from({ length: 11 }, () => random)).toString('base64url');
  return `ghs_${world.app.id}_eyJ${long.slice(0, 40)}.${long.slice(40, 380)}.${long.slice(380)}`;
}

interface TokenRequest {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

/** Issues a token of one hour, narrowed to what was asked for. */
export function issueToken(
  world: World,
  installation: Installation,
  request: TokenRequest,
): {
  readonly secret: string;
  readonly token: Token;
  readonly repositories?: readonly Repository[];
} {
  const { permissions = installation.permissions } = request;
  for (const [name, level] of Object.entries(permissions)) {
    if (!covers(installation.permissions, name, level)) {
      throw unprocessable('The permissions requested are not granted to this installation.');
    }
  }
  const names = request.repositories;
  const ids = request.repository_ids;
  if (names !== undefined && ids !== undefined)
    throw invalid('give repositories or repository_ids');
  const all = repositoriesOf(world, installation);
  const wanted =
    names?.map((name) => all.find((repository) => repository.name === name)) ??
    ids?.map((id) => all.find((repository) => repository.id === id));
  const repositories = wanted?.map((repository) => {
    if (repository === undefined) {
      throw unprocessable(
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
      );
    }
    return repository;
  });
  const token: Token = {
    installation,
    permissions,
    repositories: repositories === undefined ? 'all' : new Set(repositories.map(({ id }) => id)),
    expiresAt: new Date(world.clock().getTime() + HOUR),
  };
  const secret = newSecret(world, world.nextId());
  world.tokens.set(secret, token);
  return repositories === undefined ? { secret, token } : { secret, token, repositories };
}

export function repositoriesOf(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter(
    (repository) => repository.isInstalled && repository.owner === installation.account,
  );
}

export function covers(granted: Permissions, name: string, level: PermissionLevel): boolean {
  const held = name === 'metadata' ? (granted[name] ?? 'read') : granted[name];
  return held !== undefined && LEVELS.indexOf(held) >= LEVELS.indexOf(level);
}

/** The repository, if this identity may know of it; 404 (never 403) when not. */
export function accessible(
  world: World,
  identity: Identity,
  owner: string,
  name: string,
): Repository {
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (repository === undefined || identity.kind !== 'installation') throw notFound();
  if (!mayRead(identity.token, repository)) throw notFound();
  return repository;
}

export function mayRead(token: Token, repository: Repository): boolean {
  if (!repository.isInstalled || repository.owner !== token.installation.account) return false;
  return token.repositories === 'all' || token.repositories.has(repository.id);
}

/** 403 naming what would have been enough; `needs` is `checks:write`, any one of several. */
export function demand(identity: Identity, needs: readonly string[]): void {
  if (identity.kind !== 'installation' || needs.length === 0) return;
  const isEnough = needs.some((need) => {
    const [name = '', level = 'read'] = need.split(':');
    return covers(identity.token.permissions, name, level as PermissionLevel);
  });
  if (isEnough) return;
  const accepted = needs.map((need) => need.replace(':', '=')).join('; ');
  const refusal = forbidden();
  throw new ApiError(refusal.status, refusal.message, {
    headers: { 'x-accepted-github-permissions': accepted },
  });
}
