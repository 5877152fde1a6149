/** The state of the fake GitHub, as types and plain data. Nothing here talks to anybody. */

import type { KeyObject } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { GitRepository } from './git.ts';

/** The current time of the fake; tokens and limits run by it. */
export type Clock = () => Date;

export type PermissionLevel = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, PermissionLevel>>;

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly createdAt: Date;
}

/** The app under test: the only one that signs in and is sent webhooks. */
export interface OwnApp extends App {
  readonly publicKey: KeyObject;
  readonly privateKey: string;
  webhookSecret: string;
  /** Nothing is sent while it is `undefined`. */
  webhookUrl: string | undefined;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  /** What the owner granted; may lag behind what the app asks for. */
  permissions: Permissions;
  readonly createdAt: Date;
}

export interface Token {
  readonly installation: Installation;
  readonly permissions: Permissions;
  readonly repositories: 'all' | ReadonlySet<number>;
  readonly expiresAt: Date;
}

export interface RequiredCheck {
  readonly context: string;
  /** Only this app's run counts. */
  readonly appId?: number;
}

/** What protects a branch, and through which of GitHub's two mechanisms. */
export interface BranchRules {
  readonly requires: readonly RequiredCheck[];
  readonly isStrict: boolean;
  readonly source: 'ruleset' | 'classic';
  readonly hasMergeQueue: boolean;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: Account;
  readonly createdAt: Date;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | undefined;
  state: 'open' | 'closed';
  isDraft: boolean;
  isMerged: boolean;
  baseRef: string;
  baseSha: string;
  readonly headRef: string;
  headSha: string;
  /** `deleted` once the fork is gone. */
  headRepository: Repository | 'deleted';
  /** The test merge; `conflict` when base and head cannot be merged. */
  mergeSha: string | 'conflict';
  readonly author: Account;
  readonly comments: Comment[];
  readonly labels: string[];
  readonly assignees: string[];
  readonly reviewers: string[];
  /** The method that GitHub merges with as soon as it may; `undefined` while nobody asked. */
  autoMerge: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
}

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly title: string | undefined;
  readonly body: string | undefined;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  readonly createdAt: Date;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  name: string;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  readonly parent: Repository | undefined;
  readonly git: GitRepository;
  readonly pulls: Map<number, Pull>;
  readonly rules: Map<string, BranchRules>;
  /** Oldest first. */
  readonly releases: Release[];
  isInstalled: boolean;
  nextNumber: number;
  readonly createdAt: Date;
  pushedAt: Date;
}

export type CheckStatus = 'queued' | 'in_progress' | 'completed';

export interface Suite {
  readonly id: number;
  readonly repository: Repository;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  readonly before: string | undefined;
  status: CheckStatus;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface Run {
  readonly id: number;
  readonly suite: Suite;
  name: string;
  status: CheckStatus;
  conclusion: string | undefined;
  externalId: string | undefined;
  detailsUrl: string | undefined;
  startedAt: Date | undefined;
  completedAt: Date | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  readonly annotations: Annotation[];
  actions: readonly CheckAction[];
}

export interface RecordedRequest {
  readonly method: string;
  /** Without `/api/v3` and query. */
  readonly path: string;
  readonly query: string;
  readonly status: number;
  /** The GraphQL operation's name. */
  readonly operation?: string;
  readonly body: unknown;
  readonly milliseconds: number;
}

/** Limits that tests may lower to meet them with small repositories. */
export interface Limits {
  /** Entries of a recursive tree before `truncated`. */
  treeEntries: number;
  /** Bytes of GraphQL's `Blob.text` before `isTruncated`. */
  blobText: number;
  /** Files of a comparison. */
  compareFiles: number;
  /** REST requests and GraphQL points an hour, each. */
  requestsPerHour: number;
  /** How long a webhook's receiver may take, in milliseconds. */
  webhookTimeout: number;
  /** `long` are the tokens of 2026: `ghs_<app>_<jwt>`. */
  tokenFormat: 'short' | 'long';
}

export interface WorldEvents {
  run: [Run];
  pull: [Pull];
  delivery: [];
  request: [RecordedRequest];
}

export interface World {
  /** Where the fake listens; set by the server before anybody asks. */
  url: string;
  readonly folder: string;
  readonly clock: Clock;
  readonly app: OwnApp;
  readonly apps: Map<number, App>;
  /** By lower-case login. */
  readonly accounts: Map<string, Account>;
  readonly developer: Account;
  /** By lower-case `owner/name`. */
  readonly repositories: Map<string, Repository>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly suites: Map<number, Suite>;
  readonly runs: Map<number, Run>;
  readonly requests: RecordedRequest[];
  /** Requests that no correct client sends, and answers or payloads that GitHub never gives. */
  readonly violations: string[];
  readonly limits: Limits;
  readonly events: EventEmitter<WorldEvents>;
  nextId(): number;
}

export const DEFAULT_LIMITS: Limits = {
  treeEntries: 100_000,
  blobText: 512_000,
  compareFiles: 300,
  requestsPerHour: 5000,
  webhookTimeout: 10_000,
  tokenFormat: 'long',
};

export function newEvents(): EventEmitter<WorldEvents> {
  return new EventEmitter<WorldEvents>().setMaxListeners(0);
}
