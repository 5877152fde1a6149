/** An answer other than success, in GitHub's words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errors: readonly unknown[];
  readonly headers: Readonly<Record<string, string>>;
  /** No correct client sends such a request: it is kept for the end of the test. */
  readonly isViolation: boolean;

  constructor(
    status: number,
    message: string,
    details: {
      readonly errors?: readonly unknown[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly isViolation?: boolean;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = details.errors ?? [];
    this.headers = details.headers ?? {};
    this.isViolation = details.isViolation ?? false;
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

export function forbidden(message = 'Resource not accessible by integration'): ApiError {
  return new ApiError(403, message);
}

/** 422 for what a correct client may run into (a branch that exists already). */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, message);
}

/** 422 for what a correct client never sends (a limit overrun); remembered as a violation. */
export function invalid(...problems: readonly string[]): ApiError {
  const message = `Invalid request.\n\n${problems.join('\n')}`;
  return new ApiError(422, message, { errors: problems, isViolation: true });
}
