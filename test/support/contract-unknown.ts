import type { OpenSchema } from './contract-routes.ts';

/**
 * Keys of `value` that the schema does not name. The description allows additional properties
 * nearly everywhere, so that a misspelt key (`extrnal_id`) would pass without this.
 */
export function unknownKeys(
  schema: OpenSchema,
  value: unknown,
  schemas: Readonly<Record<string, OpenSchema>>,
  path = '',
): readonly string[] {
  const variants = variantsOf(schema, schemas);
  if (Array.isArray(value)) {
    const items = variants.map(({ items }) => items as OpenSchema | undefined).find(Boolean);
    if (items === undefined) return [];
    return value.flatMap((item, i) => unknownKeys(items, item, schemas, `${path}/${i}`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const named = Object.assign({}, ...variants.map(({ properties }) => properties)) as Readonly<
    Record<string, OpenSchema>
  >;
  const isOpen = variants.some((variant) => Boolean(variant.additionalProperties));
  if (isOpen || Object.keys(named).length === 0) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const known = named[key];
    if (known === undefined) return [`unknown field ${path}/${key}`];
    return unknownKeys(known, item, schemas, `${path}/${key}`);
  });
}

/** The schema with everything that it combines, references followed. */
function variantsOf(
  schema: OpenSchema,
  schemas: Readonly<Record<string, OpenSchema>>,
): readonly OpenSchema[] {
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    return variantsOf(schemas[$ref.replace('github#/schemas/', '')] ?? {}, schemas);
  }
  const parts = [schema.oneOf, schema.anyOf, schema.allOf].flat().filter(Boolean);
  return [schema, ...parts.flatMap((part) => variantsOf(part as OpenSchema, schemas))];
}
