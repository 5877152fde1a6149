/**
 * The parts of GitHub's webhook payloads that are looked at.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
import { z } from 'zod';

export interface EventRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

const repository = z
  .object({
    id: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
  })
  .transform(({ id, name, owner }): EventRepository => ({ id, name, owner: owner.login }));

const installed = z.object({
  installation: z.object({ id: z.number() }),
  repository,
});

export const pullRequest = installed.extend({ pull_request: z.object({ number: z.number() }) });

const by = z.object({ login: z.string(), type: z.string() });

/** `edited` is sent for titles too; only another base changes the verdict. */
export const edited = pullRequest.extend({
  changes: z.object({
    base: z.unknown().optional(),
    body: z.object({ from: z.string().nullish() }).optional(),
  }),
  pull_request: z.object({
    number: z.number(),
    body: z.string().nullish(),
    head: z.object({ ref: z.string() }).optional(),
  }),
  sender: by.optional(),
});

const runs = z.object({ app: z.object({ id: z.number() }).nullish() });

/** The commit can be the head of a pull request in another repository, with a number of its own. */
const listedPull = z.object({
  number: z.number(),
  base: z.object({ repo: z.object({ id: z.number() }) }),
});

export const rerequestedRun = installed.extend({
  check_run: runs.extend({ head_sha: z.string(), external_id: z.string().nullish() }),
});

export const rerequestedSuite = installed.extend({
  check_suite: runs.extend({
    head_sha: z.string(),
    pull_requests: z.array(listedPull).default([]),
  }),
});

export const pressed = rerequestedRun.extend({
  requested_action: z.object({ identifier: z.string() }),
  sender: by,
});

export const commented = installed.extend({
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }),
  comment: z.object({ body: z.string(), user: by.nullable() }),
});

export const pushed = z.object({
  installation: z.object({ id: z.number() }),
  ref: z.string(),
  deleted: z.boolean(),
  repository: z
    .object({
      id: z.number(),
      name: z.string(),
      owner: z.object({ login: z.string() }),
      default_branch: z.string(),
    })
    .transform(({ owner, ...rest }) => ({ ...rest, owner: owner.login })),
});

export const mergeGroup = installed.extend({
  merge_group: z.object({ head_sha: z.string(), base_sha: z.string(), base_ref: z.string() }),
});
