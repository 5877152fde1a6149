import { describe, expect, it } from 'vitest';
import { narrow } from '../../src/app/events.ts';

const APP = 4711;
const base = {
  installation: { id: 1 },
  repository: { id: 2, name: 'api', owner: { login: 'acme' } },
};
const listed = (number: number, repository: number) => ({
  number,
  base: { repo: { id: repository } },
});
const robin = { login: 'robin', type: 'User' };
const pressed = (app: number, identifier: string) => ({
  action: 'requested_action',
  ...base,
  check_run: { app: { id: app }, head_sha: 'a', external_id: 'v1 pr:12 base:main' },
  requested_action: { identifier },
  sender: robin,
});
const pushTo = (ref: string) => ({
  ...base,
  repository: { ...base.repository, default_branch: 'main' },
  ref,
  deleted: false,
});
const commented = (body: string, type = 'User') => ({
  action: 'created',
  ...base,
  issue: { number: 12, pull_request: {} },
  comment: { body, user: { ...robin, type } },
});
/** The text of a bump pull request before and after somebody edited it. */
const boxed = (from: string, to: string, { ref = 'lockkeeper/weekly', type = 'User' } = {}) => ({
  action: 'edited',
  ...base,
  changes: { body: { from } },
  pull_request: { number: 12, body: to, head: { ref } },
  sender: { ...robin, type },
});
const boxes = (rebase: string, split: string) =>
  `text\n\n- [${rebase}] <!-- @lockkeeper rebase --> Again\n- [${split}] <!-- @lockkeeper split --> Apart\n`;
const pull = { ...base, pull_request: { number: 3 } };

describe('a webhook becomes an own event', () => {
  it.each([
    ['pull_request', { action: 'opened', ...pull }, 'pull-request #3'],
    ['pull_request', { action: 'synchronize', ...pull }, 'pull-request #3'],
    ['pull_request', { action: 'reopened', ...pull }, 'pull-request #3'],
    ['pull_request', { action: 'ready_for_review', ...pull }, 'pull-request #3'],
    ['pull_request', { action: 'edited', changes: { base: {} }, ...pull }, 'pull-request #3'],
    ['pull_request', { action: 'edited', changes: { title: {} }, ...pull }, 'ignored'],
    ['pull_request', { action: 'closed', ...pull }, 'ignored'],
    ['ping', { zen: 'x' }, 'ignored'],
    [
      'check_run',
      {
        action: 'rerequested',
        ...base,
        check_run: { app: { id: APP }, head_sha: 'a', external_id: 'v1 pr:12 base:main' },
      },
      'pull-request #12 again',
    ],
    [
      'check_run',
      {
        action: 'rerequested',
        ...base,
        check_run: { app: { id: 1 }, head_sha: 'a', external_id: 'v1 pr:12' },
      },
      'ignored',
    ],
    [
      'check_suite',
      {
        action: 'rerequested',
        ...base,
        check_suite: {
          app: { id: APP },
          head_sha: 'a',
          pull_requests: [listed(4, 2), listed(5, 2)],
        },
      },
      'pull-request #4 again, pull-request #5 again',
    ],
    // The same commit is the head of a pull request in another repository.
    [
      'check_suite',
      {
        action: 'rerequested',
        ...base,
        check_suite: {
          app: { id: APP },
          head_sha: 'a',
          pull_requests: [listed(4, 2), listed(9, 3)],
        },
      },
      'pull-request #4 again',
    ],
    // Suites of forks name no pull request: our own runs on the commit do.
    [
      'check_suite',
      {
        action: 'rerequested',
        ...base,
        check_suite: { app: { id: APP }, head_sha: 'a', pull_requests: [] },
      },
      'rerun a',
    ],
    [
      'merge_group',
      {
        action: 'checks_requested',
        ...base,
        merge_group: { head_sha: 'h', base_sha: 'b', base_ref: 'refs/heads/main' },
      },
      'merge-group h onto main',
    ],
    ['installation', { action: 'created', installation: { id: 1 } }, 'sweep'],
    ['installation_repositories', { action: 'added', installation: { id: 1 } }, 'sweep'],
    [
      'pull_request',
      { action: 'opened', ...base },
      'invalid: pull_request: Invalid input: expected object, received undefined',
    ],
    [
      'pull_request',
      { action: 'opened', ...pull, installation: undefined },
      'invalid: installation: Invalid input: expected object, received undefined',
    ],
    ['check_run', pressed(APP, 'relock'), 'fix #12 at a by robin'],
    ['check_run', pressed(APP, 'something'), 'ignored'],
    ['check_run', pressed(1, 'relock'), 'ignored'],
    ['issue_comment', commented('@lockkeeper fix'), 'fix #12 at any by robin'],
    ['issue_comment', commented('Please:\n\n  @Lockkeeper fix!\n'), 'fix #12 at any by robin'],
    ['issue_comment', commented('I like @lockkeeper fix'), 'ignored'],
    ['issue_comment', commented('> @lockkeeper fix'), 'ignored'],
    ['issue_comment', commented('```\n@lockkeeper fix\n```'), 'ignored'],
    ['issue_comment', commented('@lockkeeper fixes'), 'ignored'],
    ['issue_comment', commented('@lockkeeper fix', 'Bot'), 'ignored'],
    ['issue_comment', { ...commented('@lockkeeper fix'), issue: { number: 12 } }, 'ignored'],
    [
      'issue_comment',
      commented('@lockkeeper rebase\n@lockkeeper now'),
      '#12 {"kind":"rebase"} by robin, #12 {"kind":"now"} by robin',
    ],
    [
      'issue_comment',
      commented('@lockkeeper ignore Flask_Login until 2027-01-31'),
      '#12 {"kind":"ignore","package":"flask-login","until":"2027-01-31"} by robin',
    ],
    ['issue_comment', commented('@lockkeeper ignore httpx until soon'), 'ignored'],
    ['issue_comment', commented('@lockkeeper ignore ../etc'), 'ignored'],
    ['issue_comment', commented('@lockkeeper split'), '#12 {"kind":"split"} by robin'],
    ['pull_request', boxed(boxes(' ', ' '), boxes(' ', 'x')), '#12 {"kind":"split"} by robin'],
    ['pull_request', boxed(boxes('x', ' '), boxes('x', 'X')), '#12 {"kind":"split"} by robin'],
    ['pull_request', boxed(boxes('x', ' '), boxes(' ', ' ')), 'ignored'],
    ['pull_request', boxed(boxes(' ', ' '), boxes('x', ' '), { ref: 'topic' }), 'ignored'],
    ['pull_request', boxed(boxes(' ', ' '), boxes('x', ' '), { type: 'Bot' }), 'ignored'],
    ['pull_request', boxed('', '- [x] <!-- @lockkeeper everything -->'), 'ignored'],
    ['push', pushTo('refs/heads/main'), 'bump all kept'],
    ['push', pushTo('refs/heads/feature'), 'ignored'],
    ['push', { ...pushTo('refs/heads/main'), deleted: true }, 'ignored'],
    ['pull_request', null, 'invalid: the payload is no object'],
    ['__proto__', { action: 'x' }, 'ignored'],
  ])('%s %j: %s', (name, payload, expected) => {
    expect(text(narrow(name, payload, APP))).toBe(expected);
  });
});

function text(narrowed: ReturnType<typeof narrow>): string {
  if (narrowed.kind === 'ignored') return 'ignored';
  if (narrowed.kind === 'invalid') return `invalid: ${narrowed.problem}`;
  return narrowed.events
    .map((event) => {
      if (event.kind === 'sweep') return 'sweep';
      if (event.kind === 'rerun') return `rerun ${event.headSha}`;
      if (event.kind === 'fix') return `fix #${event.number} at ${event.headSha} by ${event.by}`;
      if (event.kind === 'command') {
        return `#${event.number} ${JSON.stringify(event.command)} by ${event.by}`;
      }
      if (event.kind === 'bump') return `bump ${event.lock} ${event.occasion}`;
      const again = event.force ? ' again' : '';
      return event.kind === 'pull-request'
        ? `pull-request #${event.number}${again}`
        : `merge-group ${event.headSha} onto ${event.baseRef}${again}`;
    })
    .join(', ');
}
