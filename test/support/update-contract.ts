/**
 * Cuts GitHub's OpenAPI down to what this app uses, into `fixtures/github/`. Run by hand, in a
 * folder where the specification was installed for the occasion (400 MB, never a dependency):
 *
 *     mkdir /tmp/contract && cd /tmp/contract && npm init -y
 *     npm install @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0
 *     node .../test/support/update-contract.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EVENTS, OPERATIONS } from './contract-scope.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const FROM = createRequire(join(process.cwd(), 'package.json'));
const TO = join(import.meta.dirname, '../../fixtures/github');

/** Keys that describe but do not constrain. `format: uri` and friends are kept. */
const PROSE = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'tags',
  'title',
  'x-multi-segment',
]);

function load(name: string): { readonly version: string; readonly document: JsonObject } {
  const { version } = JSON.parse(readFileSync(FROM.resolve(`${name}/package.json`), 'utf8'));
  const file = FROM.resolve(`${name}/generated/api.github.com.json`);
  return { version: String(version), document: JSON.parse(readFileSync(file, 'utf8')) };
}

function object(value: Json | undefined): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return value as JsonObject;
}

function at(value: Json | undefined, ...path: readonly string[]): JsonObject {
  return path.reduce<JsonObject>((node, key) => object(node[key]), object(value));
}

/** JSON Schema without prose; OpenAPI's `nullable` becomes a type or an `anyOf` with null. */
function clean(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map((item) => clean(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => isNames || !(PROSE.has(key) || key.startsWith('x-') || key === 'nullable'))
    .map(([key, item]) => {
      if (key === '$ref' && typeof item === 'string') return [key, localReference(item)] as const;
      return [key, clean(item, !isNames && key === 'properties')] as const;
    });
  const schema: JsonObject = Object.fromEntries(entries);
  return !isNames && object(value).nullable === true ? orNull(schema) : schema;
}

/** `contract.ts` registers the schemas under the id `github`. */
function localReference(reference: string): string {
  return reference.replace('#/components/schemas/', 'github#/schemas/');
}

function orNull(schema: JsonObject): JsonObject {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const allowed = Array.isArray(schema.enum) ? { enum: [...new Set([...schema.enum, null])] } : {};
  return { ...schema, type: [schema.type, 'null'], ...allowed };
}

function jsonSchema(body: Json | undefined): Json | undefined {
  const schema = at(body, 'content', 'application/json').schema;
  return schema === undefined ? undefined : clean(schema);
}

/** Follows one `$ref` inside `document`. */
function resolve(document: JsonObject, value: Json | undefined): JsonObject {
  const { $ref } = object(value);
  if (typeof $ref !== 'string') return object(value);
  return at(document, ...$ref.slice(2).split('/'));
}

/** All component schemas that `roots` need, however deep. */
function schemasOf(document: JsonObject, roots: Json): JsonObject {
  const found = new Map<string, Json>();
  const waiting = [roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const [, name] of JSON.stringify(node).matchAll(/"github#\/schemas\/([^"]+)"/g)) {
      if (name === undefined || found.has(name)) continue;
      const schema = clean(at(document, 'components', 'schemas')[name] ?? {});
      found.set(name, schema);
      waiting.push(schema);
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a.localeCompare(b)));
}

function cutOperation(document: JsonObject, route: string): Json {
  const [method = '', path = ''] = route.split(' ');
  const operation = at(document, 'paths', path, method.toLowerCase());
  if (operation.responses === undefined) throw new Error(`GitHub has no operation ${route}`);
  const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
  const query = parameters
    .map((parameter) => resolve(document, parameter))
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, required = false, schema = {} }) => ({ name, required, schema: clean(schema) }));
  const responses = Object.entries(object(operation.responses))
    .filter(([status]) => /^20/.test(status))
    .map(([status, body]) => [status, jsonSchema(resolve(document, body)) ?? {}] as const);
  const body = resolve(document, operation.requestBody);
  return {
    query,
    body: jsonSchema(body) ?? null,
    bodyRequired: body.required === true,
    responses: Object.fromEntries(responses),
  } as JsonObject;
}

function write(name: string, source: string, parts: Json, schemas: JsonObject): void {
  const lines = [
    `{"source":${JSON.stringify(source)},`,
    `"${name === 'openapi.json' ? 'operations' : 'events'}":{`,
    section(object(parts)),
    '},"schemas":{',
    section(schemas),
    '}}',
  ];
  writeFileSync(join(TO, name), `${lines.join('\n')}\n`);
}

/** One entry a line, so that an update shows as a readable diff. */
function section(entries: JsonObject): string {
  return Object.entries(entries)
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',\n');
}

const rest = load('@octokit/openapi');
const operations = Object.fromEntries(
  OPERATIONS.map((route) => [route, cutOperation(rest.document, route)]),
);
const restSource = `@octokit/openapi ${rest.version}`;
write('openapi.json', restSource, operations, schemasOf(rest.document, operations));

const hooks = load('@octokit/openapi-webhooks');
const events = Object.fromEntries(
  EVENTS.map((event) => {
    const name = event.replaceAll(/[._]/g, '-');
    const body = jsonSchema(at(hooks.document, 'webhooks', name, 'post').requestBody);
    if (body === undefined) throw new Error(`GitHub has no event ${event}`);
    return [event, body] as const;
  }),
);
const hooksSource = `@octokit/openapi-webhooks ${hooks.version}`;
write('webhooks.json', hooksSource, events, schemasOf(hooks.document, events));
