/** The labelled workflows of a corpus folder (its README.md says what each file holds). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const text = z.object({ blob: z.string(), text: z.string() });

const producedCase = z.object({
  job: z.string(),
  chain: z.array(z.string()),
  kind: z.string(),
  decision: z.string(),
  names: z.array(z.string()),
  patterns: z.array(z.string()),
  skipped: z.string().nullable(),
});

export const namesCase = z.object({
  id: z.string(),
  repo: z.string(),
  path: z.string(),
  blob: z.string(),
  base: z.string().optional(),
  event: z.string().optional(),
  valid: z.boolean(),
  error: z.string().optional(),
  names: z.array(z.string()).default([]),
  patterns: z.array(z.string()).default([]),
  on_plain_pr: z
    .object({
      reported: z.array(z.string()),
      maybe: z.array(z.string()),
      not_reported_although_named: z.array(z.string()),
    })
    .optional(),
  callees: z.record(z.string(), z.string()).default({}),
  jobs: z.array(producedCase).default([]),
});
export type NamesCase = z.infer<typeof namesCase>;

export const triggersCase = z.object({
  id: z.string(),
  blob: z.string(),
  path: z.string(),
  default_branch: z.string(),
  expect: z.record(
    z.string(),
    z.object({ runs: z.boolean().nullable(), because: z.string().optional() }),
  ),
});
export type TriggersCase = z.infer<typeof triggersCase>;

export const patternsCase = z.object({
  filter: z.string(),
  patterns: z.array(z.string()),
  match: z.array(z.string()),
  no_match: z.array(z.string()),
  undecided: z.boolean(),
});

const workflowTexts = z.array(text);

/** Texts of workflows by blob. */
export function readTexts(directory: string): ReadonlyMap<string, string> {
  const rows = workflowTexts.parse(readRows(directory, 'workflows'));
  return new Map(rows.map(({ blob, text: content }) => [blob, content]));
}

/** The rows of `NAME.jsonl` or `NAME.jsonl.gz`; none if there is no such file. */
export function readCases<T>(directory: string, name: string, row: z.ZodType<T>): readonly T[] {
  return readRows(directory, name).map((one) => row.parse(one));
}

function readRows(directory: string, name: string): readonly unknown[] {
  const file = ['.jsonl.gz', '.jsonl']
    .map((end) => join(directory, `${name}${end}`))
    .find(existsSync);
  if (file === undefined) return [];
  const bytes = readFileSync(file);
  const content = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return content
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line));
}
