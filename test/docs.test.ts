import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfiguration } from '../src/config/parse.ts';
import { configurationJsonSchema } from '../src/config/schema.ts';
import { generatedDocs } from './support/write-docs.ts';

it('the generated pages are up to date (`npm run docs` writes them)', async () => {
  for (const [path, expected] of await generatedDocs()) {
    expect(await readFile(path, 'utf8'), basename(path)).toBe(expected);
  }
});

it('the example of the configuration page is right, for Lockkeeper and for editors', async () => {
  const page = await readFile(new URL('../docs/configuration.md', import.meta.url), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { configuration, problems } = parseConfiguration(example, 'example.yml', 'base');
  expect(problems).toEqual([]);
  expect(configuration.lockfile.mode).toBe('enforce');
  const validate = validator().compile(configurationJsonSchema());
  expect(validate(parse(example))).toBe(true);
  expect(validate({ lockfile: { mode: 'x' } })).toBe(false);
});

function validator(): Ajv {
  const ajv = new Ajv();
  addFormats.default(ajv);
  return ajv;
}
