/** GitHub's own GraphQL schema, executed by graphql-js over the state of the world. */
import { execute, GraphQLError, type GraphQLFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { checkedDocument, githubSchema } from '../../support/contract.ts';
import type { Identity } from '../auth.ts';
import type { Hub } from '../hub.ts';
import { rootValue } from './root.ts';

export interface GraphqlContext {
  readonly hub: Hub;
  readonly identity: Extract<Identity, { kind: 'installation' }>;
}

interface GraphqlRequest {
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** A missing field is an error, never a silent null: the fake must not invent answers. */
const resolveField: GraphQLFieldResolver<Readonly<Record<string, unknown>>, GraphqlContext> = (
  source,
  args,
  context,
  info: GraphQLResolveInfo,
) => {
  const value = source[info.fieldName];
  if (value === undefined) {
    const name = `${info.parentType.name}.${info.fieldName}`;
    context.hub.world.violations.push(`graphql: the fake GitHub does not serve ${name} yet`);
    throw new GraphQLError(`the fake GitHub does not serve ${name} yet`);
  }
  return typeof value === 'function' ? value(args, context, info) : value;
};

/** GitHub puts an error's `type` beside its message, not into `extensions`. */
function errorView(error: GraphQLError) {
  const { extensions, ...rest } = error.toJSON();
  return { ...(extensions?.type === undefined ? {} : { type: extensions.type }), ...rest };
}

/** Answers a GraphQL request; errors in it are part of a 200, as on GitHub. */
export async function executeGraphql(
  hub: Hub,
  identity: GraphqlContext['identity'],
  body: unknown,
): Promise<unknown> {
  const { query = '', variables = {}, operationName } = (body ?? {}) as GraphqlRequest;
  const { document, problems } = checkedDocument(query);
  if (document === undefined || problems.length > 0) {
    hub.world.violations.push(...problems.map((problem) => `graphql: ${problem}`));
    return { errors: problems.map((message) => ({ message })) };
  }
  const result = await execute({
    schema: githubSchema(),
    document,
    rootValue: rootValue(hub, identity),
    contextValue: { hub, identity },
    variableValues: variables,
    fieldResolver: resolveField,
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (result.errors === undefined) return result;
  return { data: result.data, errors: result.errors.map(errorView) };
}

/** Pays for the schema and its first validation before anybody waits for them. */
export function warmGraphql(): void {
  checkedDocument(
    'query Warm { repository(owner: "a", name: "b") { object(oid: "c") { oid ... on Blob { text } } } }',
  );
}
