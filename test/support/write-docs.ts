/** The generated pages under `docs/`. `npm run docs` writes them, a test compares them. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { configurationJsonSchema } from '../../src/config/schema.ts';
import { gates } from '../../src/gates/index.ts';
import { verdictJsonSchema } from '../../src/report/json-schema.ts';
import { lockDiffJsonSchema } from '../../src/report/lockdiff/json-schema.ts';
import { rulesMarkdown } from '../../src/report/rules.ts';

/** What each generated file should hold, by its absolute path. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const configuration = await readFile(docs('configuration.md'), 'utf8');
  return new Map([
    [docs('rules.md'), rulesMarkdown(gates.flatMap(({ rules }) => rules))],
    [docs('verdict.schema.json'), json(verdictJsonSchema())],
    [docs('lockdiff.schema.json'), json(lockDiffJsonSchema())],
    [docs('configuration.schema.json'), json(configurationJsonSchema())],
    [docs('configuration.md'), withTables(configuration, tables())],
  ]);
}

function docs(name: string): string {
  return fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Puts each table between its markers. */
function withTables(page: string, content: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(content).reduce((text, [name, lines]) => {
    const marker = `<!-- generated: ${name} -->`;
    const start = text.indexOf(marker);
    const end = text.indexOf('<!-- end -->', start);
    if (start < 0 || end < 0) throw new Error(`docs/configuration.md has no markers for ${name}`);
    return `${text.slice(0, start)}${marker}\n\n${lines.join('\n')}\n\n${text.slice(end)}`;
  }, page);
}

interface KeySchema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: KeySchema;
  readonly properties?: Readonly<Record<string, KeySchema>>;
}

/** All gates take the same keys, so one table of keys serves them all. */
function tables(): Readonly<Record<string, readonly string[]>> {
  const { properties }: KeySchema = configurationJsonSchema();
  const { bumps, ...gateSections } = properties ?? {};
  const [gate] = Object.values(gateSections);
  return {
    gates: [
      '| gate | question |',
      '| --- | --- |',
      ...Object.entries(gateSections).map(
        ([key, one]) => `| \`${key}\` | ${one.description ?? ''} |`,
      ),
    ],
    keys: [
      '| key | values | default | meaning |',
      '| --- | --- | --- | --- |',
      ...keyRows(gate, ''),
    ],
    bumps: [
      '| key | values | default | meaning |',
      '| --- | --- | --- | --- |',
      ...keyRows(bumps, 'bumps.'),
    ],
  };
}

/** One row a key; the keys of a mapping stand for it. */
function keyRows(section: KeySchema | undefined, prefix: string): readonly string[] {
  return Object.entries(section?.properties ?? {}).flatMap(([key, one]) =>
    one.properties === undefined ? keyRow(prefix + key, one) : keyRows(one, `${prefix}${key}.`),
  );
}

function keyRow(key: string, schema: KeySchema): string {
  const values = schema.enum?.map((value) => `\`${value}\``).join(', ') ?? kindOf(schema);
  const usual =
    typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default);
  return `| \`${key}\` | ${values} | \`${usual}\` | ${schema.description ?? ''} |`;
}

function kindOf({ type, items, minimum, maximum }: KeySchema): string {
  if (type === 'integer') return `${minimum} to ${maximum}`;
  if (type === 'object') return 'lists of globs by name';
  if (type !== 'array') return 'a text';
  if (items?.properties === undefined)
    return items?.description === undefined ? 'a list' : 'a list of globs';
  return `a list of \`{${Object.keys(items.properties).join(', ')}}\``;
}

if (import.meta.main) {
  for (const [path, text] of await generatedDocs()) await writeFile(path, text);
}
