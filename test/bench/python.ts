/**
 * Judges labelled snapshots with the python-version gate. Exits 1 when a finding was missed or
 * something was reported that is not expected, 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import { pythonVersion } from '../../src/gates/python-version/index.ts';
import { treeOf } from '../../src/gates/tree.ts';
import type { Finding } from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';
import { type Expected, type PythonCase, readPythonCases } from './python-cases.ts';
import { openRepository } from './repository.ts';
import { median, quantile } from './statistics.ts';

const USAGE = `Usage: npm run bench:python -- [OPTIONS] DIR

Judges labelled snapshots: a git bundle or bare repository with one commit a case, and a list
(.jsonl) of {id, commit, expect: [{rule, paths}]}; an empty list is a clean case. An expectation is
found by a finding of its rule at one of its paths, or that involves all of them. Remarks (notices) can be found, and are
never false alarms.

  --today DATE  judge as on that day (ISO 8601; default: today)
  --verbose     also list what was found
  -h, --help    show this help`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Judged {
  readonly missed: readonly Expected[];
  readonly falseAlarms: readonly Finding[];
  readonly found: readonly Expected[];
  readonly milliseconds: number;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
      verbose: { type: 'boolean', default: false },
    },
  });
  const [directory] = positionals;
  if (values.help === true || directory === undefined) {
    print(USAGE);
    return values.help === true ? 0 : 2;
  }
  const { sets, dispose } = readPythonCases(directory);
  try {
    const all: Judged[] = [];
    for (const { name, cases, repository } of sets) {
      const opened = await openRepository(repository, [pythonVersion]);
      try {
        for (const one of cases) {
          const { head, blobs } = await opened.snapshot(one.commit);
          const judged = judgeCase(one, treeOf(head, blobs), values.today);
          report(`${name} ${one.id}`, judged, values.verbose);
          all.push(judged);
        }
      } finally {
        opened.close();
      }
    }
    return summary(all);
  } finally {
    dispose();
  }
}

function judgeCase({ expect }: PythonCase, tree: ReturnType<typeof treeOf>, today: string): Judged {
  const start = performance.now();
  const { findings } = pythonVersion.judge(tree, { ...CONTEXT, today });
  const milliseconds = performance.now() - start;
  const isFound = ({ rule, paths }: Expected) =>
    findings.some((finding) => {
      const involved = pathsOf(finding);
      const isThere = paths.includes(finding.at.path) || paths.every((path) => involved.has(path));
      return ruleOf(finding) === rule && isThere;
    });
  const isExpected = (finding: Finding) =>
    expect.some(({ rule, paths }) => {
      const involved = pathsOf(finding);
      return (
        ruleOf(finding) === rule && (paths.length === 0 || paths.some((path) => involved.has(path)))
      );
    });
  return {
    found: expect.filter(isFound),
    missed: expect.filter((one) => !isFound(one)),
    falseAlarms: findings.filter((finding) => counts(finding) && !isExpected(finding)),
    milliseconds,
  };
}

function ruleOf({ rule }: Finding): string {
  return rule.slice('python-version/'.length);
}

function counts({ rule, severity }: Finding): boolean {
  const known = pythonVersion.rules.find(({ id }) => id === rule);
  return (severity ?? known?.severity) === 'violation';
}

/** The place of a finding and all places that it shows. */
function pathsOf({ at, related = [] }: Finding): ReadonlySet<string> {
  return new Set([at.path, ...related.map((one) => one.at.path)]);
}

function report(id: string, { missed, falseAlarms, found }: Judged, verbose: boolean): void {
  for (const { rule, paths } of missed) print(`missed       ${id}  ${rule}  ${paths.join(' ')}`);
  for (const finding of falseAlarms) {
    const rule = pythonVersion.rules.find((one) => one.id === finding.rule);
    const line = 'line' in finding.at ? `:${finding.at.line}` : '';
    print(`false alarm  ${id}  ${ruleOf(finding)}  ${finding.at.path}${line}`);
    print(`             ${rule?.message(finding.facts)}`);
  }
  if (!verbose) return;
  for (const { rule, paths } of found) print(`found        ${id}  ${rule}  ${paths.join(' ')}`);
}

function summary(all: readonly Judged[]): number {
  const sum = (count: (one: Judged) => number) => all.reduce((total, one) => total + count(one), 0);
  const missed = sum((one) => one.missed.length);
  const falseAlarms = sum((one) => one.falseAlarms.length);
  const times = all.map(({ milliseconds }) => milliseconds);
  print(
    `${all.length} cases: ${sum(({ found }) => found.length)} found, ${missed} missed, ${falseAlarms} false alarms`,
  );
  print(
    `verdict: median ${median(times).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`,
  );
  return missed + falseAlarms > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
