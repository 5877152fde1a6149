export type Headers = Readonly<Record<string, string | number | undefined>>;

/**
 * The parts of Octokit's errors that are looked at. `RequestError` has a status and a response,
 * `GraphqlResponseError` headers, errors and data.
 */
export interface ErrorLike {
  readonly name?: string;
  readonly message: string;
  readonly status?: number;
  readonly headers?: Headers;
  readonly request?: { readonly url?: string };
  readonly response?: { readonly headers?: Headers };
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
  /** What GraphQL answered beside the errors. */
  readonly data?: unknown;
}

export function isErrorLike(error: unknown): error is ErrorLike {
  return error instanceof Error;
}

export function headersOf({ headers, response }: ErrorLike): Headers {
  return headers ?? response?.headers ?? {};
}

/** GraphQL's own 5xx, which comes with status 200. */
export function isGraphqlAccident(message: string): boolean {
  return /Something went wrong while executing your query|timed? ?out/i.test(message);
}
