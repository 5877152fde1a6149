import { type ErrorLike, headersOf, isErrorLike, isGraphqlAccident } from './error-like.ts';
import { pauseOf, secondsUntil } from './pauses.ts';

/** The primary limit is used up, or a pause is too long to wait inside a job: try again later. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly resetAt: Date;

  constructor(resetAt: Date, options?: ErrorOptions) {
    super(`GitHub's rate limit is used up until ${resetAt.toISOString()}`, options);
    this.resetAt = resetAt;
  }
}

/** What was asked for is gone, or this installation may no longer see it. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The repository is larger than what can be judged. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Whether the pull request, the repository or the installation is gone for good. Any other 404 can
 * be a copy of GitHub's that lags behind.
 */
export function isGone(error: unknown): boolean {
  if (error instanceof NotFound) return true;
  if (!isErrorLike(error) || error.status !== 404) return false;
  return /\/app\/installations\/\d+\/access_tokens$/.test(error.request?.url ?? '');
}

export type FailureKind =
  | 'not-found'
  | 'no-permission'
  | 'rate-limited'
  | 'stale'
  | 'transient'
  | 'invalid'
  | 'unknown';

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly retryAfterSeconds?: number;
  /** What GitHub says would have been enough, such as `checks=write`. */
  readonly acceptedPermissions?: string;
}

const GRAPHQL_KINDS: Readonly<Record<string, FailureKind>> = {
  NOT_FOUND: 'not-found',
  FORBIDDEN: 'no-permission',
  RATE_LIMITED: 'rate-limited',
  STALE_DATA: 'stale',
  UNPROCESSABLE: 'invalid',
};

/** What an error of this folder's functions means, and when trying again could help. */
export function classify(error: unknown): Failure {
  if (error instanceof RateLimited) {
    return {
      kind: 'rate-limited',
      message: error.message,
      retryAfterSeconds: secondsUntil(error.resetAt.getTime()),
    };
  }
  if (error instanceof NotFound) return { kind: 'not-found', message: error.message };
  if (error instanceof TooLarge) return { kind: 'invalid', message: error.message };
  if (!isErrorLike(error)) return { kind: 'unknown', message: String(error) };
  const { message } = error;
  const pause = pauseOf(error);
  if (pause !== 'none') return { kind: 'rate-limited', message, retryAfterSeconds: pause.seconds };
  const kind = kindOf(error);
  const accepted = headersOf(error)['x-accepted-github-permissions'];
  if (accepted === undefined) return { kind, message };
  return { kind, message, acceptedPermissions: String(accepted) };
}

function kindOf({ name, status, errors }: ErrorLike): FailureKind {
  if (errors !== undefined) return kindOfErrors(errors);
  if (name === 'TimeoutError' || name === 'AbortError') return 'transient';
  return kindOfStatus(status);
}

function kindOfStatus(status: number | undefined): FailureKind {
  if (status === undefined) return 'unknown';
  if (status >= 500) return 'transient';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 401 || status === 403) return 'no-permission';
  if (status === 409) return 'stale';
  return status >= 400 ? 'invalid' : 'unknown';
}

function kindOfErrors(errors: NonNullable<ErrorLike['errors']>): FailureKind {
  for (const { type, message } of errors) {
    const kind = GRAPHQL_KINDS[type ?? ''];
    if (kind !== undefined) return kind;
    if (isGraphqlAccident(message)) return 'transient';
  }
  return 'unknown';
}
