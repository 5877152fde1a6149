/**
 * Damages projects at random and judges them: nothing may crash, nothing may take long. Prints the
 * seed of what failed, so that it can be played again. Exits 1 when something failed.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { lockfile } from '../../src/gates/lockfile/index.ts';
import { requiredChecks } from '../../src/gates/required-checks/index.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { Gate, JudgeContext } from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';
import { damagedStructure, damagedText, type Files } from './mutations.ts';
import { projects } from './projects.ts';
import { WORKFLOW_CONTEXT, workflowProjects } from './workflows.ts';

const USAGE = `Usage: npm run fuzz [-- --runs N] [--seed N] [--project NAME]

Judges damaged projects: no crash, no hang.

  --runs N        in all (default 20000)
  --seed N        play a run again
  --project NAME  only the projects whose name holds this
  -h, --help      show this help`;

/** A verdict on a small project that takes this long is a hang. */
const TOO_LONG_MS = 2000;

function judge(gate: Gate, base: Files, files: Files, context: JudgeContext): void {
  const [before, after] = [treeOfTexts(base), treeOfTexts(files)];
  const start = performance.now();
  gate.inputs(after);
  const { findings } = gate.judge(after, context);
  const changes = gate.compare?.(before, after, context) ?? [];
  const finer = findings.flatMap(
    (finding) => gate.explain?.(finding, before, after, context) ?? [],
  );
  const rules = new Map(gate.rules.map((rule) => [rule.id, rule]));
  for (const { rule, facts } of [...findings, ...changes, ...finer]) {
    rules.get(rule)?.message(facts);
    rules.get(rule)?.repair(facts, { restore: () => undefined });
  }
  gate.overview?.(after, context);
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
  const all = [
    ...projects().map((one) => ({ ...one, gate: lockfile, context: CONTEXT })),
    ...workflowProjects().map((one) => ({
      ...one,
      gate: requiredChecks,
      context: WORKFLOW_CONTEXT,
    })),
  ];
  const chosen = all.filter(({ name }) => name.includes(values.project));
  const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
  const numRuns = Math.ceil(Number(values.runs) / Math.max(1, chosen.length) / 2);
  let failed = 0;
  for (const { name, files, gate, context } of chosen) {
    for (const [kind, damaged] of [
      ['text', damagedText(files)],
      ['structure', damagedStructure(files)],
    ] as const) {
      const property = fc.property(damaged, (broken) => judge(gate, files, broken, context));
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
