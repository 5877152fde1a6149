/**
 * Damages projects at random and judges them: nothing may crash, nothing may take long. Prints the
 * seed of what failed, so that it can be played again. Exits 1 when something failed.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { lockfile } from '../../src/gates/lockfile/index.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { CONTEXT } from '../support/context.ts';
import { damagedStructure, damagedText, type Files } from './mutations.ts';
import { projects } from './projects.ts';

const USAGE = `Usage: npm run fuzz [-- --runs N] [--seed N] [--project NAME]

Judges damaged projects: no crash, no hang.

  --runs N        in all (default 20000)
  --seed N        play a run again
  --project NAME  only the projects whose name holds this
  -h, --help      show this help`;

/** A verdict on a small project that takes this long is a hang. */
const TOO_LONG_MS = 2000;

function judge(base: Files, files: Files): void {
  const [before, after] = [treeOfTexts(base), treeOfTexts(files)];
  const start = performance.now();
  lockfile.inputs(after);
  const { findings } = lockfile.judge(after, CONTEXT);
  const changes = lockfile.compare?.(before, after, CONTEXT) ?? [];
  const finer = findings.flatMap(
    (finding) => lockfile.explain?.(finding, before, after, CONTEXT) ?? [],
  );
  const rules = new Map(lockfile.rules.map((rule) => [rule.id, rule]));
  for (const { rule, facts } of [...findings, ...changes, ...finer]) {
    rules.get(rule)?.message(facts);
    rules.get(rule)?.repair(facts, { restore: () => undefined });
  }
  const milliseconds = performance.now() - start;
  if (milliseconds > TOO_LONG_MS) throw new Error(`took ${milliseconds.toFixed(0)} ms`);
}

function main(): number {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '20000' },
      seed: { type: 'string' },
      project: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return say(USAGE, 0);
  const chosen = projects().filter(({ name }) => name.includes(values.project));
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const numRuns = Math.ceil(Number(values.runs) / Math.max(1, chosen.length) / 2);
  let failed = 0;
  for (const { name, files } of chosen) {
    for (const [kind, damaged] of [
      ['text', damagedText(files)],
      ['structure', damagedStructure(files)],
    ] as const) {
      const property = fc.property(damaged, (broken) => judge(files, broken));
      const result = fc.check(property, { numRuns, seed });
      if (result.failed) failed += 1;
      say(`${result.failed ? 'FAILED' : 'ok    '} ${name}, ${kind}: ${result.numRuns} runs`, 0);
      if (result.failed) say(fc.defaultReportMessage(result) ?? '', 1);
    }
  }
  say(`${chosen.length * 2 * numRuns} runs, seed ${seed}, ${failed} failed`, 0);
  return failed > 0 ? 1 : 0;
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = main();
