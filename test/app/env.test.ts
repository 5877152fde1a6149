import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/app/env.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const GOOD = { APP_ID: '7', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: '0123456789abcdef'.repeat(2) };

/** What the operator reads. */
function refusal(variables: Record<string, string>): string {
  try {
    readEnvironment(variables);
    return 'accepted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('the environment', () => {
  it('needs three values; everything else has a default', () => {
    const { privateKey: _, webhookSecret: __, ...env } = readEnvironment(GOOD);
    expect(env).toMatchInlineSnapshot(`
      {
        "apiUrl": undefined,
        "appId": 7,
        "concurrency": 4,
        "database": {
          "folder": ".lockkeeper",
          "kind": "pglite",
        },
        "host": "0.0.0.0",
        "logLevel": "info",
        "osvUrl": "https://api.osv.dev",
        "port": 3000,
        "relock": {
          "builds": false,
          "fetches": true,
          "fetchesPython": true,
          "folder": ".lockkeeper/relock",
          "indexes": undefined,
          "installed": undefined,
        },
        "sweepMinutes": 15,
      }
    `);
  });

  it('takes PostgreSQL by its address', () => {
    const env = readEnvironment({ ...GOOD, DATABASE_URL: 'postgresql://db.example/lockkeeper' });
    expect(env.database.kind).toBe('postgresql');
  });

  it('builds packages only by permission', () => {
    const isAllowed = (value: string) =>
      readEnvironment({ ...GOOD, RELOCK_BUILDS: value }).relock.builds;
    expect([isAllowed('never'), isAllowed('allow')]).toEqual([false, true]);
    expect(refusal({ ...GOOD, RELOCK_BUILDS: 'yes' })).toBe(
      '- RELOCK_BUILDS is one of allow, never',
    );
  });

  it.each([
    ['in one line', privateKey.replaceAll('\n', '\\n')],
    ['as base64', Buffer.from(privateKey).toString('base64')],
  ])('takes the private key %s', (_, key) => {
    expect(readEnvironment({ ...GOOD, PRIVATE_KEY: key }).privateKey.trim()).toBe(
      privateKey.trim(),
    );
  });

  it.each(['', 'development', 'changeme', 'short', 'password'])(
    'refuses the webhook secret %j and says how to make one',
    (secret) => expect(refusal({ ...GOOD, WEBHOOK_SECRET: secret })).toContain('randomBytes(32)'),
  );

  it('names every mistake at once', () => {
    expect(
      refusal({ APP_ID: 'x', PORT: '99999', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' }),
    ).toMatchInlineSnapshot(`
      "- APP_ID is missing or no number: it stands on the settings page of the GitHub App
      - WEBHOOK_SECRET is missing: without it anybody can forge webhooks. Make one with: node -e "console.log(require('node:crypto').randomBytes(32).toString('hex'))" and set the same value in the settings of the GitHub App.
      - PORT must be at most 65535
      - DATABASE_URL must start with postgresql://
      - LOG_LEVEL is one of fatal, error, warn, info, debug, trace, silent
      - PRIVATE_KEY or PRIVATE_KEY_PATH is missing: generate a private key on the settings page of the GitHub App, and give its text or its file"
    `);
  });

  it.each([
    ['no key at all', {}],
    ['a file that is not there', { PRIVATE_KEY_PATH: '/nowhere/key.pem' }],
    ['something that is no key', { PRIVATE_KEY: 'hello' }],
  ])('refuses %s', (_, variables) => {
    const { PRIVATE_KEY: _key, ...rest } = GOOD;
    expect(refusal({ ...rest, ...variables })).toMatchSnapshot();
  });
});
