/**
 * Compares names, triggers and filter patterns of workflows with labelled real ones. Exits 1 when
 * something differs, 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import { median, quantile } from './statistics.ts';
import { namesCase, patternsCase, readCases, readTexts, triggersCase } from './workflow-cases.ts';
import { compareEpisodes, episodeCase, proposals, unlabelledCase } from './workflow-episodes.ts';
import { compareNames } from './workflow-names.ts';
import { compareRenames, renamesCase } from './workflow-renames.ts';
import { compareRequired, requiredCase } from './workflow-required.ts';
import { sixtyWorkflows } from './workflow-speed.ts';
import { comparePatterns, compareTriggers } from './workflow-triggers.ts';

const USAGE = `Usage: npm run bench:workflows [-- [OPTIONS] [CORPUS_DIR]]

Compares what workflows produce with labelled real ones (default: ../shared/corpus/workflows).

  --limit N   print at most N differences of a kind (default: 20)
  -h, --help  show this help`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Tally {
  readonly differences: readonly string[];
  readonly agreed: number;
  readonly unable: readonly string[];
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, limit: { type: 'string', default: '20' } },
  });
  if (values.help === true) {
    print(USAGE);
    return 0;
  }
  const directory = positionals[0] ?? '../shared/corpus/workflows';
  const texts = readTexts(directory);
  const tallies: readonly (readonly [string, Tally])[] = [
    ['names', namesTally(directory, texts)],
    ['triggers', triggersTally(directory, texts)],
    ['patterns', patternsTally(directory)],
    ['likely new names', renamesTally(directory, texts)],
    ['required checks', requiredTally(directory, texts)],
    ['episodes', episodesTally(directory, texts)],
    ['other renames', proposalsTally(directory)],
  ];
  let total = 0;
  for (const [kind, { differences, agreed, unable }] of tallies) {
    total += differences.length;
    print(`${kind}: ${agreed} agree, ${unable.length} unable, ${differences.length} differ`);
    for (const line of [...unable, ...differences].slice(0, Number(values.limit)))
      print(`  ${line}`);
  }
  const { fresh, again } = sixtyWorkflows([...texts.values()]);
  print(
    `sixty workflows: ${fresh.toFixed(1)} ms, ${again.toFixed(1)} ms when they were read before`,
  );
  return total > 0 ? 1 : 0;
}

function namesTally(directory: string, texts: ReadonlyMap<string, string>): Tally {
  const differences: string[] = [];
  const unable: string[] = [];
  const times: number[] = [];
  const cases = readCases(directory, 'names', namesCase);
  for (const one of cases) {
    const start = performance.now();
    const compared = compareNames(one, texts);
    times.push(performance.now() - start);
    if (compared.kind === 'differs') differences.push(`${one.id}: ${compared.detail}`);
    if (compared.kind === 'unable') unable.push(`unable ${one.id}: ${compared.detail}`);
  }
  if (times.length > 0) {
    print(
      `a workflow: median ${median(times).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`,
    );
  }
  return { differences, unable, agreed: cases.length - differences.length - unable.length };
}

function triggersTally(directory: string, texts: ReadonlyMap<string, string>): Tally {
  const cases = readCases(directory, 'triggers', triggersCase);
  const differences = cases.flatMap((one) =>
    compareTriggers(one, texts.get(one.blob) ?? '').map((line) => `${one.id} ${line}`),
  );
  const events = cases.reduce((sum, { expect }) => sum + Object.keys(expect).length, 0);
  return { differences, unable: [], agreed: events - differences.length };
}

/** At least nine of ten labelled renames are right; some labels nobody could guess. */
function renamesTally(directory: string, texts: ReadonlyMap<string, string>): Tally {
  const results = readCases(directory, 'renames', renamesCase).map((one) => ({
    id: one.id,
    ...compareRenames(one, texts),
  }));
  const wrong = results.flatMap(({ id, differences }) =>
    differences.map((line) => `${id} ${line}`),
  );
  const names = results.reduce((sum, one) => sum + one.names, 0);
  const share = names === 0 ? 1 : 1 - wrong.length / names;
  print(
    `likely new names: ${(share * 100).toFixed(1)} % of ${names} names, ${results.filter(({ differences }) => differences.length === 0).length} of ${results.length} changes`,
  );
  return {
    agreed: names - wrong.length,
    ...(share >= 0.9 ? { unable: wrong, differences: [] } : { unable: [], differences: wrong }),
  };
}

function requiredTally(directory: string, texts: ReadonlyMap<string, string>): Tally {
  const { contexts, differences, undecided } = compareRequired(
    readCases(directory, 'required-gold', requiredCase),
    texts,
  );
  return {
    agreed: contexts - differences.length - undecided.length,
    unable: undecided,
    differences,
  };
}

function episodesTally(directory: string, texts: ReadonlyMap<string, string>): Tally {
  const episodes = readCases(directory, 'required-episodes', episodeCase);
  const states = readCases(directory, 'required-gold', requiredCase);
  const { differences, undecided } = compareEpisodes(episodes, states, texts);
  const agreed = episodes.length - differences.length - undecided.length;
  return { agreed, unable: undecided, differences };
}

function proposalsTally(directory: string): Tally {
  const { names, proposed, differences } = proposals(
    readCases(directory, 'renames-unlabelled', unlabelledCase),
  );
  print(`other renames: a new name is proposed for ${proposed} of ${names} that vanished`);
  return { agreed: names - differences.length, unable: [], differences };
}

function patternsTally(directory: string): Tally {
  const cases = readCases(directory, 'filter-patterns-gold', patternsCase).filter(
    ({ undecided }) => !undecided,
  );
  const differences = cases.flatMap(comparePatterns);
  const texts = cases.reduce((sum, one) => sum + one.match.length + one.no_match.length, 0);
  return { differences, unable: [], agreed: texts - differences.length };
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
