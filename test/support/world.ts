/** The app in this process against the fake GitHub, on either database. */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Environment } from '../../src/app/env.ts';
import { createLogger } from '../../src/app/log.ts';
import { type App, startApp } from '../../src/app/start.ts';
import { createPacing } from '../../src/github/pacing.ts';
import type { DatabaseKind, DatabaseOptions } from '../../src/store/database.ts';
import { createFakeGitHub, type FakeGitHub } from '../fake-github/index.ts';

const POSTGRESQL = process.env.TEST_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/test';

/** Both databases where a PostgreSQL server answers; it says so where none does. */
export async function databaseKinds(): Promise<readonly DatabaseKind[]> {
  if (await answers(new URL(POSTGRESQL))) return ['pglite', 'postgresql'];
  process.stderr.write(
    `No PostgreSQL at ${new URL(POSTGRESQL).host}: that half of the tests does not run (TEST_DATABASE_URL).\n`,
  );
  return ['pglite'];
}

function answers({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port || 5432), hostname);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

export interface TestDatabase {
  readonly options: DatabaseOptions;
  readonly queueSchema: string;
  remove(): Promise<void>;
}

/** A database of its own: a new folder, or two new schemas. */
export async function testDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const queueSchema = `${name}_queue`;
  if (kind === 'pglite') {
    const folder = await mkdtemp(join(tmpdir(), 'lockkeeper-test-'));
    return {
      options: { kind, folder },
      queueSchema,
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }
  return {
    options: { kind, url: POSTGRESQL, schema: name },
    queueSchema,
    async remove() {
      const client = new pg.Client({ connectionString: POSTGRESQL });
      await client.connect();
      const { rows } = await client.query<{ schema: string }>(
        'select schema_name as schema from information_schema.schemata where starts_with(schema_name, $1)',
        [name],
      );
      for (const { schema } of rows) await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
}

export type LogLine = Readonly<Record<string, unknown>>;

export interface World {
  readonly gh: FakeGitHub;
  readonly app: App;
  /** Lines of the log, parsed. */
  readonly log: readonly LogLine[];
  /** Waits for so many lines that `test` accepts, from the beginning on. */
  logged(test: (line: LogLine) => boolean, count?: number): Promise<void>;
  /** The value of a metric's line, such as `lockkeeper_jobs{state="parked"}`; 0 when it has none. */
  metric(name: string): Promise<number>;
  stop(): Promise<void>;
}

/** The environment of an app for the fake GitHub. */
function environmentFor(
  gh: FakeGitHub,
  database: TestDatabase,
  folder: string,
  { index, osv = 'off' }: WorldOptions,
): Environment {
  return {
    appId: gh.app.id,
    privateKey: gh.app.privateKey,
    webhookSecret: gh.app.webhookSecret,
    host: '127.0.0.1',
    port: 0,
    database: database.options,
    concurrency: 4,
    // Sweeps are asked for by the tests.
    sweepMinutes: 1440,
    logLevel: 'debug',
    apiUrl: gh.url,
    relock: {
      folder,
      installed: process.env.LOCK_TOOLS,
      fetches: false,
      fetchesPython: false,
      indexes: index,
      builds: false,
    },
    osvUrl: osv,
  };
}

export interface WorldOptions {
  /** The package index that lock tools may reach. */
  readonly index?: string;
  /** The OSV server that is asked; none when left out. */
  readonly osv?: string;
}

export async function startWorld(kind: DatabaseKind, options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase(kind);
  const folder = await mkdtemp(join(tmpdir(), 'lockkeeper-relock-'));
  const gh = await createFakeGitHub();
  const log: LogLine[] = [];
  const lines = new EventEmitter<{ line: [] }>();
  const app = await startApp(environmentFor(gh, database, folder, options), {
    log: createLogger('debug', {
      write: (line: string) => {
        log.push(JSON.parse(line));
        lines.emit('line');
      },
    }),
    octokit: { pacing: createPacing(0), retryBaseMs: 5 },
    queue: { schema: database.queueSchema, retries: { limit: 2, delaySeconds: 1 } },
  });
  gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
  return {
    gh,
    app,
    log,
    async logged(test, wanted = 1) {
      while (log.filter(test).length < wanted) await once(lines, 'line');
    },
    async metric(name) {
      const text = await (await fetch(`${app.url}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`${name} `));
      return Number(line?.slice(name.length + 1) ?? 0);
    },
    async stop() {
      await app.stop();
      await gh.stop();
      await database.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
