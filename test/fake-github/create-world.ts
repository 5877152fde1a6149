/** A world with an app in it and nothing else. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Account,
  type Clock,
  DEFAULT_LIMITS,
  type Limits,
  newEvents,
  type OwnApp,
  type Permissions,
  type World,
} from './world.ts';

interface FakeAppOptions {
  readonly id?: number;
  readonly slug?: string;
  /** PEM; a fresh key when left out. */
  readonly privateKey?: string;
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
}

export interface FakeGitHubOptions {
  readonly app?: FakeAppOptions;
  /** Tokens and limits run by it. */
  readonly clock?: Clock;
  /** A free one when left out. */
  readonly port?: number;
  readonly limits?: Partial<Limits>;
}

const PERMISSIONS: Permissions = {
  metadata: 'read',
  contents: 'write',
  workflows: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'read',
  merge_queues: 'read',
};

const EVENTS = [
  'pull_request',
  'push',
  'check_run',
  'check_suite',
  'merge_group',
  'issue_comment',
  'repository',
];

let generatedKey: string | undefined;

/** One key per process: making one takes longer than most tests. */
function freshKey(): string {
  const options = {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  } as const;
  generatedKey ??= generateKeyPairSync('rsa', options).privateKey;
  return generatedKey;
}

function createApp(options: FakeAppOptions, owner: Account, createdAt: Date): OwnApp {
  const { id = 4711, slug = 'lockkeeper', privateKey = freshKey() } = options;
  return {
    id,
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1),
    owner,
    permissions: options.permissions ?? PERMISSIONS,
    events: options.events ?? EVENTS,
    createdAt,
    privateKey,
    publicKey: createPublicKey(privateKey),
    webhookSecret: options.webhookSecret ?? '5d0c8f1be27a49368c3f',
    webhookUrl: options.webhookUrl,
  };
}

export async function createWorld(options: FakeGitHubOptions): Promise<World> {
  const clock = options.clock ?? (() => new Date());
  let lastId = 1000;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const developer: Account = { id: nextId(), login: 'robin', type: 'User' };
  const app = createApp(options.app ?? {}, developer, clock());
  return {
    url: '',
    folder: await mkdtemp(join(tmpdir(), 'fake-github-')),
    clock,
    app,
    apps: new Map([[app.id, app]]),
    accounts: new Map([[developer.login, developer]]),
    developer,
    repositories: new Map(),
    installations: new Map(),
    tokens: new Map(),
    suites: new Map(),
    runs: new Map(),
    requests: [],
    violations: [],
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    events: newEvents(),
    nextId,
  };
}
