/** How many webhooks a second are answered 202 and stored, beside a bare receiver in the same run. */
import type { DatabaseKind } from '../../../src/store/database.ts';
import { databaseKinds, testDatabase } from '../../support/world.ts';
import { quantile, table } from '../statistics.ts';
import { environment, SECRET } from './environment.ts';
import { type Load, sendLoad } from './load.ts';
import { type RequestMaker, readPayload, requestMaker } from './payload.ts';
import { progress } from './progress.ts';
import { startAppServer, startBareServer } from './servers.ts';

export interface StoringOptions {
  readonly connections: number;
  readonly seconds: number;
}

const WARM_UP_SECONDS = 2;

export async function benchStoring(options: StoringOptions): Promise<string> {
  const make = requestMaker(await readPayload(), SECRET);
  const bare = await measureBare(make, options);
  const rows = [rowOf('node:http, HMAC, parse', bare, bare)];
  for (const kind of await databaseKinds()) {
    rows.push(rowOf(`app on ${kind}`, await measureApp(kind, make, options), bare));
  }
  return table(['receiver', 'webhooks/s', 'p50 ms', 'p99 ms', 'of bare', 'answers'], rows);
}

async function measureBare(make: RequestMaker, options: StoringOptions): Promise<Load> {
  const server = await startBareServer(SECRET);
  try {
    return await measure('bare receiver', server.url, make, options);
  } finally {
    await server.stop();
  }
}

async function measureApp(
  kind: DatabaseKind,
  make: RequestMaker,
  options: StoringOptions,
): Promise<Load> {
  const database = await testDatabase(kind);
  const { queueSchema } = database;
  const env = environment({ database: database.options });
  const server = await startAppServer({ env, queueSchema, work: false });
  try {
    const before = await storedJobs(server.url);
    const load = await measure(kind, server.url, make, options);
    const stored = (await storedJobs(server.url)) - before;
    const accepted = load.answers['202'] ?? 0;
    if (stored < accepted) throw new Error(`${accepted} were accepted, only ${stored} are stored`);
    return load;
  } finally {
    await server.stop();
    await database.remove();
  }
}

async function measure(
  name: string,
  url: string,
  make: RequestMaker,
  options: StoringOptions,
): Promise<Load> {
  progress(`${name}: warming up`);
  await sendLoad(url, make, { ...options, seconds: WARM_UP_SECONDS });
  progress(`${name}: ${options.seconds} seconds on ${options.connections} connections`);
  return sendLoad(url, make, options);
}

async function storedJobs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^lockkeeper_jobs\{state="created"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

function rowOf(name: string, { answers, perSecond, milliseconds }: Load, bare: Load) {
  return [
    name,
    perSecond.toFixed(0),
    quantile(milliseconds, 0.5).toFixed(1),
    quantile(milliseconds, 0.99).toFixed(1),
    `${(perSecond / bare.perSecond).toFixed(2)}x`,
    Object.entries(answers)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', '),
  ];
}
