/** How long a pull request waits for its check run when the app is idle. */
import type { DatabaseKind } from '../../../src/store/database.ts';
import { fixture } from '../../demo/stories.ts';
import { createFakeGitHub, type FakeGitHub, type FakeRepository } from '../../fake-github/index.ts';
import { databaseKinds, testDatabase } from '../../support/world.ts';
import { median, quantile, table } from '../statistics.ts';
import { environment } from './environment.ts';
import { progress } from './progress.ts';
import { startAppServer } from './servers.ts';

/**
 * Pull requests of one owner get their check runs a second apart, as GitHub asks for: an idle app
 * is one whose owners take turns.
 */
const OWNERS = 12;
/** The first ones of an owner pay for its token and its first trees. */
const WARM_UP_ROUNDS = 1;
/** Between two pull requests. */
const PAUSE_MS = 50;

interface Wait {
  /** From the webhook's departure to the completed check run. */
  readonly milliseconds: number;
  /** Requests to GitHub, and the milliseconds that they took inside the stand-in, summed up. */
  readonly requests: number;
  readonly github: number;
}

export async function benchLatency(pulls: number): Promise<string> {
  const rows: string[][] = [];
  for (const kind of await databaseKinds()) {
    const waits = await measure(kind, Math.ceil(pulls / OWNERS));
    rows.push(rowOf(`app on ${kind}`, waits));
  }
  return table(
    ['webhook to check run', 'pulls', 'p50 ms', 'p99 ms', 'max ms', 'requests', 'in GitHub ms'],
    rows,
  );
}

function rowOf(name: string, waits: readonly Wait[]): string[] {
  const all = (key: keyof Wait) => waits.map((wait) => wait[key]);
  return [
    name,
    String(waits.length),
    ...[0.5, 0.99, 1].map((p) => quantile(all('milliseconds'), p).toFixed(0)),
    median(all('requests')).toFixed(0),
    median(all('github')).toFixed(0),
  ];
}

async function measure(kind: DatabaseKind, rounds: number): Promise<readonly Wait[]> {
  const gh = await createFakeGitHub();
  const database = await testDatabase(kind);
  const { id: appId, privateKey, webhookSecret } = gh.app;
  const app = await startAppServer({
    env: environment({
      appId,
      privateKey,
      webhookSecret,
      database: database.options,
      apiUrl: gh.url,
    }),
    queueSchema: database.queueSchema,
    work: true,
  });
  gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
  const files = fixture('uv-app');
  const waits: Wait[] = [];
  try {
    progress(`${kind}: ${OWNERS} owners`);
    const repositories = [];
    for (let owner = 0; owner < OWNERS; owner++) {
      // Nothing that one owner's repository has is known from another's.
      const own = { ...files, 'uv.lock': `${files['uv.lock']}# owner ${owner}\n` };
      repositories.push(await gh.createRepository(`owner-${owner}/api`, { files: own }));
    }
    await gh.webhooks.settled();
    for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      progress(`${kind}: round ${round + 1} of ${WARM_UP_ROUNDS + rounds}`);
      for (const repository of repositories) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        const wait = await openAndWait(gh, repository);
        if (round >= WARM_UP_ROUNDS) waits.push(wait);
      }
    }
  } finally {
    await app.stop();
    await gh.stop();
    await database.remove();
  }
  return waits;
}

/** The usual one: a manifest that asks for more than its lock has. */
async function openAndWait(gh: FakeGitHub, repository: FakeRepository): Promise<Wait> {
  const before = gh.requests.length;
  const number = repository.pulls().length + 1;
  const manifest = (await repository.read('HEAD', 'pyproject.toml')) ?? '';
  const newer = manifest.replace('httpx>=0.27', `httpx>=0.28.${number}`);
  const change = { 'pyproject.toml': `${newer}# ${repository.fullName}\n` };
  const pull = await repository.openPull({ change });
  await pull.check('Lockkeeper');
  const end = Date.now();
  const isWriting = ({ method, path }: { readonly method: string; readonly path: string }) =>
    method === 'POST' && path.startsWith(`/repos/${repository.fullName}/check-runs`);
  // The stand-in lists a request after its answer.
  await gh.waitForRequest(
    (request) => isWriting(request) && gh.requests.indexOf(request) >= before,
  );
  const sent = gh.webhooks.list().find(({ event }) => event === 'pull_request');
  const requests = gh.requests.slice(before);
  return {
    milliseconds: end - (sent?.deliveredAt.getTime() ?? end),
    requests: requests.length,
    github: requests.reduce((sum, request) => sum + request.milliseconds, 0),
  };
}
