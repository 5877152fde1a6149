import { GraphQLError } from 'graphql';

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

function cursorOf(index: number): string {
  return Buffer.from(`cursor:${index}`).toString('base64');
}

function indexOf(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64').toString().split(':')[1]);
}

/** A page of `items`; like GitHub, 1 to 100 of them and never without saying how many. */
export function connection<Item>(items: readonly Item[], args: PageArguments) {
  const { first, last, after, before } = args;
  const size = first ?? last;
  if (size === undefined || size === null) {
    throw new GraphQLError('You must provide a `first` or `last` value to properly paginate.', {
      extensions: { type: 'MISSING_PAGINATION_BOUNDARIES' },
    });
  }
  if (size < 1 || size > 100) {
    throw new GraphQLError(
      `Requesting ${size} records exceeds the \`first\` limit of 100 records.`,
      {
        extensions: { type: 'EXCESSIVE_PAGINATION' },
      },
    );
  }
  const from = after ? indexOf(after) + 1 : 0;
  const to = before ? indexOf(before) : items.length;
  const start = first ? from : Math.max(from, to - size);
  const end = first ? Math.min(to, from + size) : to;
  const nodes = items.slice(start, end);
  const edges = nodes.map((node, index) => ({ node, cursor: cursorOf(start + index) }));
  return {
    nodes,
    edges,
    totalCount: items.length,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
