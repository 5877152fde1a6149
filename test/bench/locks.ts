/**
 * Replays labelled cases and compares our verdict with the live tool's. Exits 1 when a case differs
 * that `known-differences.yml` does not explain, 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import { lockFormats } from '../../src/locks/index.ts';
import { type CaseSet, describesFiles, type Row, readCorpus } from './corpus.ts';
import { type KnownDifference, knownDifferences } from './known-differences.ts';
import { type Replay, replay, snapshotOfTexts } from './replay.ts';
import { openRepository } from './repository.ts';
import { median, quantile, table } from './statistics.ts';

const USAGE = `Usage: npm run bench:locks [-- OPTIONS] [CORPUS_DIR…]

Replays labelled cases (default: ../shared/corpus/locks) and compares verdicts with the live tools'.

  --against-tools  time our verdict beside the tools' own commands (uv, poetry on PATH or in
                   LOCKKEEPER_TOOLS, a folder of executables)
  --set NAME       only this set (uv-history, uv-rows, …); may be repeated
  -h, --help       show this help

Example: npm run bench:locks -- --set uv-rows`;

interface Compared {
  readonly row: Row;
  readonly result: Replay;
  readonly verdict: 'agrees' | 'false stale' | 'false fresh' | 'unable' | 'not judged';
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      'against-tools': { type: 'boolean' },
      set: { type: 'string', multiple: true },
    },
  });
  if (values.help === true) return print(USAGE, 0);
  const directories = positionals.length > 0 ? positionals : ['../shared/corpus/locks'];
  let unexplained = 0;
  for (const directory of directories) {
    const corpus = readCorpus(directory);
    try {
      const sets = corpus.sets.filter(({ name }) => values.set?.includes(name) ?? true);
      if (values['against-tools'] === true) {
        const { againstTools } = await import('./against-tools.ts');
        await againstTools(sets);
      } else {
        unexplained += await compareSets(sets);
      }
    } finally {
      corpus.dispose();
    }
  }
  return unexplained > 0 ? 1 : 0;
}

async function compareSets(sets: readonly CaseSet[]): Promise<number> {
  const known = knownDifferences();
  const rows: string[][] = [];
  const differing: Compared[] = [];
  for (const set of sets) {
    for (const [kind, compared] of await replaySet(set)) {
      rows.push(summary(set.name, kind, compared));
      differing.push(...compared.filter(({ verdict }) => verdict !== 'agrees'));
    }
  }
  print(table(HEADER, rows), 0);
  const unexplained = differing.filter(
    ({ row, result, verdict }) =>
      verdict !== 'unable' && known.get(row.id)?.ours !== result.outcome,
  );
  for (const one of differing) print(describe(one, known.get(one.row.id)), 0);
  print(
    `\n${differing.length - unexplained.length} explained or honest, ${unexplained.length} unexplained differences`,
    0,
  );
  return unexplained.length;
}

async function replaySet(set: CaseSet): Promise<ReadonlyMap<string, readonly Compared[]>> {
  const byKind = new Map<string, Compared[]>();
  const kinds = new Set<string>(lockFormats.map(({ kind }) => kind));
  const rows = set.rows.filter((row) => kinds.has(row.kind) && describesFiles(row));
  const left = set.rows.length - rows.length;
  if (left > 0)
    progress(`${set.name}: ${left} cases left out (other lock kinds, flags, variables)`);
  const repository = set.repository === 'inline' ? undefined : await openRepository(set.repository);
  try {
    for (const [index, row] of rows.entries()) {
      if (index % 100 === 0) progress(`${set.name}: ${index}/${rows.length}`);
      const [snapshot, lock] =
        repository === undefined
          ? [await inline(row), 'uv.lock']
          : [await repository.snapshot(row.commit ?? 'HEAD'), lockOf(row)];
      const result = replay(snapshot, lock);
      const list = byKind.get(row.kind) ?? [];
      byKind.set(row.kind, list);
      list.push({ row, result, verdict: compare(row.expect, result.outcome) });
    }
  } finally {
    repository?.close();
  }
  return byKind;
}

function inline(row: Row): ReturnType<typeof snapshotOfTexts> {
  return snapshotOfTexts({ 'pyproject.toml': row.manifest ?? '', 'uv.lock': row.lock });
}

/** Rows of script locks name the script in their flags. */
function lockOf(row: Row): string {
  return row.flags?.[0] === '--script' ? `${row.flags[1]}.lock` : row.lock;
}

function compare(expect: string, outcome: Replay['outcome']): Compared['verdict'] {
  if (expect === 'undecided') return 'agrees';
  if (expect === 'error') return outcome === 'fresh' ? 'false fresh' : 'agrees';
  if (outcome === 'unable') return 'unable';
  if (outcome === 'none') return 'not judged';
  if (expect === 'fresh') return outcome === 'fresh' ? 'agrees' : 'false stale';
  return outcome === 'fresh' ? 'false fresh' : 'agrees';
}

const HEADER = [
  'set',
  'kind',
  'cases',
  'agree',
  'false stale',
  'false fresh',
  'unable',
  'not judged',
  'fresh with problems',
  'median ms',
  'p95 ms',
];

function summary(set: string, kind: string, compared: readonly Compared[]): string[] {
  const count = (verdict: Compared['verdict']) =>
    String(compared.filter((one) => one.verdict === verdict).length);
  const times = compared.map(({ result }) => result.milliseconds);
  const problems = compared.filter(({ row, result }) => row.expect === 'fresh' && result.semantic);
  return [
    set,
    kind,
    String(compared.length),
    count('agrees'),
    count('false stale'),
    count('false fresh'),
    count('unable'),
    count('not judged'),
    String(problems.length),
    median(times).toFixed(2),
    quantile(times, 0.95).toFixed(2),
  ];
}

function describe({ row, result, verdict }: Compared, known: KnownDifference | undefined): string {
  const lines = [
    `\n${verdict}: ${row.id} (tool: ${row.expect}, ours: ${result.outcome})`,
    `  ${result.detail}`,
  ];
  if (known !== undefined) lines.push(`  known: ${known.reason}`);
  return lines.join('\n');
}

function print(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
