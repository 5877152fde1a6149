/** Finds the described operation for a path. */

export type OpenSchema = Readonly<Record<string, unknown>>;

export interface OpenOperation {
  readonly query: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: OpenSchema;
  }[];
  readonly body: OpenSchema | null;
  readonly bodyRequired: boolean;
  /** Schema by 2xx status; an empty one where the answer has no JSON. */
  readonly responses: Readonly<Record<string, OpenSchema>>;
}

interface Pattern {
  readonly route: string;
  readonly method: string;
  readonly regex: RegExp;
  readonly literals: number;
}

const patterns = new WeakMap<object, readonly Pattern[]>();

/** These may contain slashes, all others not. */
const MULTI_SEGMENT = /^\{(path|ref|basehead|branch)\}$/;

function patternOf(route: string): Pattern {
  const [method = '', path = ''] = route.split(' ');
  const segments = path.split('/').slice(1);
  const sources = segments.map((segment) => {
    if (!segment.startsWith('{')) return segment;
    return MULTI_SEGMENT.test(segment) ? '.+' : '[^/]+';
  });
  const literals = segments.filter((segment) => !segment.startsWith('{')).length;
  return { route, method, regex: new RegExp(`^/${sources.join('/')}$`), literals };
}

/** The operation with the most literal segments that matches; `undefined` when there is none. */
export function operationOf(
  operations: Readonly<Record<string, OpenOperation>>,
  method: string,
  path: string,
): { readonly route: string; readonly operation: OpenOperation } | undefined {
  const known =
    patterns.get(operations) ??
    Object.keys(operations)
      .map(patternOf)
      .sort((a, b) => b.literals - a.literals);
  patterns.set(operations, known);
  const found = known.find((p) => p.method === method.toUpperCase() && p.regex.test(path));
  const operation = found && operations[found.route];
  return found && operation ? { route: found.route, operation } : undefined;
}
