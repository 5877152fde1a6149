import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { BadEnvironment, type Environment, readEnvironment } from '../app/env.ts';
import { createLogger, type Logger } from '../app/log.ts';
import { type App, startApp } from '../app/start.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { FolderInUse } from '../store/folder-lock.ts';
import { collectVersions } from './version-metadata.ts';

/**
 * Runs the app until SIGTERM or SIGINT; a second signal ends it at once. Throws `CannotRun` when the
 * environment, the database or the port cannot be used.
 */
export async function serve(): Promise<void> {
  const env = environment();
  const log = createLogger(env.logLevel);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'Unhandled rejection'));
  const app = await start(env, log);
  const versions = await collectVersions();
  log.info(
    {
      ...versions,
      database: `${app.database.kind} ${app.database.version}`,
      configuration: hashOf(env),
      url: app.url,
    },
    'Lockkeeper is listening',
  );
  await signal(log);
  await app.stop();
  log.info('Stopped');
}

function environment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error;
    throw new CannotRun(
      `The environment cannot be used:\n${error.message}`,
      'Set the variables, or write them to .env; .env.example explains each.',
    );
  }
}

async function start(env: Environment, log: Logger): Promise<App> {
  try {
    return await startApp(env, { log });
  } catch (error) {
    if (error instanceof FolderInUse) throw new CannotRun(error.message, '');
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CannotRun(`Port ${env.port} is in use.`, 'Give another one: PORT=3001 npm start');
    }
    if (env.database.kind === 'pglite' && isFileProblem(error)) {
      throw new CannotRun(
        `The database folder ${env.database.folder} cannot be used (${error.code}).`,
        'Give one that this user can write to: LOCKKEEPER_DATA=/var/lib/lockkeeper',
      );
    }
    if (env.database.kind === 'postgresql') {
      log.error({ err: error }, 'The app did not start');
      throw new CannotRun(
        `The app did not start: ${error instanceof Error ? error.message : String(error)}`,
        'Is the server of DATABASE_URL running, and does its user have the right to create schemas?',
      );
    }
    throw error;
  }
}

const FILE_PROBLEMS = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'ENOENT', 'EEXIST'];

function isFileProblem(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && FILE_PROBLEMS.includes(String(error.code));
}

/** Tells two differently configured processes apart, without telling the configuration. */
function hashOf({ privateKey: _, webhookSecret: __, ...visible }: Environment): string {
  return createHash('sha256').update(JSON.stringify(visible)).digest('hex').slice(0, 12);
}

function signal(log: Logger): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.on(name, () => {
        if (isStopping) process.exit(1);
        isStopping = true;
        log.info({ signal: name }, 'Stopping: running jobs end first');
        resolve();
      });
    }
  });
}
