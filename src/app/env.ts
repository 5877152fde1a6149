/** The environment of the app: read once, checked, and refused with advice. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_OSV_URL, osvUrlProblem } from '../advisories/source.ts';
import type { EngineSettings } from '../relock/settings.ts';
import type { DatabaseOptions } from '../store/database.ts';

/** The environment cannot be used; the message says what to set, and how. */
export class BadEnvironment extends Error {}

const HOW_TO_MAKE_A_SECRET =
  "Make one with: node -e \"console.log(require('node:crypto').randomBytes(32).toString('hex'))\" and set the same value in the settings of the GitHub App";

/** What stands in values that everybody can guess; `development` is what Probot falls back to. */
const GUESSABLE = /development|secret|change.?me|passw|webhook|example|your[-_ ]|[<>]/i;

/** Random texts of 16 characters have at least this many different ones. */
const MIN_DIFFERENT = 8;

function isHardToGuess(value: string): boolean {
  return value.length >= 16 && new Set(value).size >= MIN_DIFFERENT && !GUESSABLE.test(value);
}

const secret = z
  .string(
    `WEBHOOK_SECRET is missing: without it anybody can forge webhooks. ${HOW_TO_MAKE_A_SECRET}.`,
  )
  .refine(isHardToGuess, {
    message: `WEBHOOK_SECRET must have at least 16 characters that nobody can guess. ${HOW_TO_MAKE_A_SECRET}.`,
  });

const whole = (name: string, fallback: number, min: number, max: number) =>
  z.coerce
    .number(`${name} must be a number`)
    .int(`${name} must be a whole number`)
    .min(min, `${name} must be at least ${min}`)
    .max(max, `${name} must be at most ${max}`)
    .default(fallback);

const permission = (name: string, fallback: 'allow' | 'never') =>
  z.enum(['allow', 'never'], { error: `${name} is one of allow, never` }).default(fallback);

/** One entry a variable, in the order of `.env.example`. */
const schema = z.object({
  APP_ID: z.coerce
    .number('APP_ID is missing or no number: it stands on the settings page of the GitHub App')
    .int('APP_ID is a whole number')
    .positive('APP_ID is positive'),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: secret,
  HOST: z.string().default('0.0.0.0'),
  PORT: whole('PORT', 3000, 0, 65_535),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgresql://')
    .optional(),
  DATABASE_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'DATABASE_SCHEMA may have lower-case letters, digits and _')
    .default('lockkeeper'),
  LOCKKEEPER_DATA: z.string().default('.lockkeeper'),
  LOCK_TOOLS: z.string().optional(),
  RELOCK_FETCH_TOOLS: permission('RELOCK_FETCH_TOOLS', 'allow'),
  RELOCK_FETCH_PYTHON: permission('RELOCK_FETCH_PYTHON', 'allow'),
  RELOCK_INDEXES: z
    .string()
    .refine((list) => list.split(',').every((one) => URL.canParse(one.trim())), {
      message: 'RELOCK_INDEXES must be URLs with commas between them',
    })
    .optional(),
  RELOCK_BUILDS: permission('RELOCK_BUILDS', 'never'),
  OSV_URL: z
    .string()
    .refine((url) => osvUrlProblem(url) === 'none', {
      message: `OSV_URL must be a URL without credentials, such as ${DEFAULT_OSV_URL}, or off`,
    })
    .default(DEFAULT_OSV_URL),
  CONCURRENCY: whole('CONCURRENCY', 4, 1, 64),
  SWEEP_MINUTES: whole('SWEEP_MINUTES', 15, 1, 1440),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'LOG_LEVEL is one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  GITHUB_API_URL: z.url('GITHUB_API_URL must be a URL').optional(),
});

/** The names of all variables, for the test that compares them with `.env.example`. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape);

export interface Environment {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseOptions;
  readonly relock: EngineSettings;
  /** Where known vulnerabilities are looked up; `off` asks nobody. */
  readonly osvUrl: string;
  /** Jobs at a time. */
  readonly concurrency: number;
  readonly sweepMinutes: number;
  readonly logLevel: string;
  /** Undefined for github.com. */
  readonly apiUrl: string | undefined;
}

/** Reads and checks all variables; throws `BadEnvironment` with every mistake in one message. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  const result = schema.safeParse(Object.fromEntries(set));
  const key = readPrivateKey(variables.PRIVATE_KEY ?? '', variables.PRIVATE_KEY_PATH ?? '');
  if (!result.success || 'mistake' in key) {
    const mistakes = result.error?.issues.map(({ message }) => message) ?? [];
    const all = [...mistakes, ...('mistake' in key ? [key.mistake] : [])];
    throw new BadEnvironment(all.map((message) => `- ${message}`).join('\n'));
  }
  const env = result.data;
  return {
    appId: env.APP_ID,
    privateKey: key.pem,
    webhookSecret: env.WEBHOOK_SECRET,
    host: env.HOST,
    port: env.PORT,
    database:
      env.DATABASE_URL === undefined
        ? { kind: 'pglite', folder: env.LOCKKEEPER_DATA }
        : { kind: 'postgresql', url: env.DATABASE_URL, schema: env.DATABASE_SCHEMA },
    relock: {
      folder: join(env.LOCKKEEPER_DATA, 'relock'),
      installed: env.LOCK_TOOLS,
      fetches: env.RELOCK_FETCH_TOOLS === 'allow',
      fetchesPython: env.RELOCK_FETCH_PYTHON === 'allow',
      indexes: env.RELOCK_INDEXES,
      builds: env.RELOCK_BUILDS === 'allow',
    },
    osvUrl: env.OSV_URL,
    concurrency: env.CONCURRENCY,
    sweepMinutes: env.SWEEP_MINUTES,
    logLevel: env.LOG_LEVEL,
    apiUrl: env.GITHUB_API_URL,
  };
}

function readPrivateKey(
  text: string,
  path: string,
): { readonly pem: string } | { readonly mistake: string } {
  if (text === '' && path === '') {
    return {
      mistake:
        'PRIVATE_KEY or PRIVATE_KEY_PATH is missing: generate a private key on the settings page of the GitHub App, and give its text or its file',
    };
  }
  if (text === '' && !existsSync(path)) {
    return { mistake: `PRIVATE_KEY_PATH: there is no file ${path}` };
  }
  // Where a variable cannot hold several lines, keys come with `\n` or as base64.
  const raw = text === '' ? readFileSync(path, 'utf8') : text;
  const unescaped = raw.replaceAll('\\n', '\n').trim();
  const key = unescaped.includes('-----BEGIN')
    ? unescaped
    : Buffer.from(unescaped, 'base64').toString('utf8');
  return key.includes('PRIVATE KEY-----')
    ? { pem: `${key}\n` }
    : { mistake: 'PRIVATE_KEY is no PEM key: it starts with -----BEGIN' };
}
