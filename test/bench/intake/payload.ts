/** Webhooks as GitHub sends them: a real shape, 25 kB, each about another pull request. */
import { createHmac, randomUUID } from 'node:crypto';
import { createFakeGitHub } from '../../fake-github/index.ts';

const KILOBYTES = 25;
/** Stands in for the number of the pull request; as long as the numbers that replace it. */
const NUMBER = '9876543';

/** Makes whole HTTP requests, ready for a socket. */
export type RequestMaker = () => Buffer;

/** A `pull_request.opened` that the stand-in for GitHub has checked against GitHub's schema. */
export async function readPayload(): Promise<string> {
  const gh = await createFakeGitHub();
  try {
    // Nobody listens there: the delivery is listed all the same.
    gh.app.webhookUrl = 'http://127.0.0.1:1/';
    const repository = await gh.createRepository('acme/api', { files: { 'README.md': 'x' } });
    await repository.openPull({ change: { a: 'x' }, body: 'x'.repeat(100) });
    await gh.webhooks.settled();
    const opened = gh.webhooks.list().find(({ event }) => event === 'pull_request');
    return opened?.payload ?? '{}';
  } finally {
    await gh.stop();
  }
}

/** Requests that differ in delivery id and pull request, so that each one is a job of its own. */
export function requestMaker(payload: string, secret: string): RequestMaker {
  const parts = templateOf(payload).split(NUMBER);
  let number = 1_000_000;
  return () => {
    number += 1;
    const body = Buffer.from(parts.join(String(number)));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const head = [
      'POST /api/github/webhooks HTTP/1.1',
      'host: bench',
      'content-type: application/json',
      `content-length: ${body.length}`,
      'x-github-event: pull_request',
      `x-github-delivery: ${randomUUID()}`,
      `x-hub-signature-256: sha256=${signature}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  };
}

function templateOf(payload: string): string {
  const event = JSON.parse(payload) as { pull_request: { number: number; body: string } };
  event.pull_request.number = Number(NUMBER);
  const missing = KILOBYTES * 1024 - JSON.stringify(event).length;
  event.pull_request.body = 'A line of the description.\n'.repeat(Math.max(0, missing / 28));
  return JSON.stringify(event);
}
