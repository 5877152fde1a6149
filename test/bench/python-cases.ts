/** Labelled snapshots of repositories: lists of cases beside a git bundle or a bare repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const expected = z.object({
  /** With or without `python-version/`. */
  rule: z.string().transform((rule) => rule.replace(/^python-version\//, '')),
  paths: z.array(z.string()),
});

const pythonCase = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  commit: z.string(),
  expect: z.array(expected),
});

export type PythonCase = z.infer<typeof pythonCase>;
export type Expected = z.infer<typeof expected>;

export interface PythonCaseSet {
  readonly name: string;
  readonly cases: readonly PythonCase[];
  /** A bare repository. */
  readonly repository: string;
}

/**
 * The sets in a folder: `NAME.jsonl[.gz]` with `NAME.bundle` or `NAME.git`, or with the only bundle
 * or bare repository that there is (the folder itself may be one).
 *
 * @throws {Error} that says what is missing, or which line of which list is wrong
 */
export function readPythonCases(directory: string): {
  readonly sets: readonly PythonCaseSet[];
  readonly dispose: () => void;
} {
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const lists = files.filter((file) => /\.jsonl(?:\.gz)?$/.test(file)).sort();
  if (lists.length === 0) {
    throw new Error(`${directory} holds no list of cases (*.jsonl, *.jsonl.gz).`);
  }
  const scratch = mkdtempSync(join(tmpdir(), 'lockkeeper-bench-'));
  const sets = lists.map((file): PythonCaseSet => {
    const name = file.replace(/\.jsonl(?:\.gz)?$/, '');
    const source = sourceFor(name, directory, files);
    return {
      name,
      cases: readCases(join(directory, file)),
      repository: source.endsWith('.bundle') ? unbundled(source, scratch) : source,
    };
  });
  return { sets, dispose: () => rmSync(scratch, { recursive: true, force: true }) };
}

function sourceFor(name: string, directory: string, files: readonly string[]): string {
  const isBare = (path: string) =>
    existsSync(join(path, 'objects')) && existsSync(join(path, 'HEAD'));
  const named = [`${name}.bundle`, `${name}.git`].find((file) => files.includes(file));
  if (named !== undefined) return join(directory, named);
  if (isBare(directory)) return directory;
  const [only, ...others] = files
    .map((file) => join(directory, file))
    .filter((path) => path.endsWith('.bundle') || isBare(path));
  if (only !== undefined && others.length === 0) return only;
  throw new Error(`No ${name}.bundle and no bare repository ${name}.git stands beside the list.`);
}

function unbundled(bundle: string, scratch: string): string {
  const repository = join(scratch, `${basename(bundle, '.bundle')}.git`);
  if (!existsSync(repository)) {
    execFileSync('git', ['clone', '--quiet', '--bare', bundle, repository]);
  }
  return repository;
}

function readCases(file: string): readonly PythonCase[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [pythonCase.parse(JSON.parse(line))];
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`${file}:${index + 1}: ${reason}`);
    }
  });
}
