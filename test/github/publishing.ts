/** Publishing to the double, and what it got. */
import {
  type Published,
  type PublishOptions,
  publishCheckRun,
} from '../../src/github/check-run.ts';
import { parseExternalId } from '../../src/github/external-id.ts';
import type { OwnCheckRun } from '../../src/github/own-check-runs.ts';
import type { CheckRunContent } from '../../src/report/check-run.ts';
import type { Double } from './double.ts';
import { HEAD, REPO } from './world.ts';

export const RUNS = '/repos/acme/api/check-runs';

export const CONTENT: CheckRunContent = {
  title: 'uv.lock is out of date',
  summary: 'One lock of one.',
  text: 'Run `uv lock`.',
  conclusion: 'failure',
  annotations: [],
  actions: [],
};

export interface SentRun {
  readonly external_id: string;
  readonly conclusion?: OwnCheckRun['conclusion'];
  readonly status: string;
  readonly output: {
    readonly title: string;
    readonly summary: string;
    readonly text: string;
    readonly annotations: readonly unknown[];
  };
}

export interface Publishing {
  /** For a head that is current. */
  publish(more?: Partial<PublishOptions>): Promise<Published>;
  /** Without saying whether the head is current. */
  publishUnasked(more?: Partial<PublishOptions>): Promise<Published>;
  /** The bodies of all writes. */
  sent(): readonly SentRun[];
  /** What the last POST left behind, as it would be read back. */
  standing(status?: string): OwnCheckRun;
}

export function publishingTo(github: Double): Publishing {
  function publishUnasked(more: Partial<PublishOptions> = {}) {
    github.on(`POST ${RUNS}`, { status: 201, body: { id: 5 } });
    github.on(`PATCH ${RUNS}/5`, { body: { id: 5 } });
    return publishCheckRun(github.client(), {
      repo: REPO,
      headSha: HEAD,
      externalId: { pullRequest: 7, base: 'main' },
      content: CONTENT,
      existing: [],
      ...more,
    });
  }

  function publish(more: Partial<PublishOptions> = {}) {
    return publishUnasked({ isCurrent: async () => true, ...more });
  }

  function sent(): readonly SentRun[] {
    return github.calls
      .filter(({ method }) => method !== 'GET')
      .map(({ body }) => body as unknown as SentRun);
  }

  function standing(status = 'completed'): OwnCheckRun {
    const run = sent().findLast(({ external_id }) => external_id !== undefined);
    const externalId = parseExternalId(run?.external_id ?? '');
    if (run === undefined || externalId === undefined) throw new Error('nothing was posted');
    return { externalId, status, conclusion: run.conclusion ?? 'none' };
  }

  return { publish, publishUnasked, sent, standing };
}
