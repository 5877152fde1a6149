/** Waiting by events of the fake, never by sleeping. */
import { runsOn } from './checks.ts';
import type { Hub } from './hub.ts';
import { type CheckReport, reportOf } from './report.ts';
import type { RecordedRequest, Repository } from './world.ts';

export interface WaitOptions {
  /** Milliseconds of patience; 15 seconds when left out. */
  readonly timeout?: number;
  /** Only a newer run than this one counts. */
  readonly after?: { readonly id: number };
  /** Only this app's runs; of any app when left out. */
  readonly appId?: number;
}

export interface CheckTarget {
  readonly repository: Repository;
  /** The commit of the moment: it moves while we wait. */
  sha(): string;
  readonly label: string;
}

function matching(hub: Hub, target: CheckTarget, name: string, options: WaitOptions) {
  return runsOn(hub.world, target.repository, target.sha())
    .filter((run) => run.name === name && run.id > (options.after?.id ?? 0))
    .filter((run) => (options.appId ?? run.suite.app.id) === run.suite.app.id);
}

/** The last deliveries and requests, for a failure that can be understood. */
export function history(hub: Hub): string {
  const deliveries = hub.webhooks
    .list()
    .slice(0, 20)
    .map(({ event, action, status, statusCode, responseBody }) => {
      const name = action === undefined ? event : `${event}.${action}`;
      return `  ${name} -> ${statusCode} ${status} ${responseBody.slice(0, 200)}`.trimEnd();
    })
    .reverse();
  const requests = hub.world.requests
    .slice(-30)
    .map(
      ({ method, path, operation = '', status }) => `  ${method} ${path} ${operation} ${status}`,
    );
  const violations = hub.world.violations.map((violation) => `  ${violation}`);
  return [
    'Webhook deliveries:',
    ...deliveries,
    'Requests:',
    ...requests,
    'Violations:',
    ...violations,
  ].join('\n');
}

/** The newest run of this name on the target's commit, as soon as it is completed. */
export function waitForCheck(
  hub: Hub,
  target: CheckTarget,
  name: string,
  options: WaitOptions = {},
): Promise<CheckReport> {
  function newest(): CheckReport | undefined {
    const run = matching(hub, target, name, options).at(-1);
    return run?.status === 'completed' ? reportOf(run) : undefined;
  }
  function complaint(): string {
    const runs = matching(hub, target, name, {}).map(({ id, status }) => `${id} ${status}`);
    const there = runs.join(', ') || 'none';
    return `no completed check run '${name}' on ${target.label} (runs there: ${there})`;
  }
  return waitFor(hub, 'run', newest, options.timeout, complaint);
}

/** The first request, past or to come, that `test` accepts. */
export function waitForRequest(
  hub: Hub,
  test: (request: RecordedRequest) => boolean,
  timeout?: number,
): Promise<RecordedRequest> {
  return waitFor(hub, 'request', () => hub.world.requests.find(test), timeout);
}

/** What `find` makes of a repository's pull requests, now or after one of them changes. */
export function waitForPull<Found>(
  hub: Hub,
  find: () => Found | undefined,
  what: string,
  timeout?: number,
): Promise<Found> {
  return waitFor(hub, 'pull', find, timeout, () => `no ${what}`);
}

/** What `look` finds now or after some later event; an error with the history when it never does. */
function waitFor<Found>(
  hub: Hub,
  event: 'run' | 'request' | 'pull',
  find: () => Found | undefined,
  timeout = 15_000,
  complaint: () => string = () => `no such ${event}`,
): Promise<Found> {
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const { events } = hub.world;
  const timer = setTimeout(() => {
    events.off(event, look);
    reject(new Error(`${complaint()} within ${timeout} ms\n${history(hub)}`));
  }, timeout);
  function look(): void {
    const found = find();
    if (found === undefined) return;
    clearTimeout(timer);
    events.off(event, look);
    resolve(found);
  }
  events.on(event, look);
  look();
  return promise;
}
