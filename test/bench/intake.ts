/**
 * What the app does with webhooks: how many it stores in a second, how long a pull request waits
 * for its check run, and how much memory it takes while it waits. Exits 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import { benchLatency } from './intake/latency.ts';
import { benchMemory } from './intake/memory.ts';
import { benchStoring } from './intake/storing.ts';

const USAGE = `Usage: npm run bench:intake [-- --storing] [-- --latency] [-- --memory]

Measures the app in processes of its own, on the embedded database and, where one answers
(TEST_DATABASE_URL), on PostgreSQL. All three parts unless some are chosen:

  --storing          signed webhooks a second that are answered 202 and stored, beside a bare
                     receiver (node:http, HMAC, JSON.parse) in the same run
  --latency          from the webhook to the published check run when the app is idle, over the
                     local stand-in for GitHub
  --memory           resident memory of the whole idle app (Linux)

  --connections N    of the storing part (default 50)
  --seconds N        of the storing part, each receiver (default 10)
  --pulls N          of the latency part (default 60)
  -h, --help         show this help

Figures go to stdout, progress to stderr. Example: npm run bench:intake -- --storing --seconds 3`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      storing: { type: 'boolean', default: false },
      latency: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      connections: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '10' },
      pulls: { type: 'string', default: '60' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return print(USAGE);
  const { storing, latency, memory } = values;
  const isAll = !storing && !latency && !memory;
  const connections = positive('--connections', values.connections);
  const seconds = positive('--seconds', values.seconds);
  const pulls = positive('--pulls', values.pulls);
  if (isAll || storing) print(await benchStoring({ connections, seconds }));
  if (isAll || latency) print(await benchLatency(pulls));
  if (isAll || memory) print(await benchMemory());
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} takes a positive whole number, not '${text}'. See --help.`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
