import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '../../../src/app/env.ts';

export const SECRET = 'a secret for webhooks of the benchmark';

/** An environment of the app for a benchmark: quiet, no sweeps in between, a free port. */
export function environment(
  changes: Pick<Environment, 'database'> & Partial<Environment>,
): Environment {
  return {
    appId: 4711,
    privateKey: anyKey(),
    webhookSecret: SECRET,
    host: '127.0.0.1',
    port: 0,
    concurrency: 4,
    sweepMinutes: 1440,
    logLevel: 'error',
    apiUrl: undefined,
    osvUrl: 'off',
    relock: {
      folder: '.lockkeeper',
      installed: undefined,
      fetches: false,
      fetchesPython: false,
      indexes: undefined,
      builds: false,
    },
    ...changes,
  };
}

function anyKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}
