import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/app/env.ts';
import { HANDLED } from '../../src/app/events.ts';
import { WEBHOOK_PATH } from '../../src/app/http-server.ts';

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

describe('app.yml', () => {
  const manifest = parse(read('app.yml'));

  it('subscribes to the events that are handled, and to no others', () => {
    const handled = new Set(Object.keys(HANDLED).map((key) => key.split('.')[0]));
    // GitHub sends these to every app and refuses a subscription.
    for (const always of ['installation', 'installation_repositories']) handled.delete(always);
    expect(new Set(manifest.default_events)).toEqual(handled);
  });

  it('sends webhooks to the path that takes them', () => {
    expect(new URL(manifest.hook_attributes.url).pathname).toBe(WEBHOOK_PATH);
  });

  it('asks for no right to write but for check runs, locks, pins of Python and pull requests', () => {
    const rights = Object.entries(manifest.default_permissions);
    expect(rights.filter(([, level]) => level !== 'read')).toEqual([
      ['contents', 'write'],
      ['workflows', 'write'],
      ['pull_requests', 'write'],
      ['checks', 'write'],
    ]);
  });
});

describe('.env.example', () => {
  it('explains every variable once, and no other', () => {
    const named = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named).toEqual([...VARIABLES]);
  });
});
