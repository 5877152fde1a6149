/** Reads labelled cases: `*.jsonl[.gz]` beside a git bundle, or with texts inline. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const row = z.object({
  id: z.string(),
  kind: z.string(),
  expect: z.string(),
  lock: z.string(),
  commit: z.string().optional(),
  manifest: z.string().optional(),
  cwd: z.string().optional(),
  flags: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  lock_bytes: z.number().optional(),
});

export type Row = z.infer<typeof row>;

/** A set of cases: its rows, and where their files are. */
export interface CaseSet {
  readonly name: string;
  readonly rows: readonly Row[];
  /** A bare repository whose commits hold the files, or `inline`: texts are in the rows. */
  readonly repository: string;
}

/**
 * The sets of a corpus folder. Bundles are cloned into a scratch folder that `dispose` removes.
 * Throws with the folder's name when it holds no set.
 */
export function readCorpus(directory: string): { sets: CaseSet[]; dispose: () => void } {
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const lists = files.filter((file) => /\.jsonl(\.gz)?$/.test(file)).sort();
  if (lists.length === 0) {
    throw new Error(`${directory} holds no cases (*.jsonl, *.jsonl.gz): give the corpus folder.`);
  }
  const scratch = mkdtempSync(join(tmpdir(), 'lockkeeper-bench-'));
  const sets = lists.map((file): CaseSet => {
    const name = file.replace(/\.jsonl(\.gz)?$/, '');
    const bundle = join(directory, `${name}.bundle`);
    const rows = readRows(join(directory, file));
    if (!existsSync(bundle)) return { name, rows, repository: 'inline' };
    const repository = join(scratch, `${name}.git`);
    execFileSync('git', ['clone', '--quiet', '--bare', bundle, repository]);
    return { name, rows, repository };
  });
  return { sets, dispose: () => rmSync(scratch, { recursive: true, force: true }) };
}

function readRows(file: string): Row[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => row.parse(JSON.parse(line)));
}

/** Rows with other flags than `--script`, or with variables, describe the tool, not the files. */
export function describesFiles({ flags = [], env = {} }: Row): boolean {
  return (flags.length === 0 || flags[0] === '--script') && Object.keys(env).length === 0;
}
