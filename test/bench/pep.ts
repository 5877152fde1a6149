/**
 * Replays the verdicts of PyPA `packaging` on versions, comparisons, specifiers and requirements.
 * Exits 1 on any disagreement, 2 when it could not run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type Marker, parseMarker } from '../../src/python/markers/index.ts';
import { parseRequirement } from '../../src/python/requirement.ts';
import { contains, parseSpecifiers } from '../../src/python/specifiers.ts';
import { compareVersions, formatVersion, parseVersion } from '../../src/python/version.ts';
import { table } from './statistics.ts';

const USAGE = `Usage: npm run bench:pep [-- CORPUS_DIR…]

Compares our PEP 440 and PEP 508 with labelled cases (default: ../shared/corpus/pep).`;

const parts = z.object({
  name: z.string(),
  extras: z.array(z.string()),
  spec: z.string(),
  url: z.string().nullable(),
  marker: z.string().nullable(),
});

const cases = z.object({
  valid: z.array(z.tuple([z.string(), z.string().nullable()])),
  cmp: z.array(z.tuple([z.string(), z.string(), z.number()])),
  spec: z.array(z.tuple([z.string(), z.string(), z.boolean()])),
  req: z.array(z.tuple([z.string(), parts.nullable()])),
});

type Parts = z.infer<typeof parts>;

interface Case {
  readonly input: string;
  readonly expected: string;
  readonly actual: () => string;
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const directories = positionals.length > 0 ? positionals : ['../shared/corpus/pep'];
  let disagreements = 0;
  for (const directory of directories) {
    const file = join(directory, 'cases.json.gz');
    if (!existsSync(file)) throw new Error(`${file} is not there: give the corpus folder.`);
    const corpus = cases.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')));
    disagreements += compareAll(corpus);
  }
  return disagreements > 0 ? 1 : 0;
}

function compareAll(corpus: z.infer<typeof cases>): number {
  const kinds: Readonly<Record<string, readonly Case[]>> = {
    valid: corpus.valid.map(([text, normal]) => ({
      input: text,
      expected: String(normal),
      actual: () => normalOf(text),
    })),
    cmp: corpus.cmp.map(([a, b, sign]) => ({
      input: `${a} ? ${b}`,
      expected: String(sign),
      actual: () => signOf(a, b),
    })),
    spec: corpus.spec.map(([version, specifiers, contained]) => ({
      input: `${version} in ${specifiers}`,
      expected: String(contained),
      actual: () => containedIn(version, specifiers),
    })),
    req: corpus.req.map(([line, expected]) => ({
      input: line,
      expected: partsText(expected),
      actual: () => requirementText(line),
    })),
  };
  const rows = Object.entries(kinds).map(([kind, list]) => run(kind, list));
  process.stdout.write(
    `${table(
      ['kind', 'cases', 'agree', 'µs/case'],
      rows.map(({ cells }) => cells),
    )}\n`,
  );
  return rows.reduce((sum, { wrong }) => sum + wrong, 0);
}

function run(kind: string, list: readonly Case[]): { cells: string[]; wrong: number } {
  const start = performance.now();
  const answers = list.map(({ actual }) => actual());
  const microseconds = ((performance.now() - start) * 1000) / Math.max(1, list.length);
  let wrong = 0;
  for (const [index, { input, expected }] of list.entries()) {
    if (answers[index] === expected) continue;
    wrong++;
    process.stdout.write(
      `${kind}: ${input}\n  packaging: ${expected}\n  ours:      ${answers[index]}\n`,
    );
  }
  const cells = [kind, list.length, list.length - wrong].map(String);
  return { cells: [...cells, microseconds.toFixed(1)], wrong };
}

function normalOf(text: string): string {
  const version = parseVersion(text);
  return version === undefined ? 'null' : formatVersion(version);
}

function signOf(a: string, b: string): string {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === undefined || right === undefined) return 'invalid';
  return String(Math.sign(compareVersions(left, right)));
}

function containedIn(text: string, specifiers: string): string {
  const [version, set] = [parseVersion(text), parseSpecifiers(specifiers)];
  return version === undefined || set === undefined ? 'invalid' : String(contains(set, version));
}

function requirementText(line: string): string {
  const requirement = parseRequirement(line);
  if (requirement === undefined) return partsText(null);
  const { written, url } = requirement;
  return partsText({
    name: written.name,
    extras: [...written.extras],
    spec: written.specifiers,
    url: url ?? null,
    marker: written.marker === '' ? null : written.marker,
  });
}

/** Parts as sets, as `packaging` keeps them; markers as functions, since their spelling is free. */
function partsText(expected: Parts | null): string {
  if (expected === null) return 'none';
  const { name, extras, spec, url, marker } = expected;
  const clauses = spec.replaceAll(/\s/g, '').split(',').filter(Boolean);
  const meaning = marker === null ? 'none' : meaningOf(marker);
  return JSON.stringify([name, sorted(extras), sorted(clauses), url, meaning]);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

const markers: Marker[] = [];

/** Equal numbers for equal markers. */
function meaningOf(text: string): number | 'invalid' {
  const marker = parseMarker(text);
  if (marker === undefined) return 'invalid';
  const known = markers.findIndex((other) => other.equals(marker));
  return known >= 0 ? known : markers.push(marker) - 1;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
