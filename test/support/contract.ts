/**
 * GitHub's own description of its API as a judge: requests, responses, webhooks and GraphQL
 * documents are held against `fixtures/github/` and the official schema. What the description does
 * not say (byte limits, ownership, permissions) is in the fake GitHub's rules instead.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { buildSchema, parse, validate } from 'graphql';
import { type OpenOperation, type OpenSchema, operationOf } from './contract-routes.ts';
import { unknownKeys } from './contract-unknown.ts';

/** A request, response, document or payload that GitHub would not accept or send. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

interface Described<Part> {
  readonly parts: Readonly<Record<string, Part>>;
  readonly schemas: Readonly<Record<string, OpenSchema>>;
  /** Compiles on first use: all at once would cost a second. */
  readonly problems: (key: string, schema: OpenSchema, value: unknown) => readonly string[];
}

const FIXTURES = join(import.meta.dirname, '../../fixtures/github');

/** Where GitHub's answers and payloads are known to differ from its own description. */
const KNOWN_DIFFERENCES: readonly RegExp[] = [
  // An account is described as user *and* enterprise; it is one of them.
  /^GET \/app\/installations 200: \/\d+\/account /,
  // The list of events there is older than merge queues.
  /^check_suite\.\w+: \/check_suite\/app\/events\//,
  // Both are null once a fork was deleted.
  /^pull_request\.\w+: \/pull_request\/head\/(repo|user) must be object$/,
  /^GET \/repos\/\{owner\}\/\{repo\}\/pulls\/\{pull_number\} 200: \/head\/(repo|user) must be object$/,
];

function isUnknown(problem: string): boolean {
  return !KNOWN_DIFFERENCES.some((known) => known.test(problem));
}

function describe<Part>(file: string, key: 'operations' | 'events'): Described<Part> {
  const json = JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, coerceTypes: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'github', schemas: json.schemas });
  const compiled = new Map<string, ValidateFunction>();
  function problems(name: string, schema: OpenSchema, value: unknown): readonly string[] {
    const check = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, check);
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message = '', params }) => {
      const allowed = 'allowedValues' in params ? ` (${String(params.allowedValues)})` : '';
      return `${instancePath === '' ? 'value' : instancePath} ${message}${allowed}`;
    });
  }
  return { parts: json[key], schemas: json.schemas, problems };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const rest = once(() => describe<OpenOperation>('openapi.json', 'operations'));
const hooks = once(() => describe<OpenSchema>('webhooks.json', 'events'));

/** Query parameters arrive as text; `12` and `true` are read as what they look like. */
function plain(text: string, schema: OpenSchema): unknown {
  if (schema.type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (schema.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function queryProblems(route: string, operation: OpenOperation, url: URL): readonly string[] {
  return [...url.searchParams].flatMap(([name, text]) => {
    const parameter = operation.query.find((candidate) => candidate.name === name);
    if (parameter === undefined) return [`unknown query parameter ${name}`];
    const key = `${route} ?${name}`;
    return rest().problems(key, parameter.schema, plain(text, parameter.schema));
  });
}

/**
 * What is wrong with a REST request. `path` has no `/api/v3` in front and may carry a query;
 * `body` is the parsed JSON, `undefined` when there is none.
 */
export function requestProblems(method: string, path: string, body: unknown): readonly string[] {
  const url = new URL(path, 'http://localhost');
  const found = operationOf(rest().parts, method, url.pathname);
  if (found === undefined) {
    return [`no such operation: ${method} ${url.pathname} (see contract-scope.ts)`];
  }
  const { route, operation } = found;
  const problems = [...queryProblems(route, operation, url)];
  if (operation.body !== null && (body !== undefined || operation.bodyRequired)) {
    const value = body ?? {};
    problems.push(...rest().problems(`${route} body`, operation.body, value));
    problems.push(...unknownKeys(operation.body, value, rest().schemas));
  }
  return problems.map((problem) => `${route}: ${problem}`);
}

/** What is wrong with an answer of a 2xx status; other answers are not described. */
export function responseProblems(
  method: string,
  path: string,
  status: number,
  body: unknown,
): readonly string[] {
  const url = new URL(path, 'http://localhost');
  const found = operationOf(rest().parts, method, url.pathname);
  if (found === undefined || status < 200 || status >= 300) return [];
  const schema = found.operation.responses[String(status)];
  if (schema === undefined) return [`${found.route}: GitHub never answers ${status} here`];
  if (body === undefined) return [];
  return rest()
    .problems(`${found.route} ${status}`, schema, body)
    .map((problem) => `${found.route} ${status}: ${problem}`)
    .filter(isUnknown);
}

/** GitHub's GraphQL schema, built once (130 ms). */
export const githubSchema: () => GraphQLSchema = once(() => {
  const file = join(
    import.meta.dirname,
    '../../node_modules/@octokit/graphql-schema/schema.graphql',
  );
  const trusted = { assumeValid: true, assumeValidSDL: true, noLocation: true };
  return buildSchema(readFileSync(file, 'utf8'), trusted);
});

interface CheckedDocument {
  readonly document?: DocumentNode;
  readonly problems: readonly string[];
}

const documents = new Map<string, CheckedDocument>();

/** Parses and validates a GraphQL document; each text is judged once. */
export function checkedDocument(query: string): CheckedDocument {
  const known = documents.get(query);
  if (known !== undefined) return known;
  const checked = checkDocument(query);
  documents.set(query, checked);
  return checked;
}

function checkDocument(query: string): CheckedDocument {
  try {
    const document = parse(query);
    return { document, problems: validate(githubSchema(), document).map((e) => e.message) };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/** What is wrong with a webhook's payload; `event` is the header's value (`pull_request`). */
export function webhookProblems(event: string, payload: unknown): readonly string[] {
  const action = (payload as { readonly action?: unknown } | null)?.action;
  const name = typeof action === 'string' ? `${event}.${action}` : event;
  const schema = hooks().parts[name];
  if (schema === undefined) return [`no such event: ${name} (see contract-scope.ts)`];
  return hooks()
    .problems(name, schema, payload)
    .map((problem) => `${name}: ${problem}`)
    .filter(isUnknown);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ContractError(problems.join('\n'));
}

/** Throws a `ContractError` when GitHub would not accept this request. */
export function assertRequest(method: string, path: string, body?: unknown): void {
  refuse(requestProblems(method, path, body));
}

/** Throws a `ContractError` when GitHub would not give this answer. */
export function assertResponse(method: string, path: string, status: number, body: unknown): void {
  refuse(responseProblems(method, path, status, body));
}

/** Throws a `ContractError` when the document does not fit GitHub's GraphQL schema. */
export function assertGraphql(query: string): void {
  refuse(checkedDocument(query).problems);
}

/** Throws a `ContractError` when GitHub would not send this payload. */
export function assertWebhook(event: string, payload: unknown): void {
  refuse(webhookProblems(event, payload));
}
