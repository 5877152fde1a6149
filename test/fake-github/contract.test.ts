import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  assertGraphql,
  assertRequest,
  assertResponse,
  assertWebhook,
  ContractError,
} from '../support/contract.ts';

const RUNS = '/repos/acme/api/check-runs';
const RUN = { name: 'Gate', head_sha: 'a'.repeat(40) };

describe("GitHub's description of requests", () => {
  it.each([
    ['POST', RUNS, { ...RUN, conclusion: 'success' }],
    ['GET', '/repos/acme/api/git/ref/heads%2Fmain', undefined],
    ['GET', '/repos/acme/api/contents/a/b/c.toml?ref=main', undefined],
    ['GET', '/repos/acme/api/compare/a...b?per_page=1', undefined],
    ['POST', '/app/installations/1/access_tokens', undefined],
  ])('accepts %s %s', (method, path, body) => {
    expect(() => assertRequest(method, path, body)).not.toThrow();
  });

  it.each([
    ['POST', '/repos/acme/api/check-run', RUN, 'no such operation'],
    ['POST', RUNS, {}, "must have required property 'name'"],
    ['POST', RUNS, { ...RUN, conclusion: 'passed' }, '/conclusion must be equal to one of'],
    ['POST', RUNS, { ...RUN, extrnal_id: 'x' }, 'unknown field /extrnal_id'],
    ['POST', RUNS, { ...RUN, output: { title: 't', summary: 's', txt: '' } }, 'field /output/txt'],
    ['GET', '/app/hook/deliveries?status=failed', undefined, 'value must be equal to one of'],
    ['GET', '/app/hook/deliveries?page=2', undefined, 'unknown query parameter page'],
  ])('refuses %s %s %j', (method, path, body, problem) => {
    expect(() => assertRequest(method, path, body)).toThrow(ContractError);
    expect(() => assertRequest(method, path, body)).toThrow(problem);
  });
});

describe("GitHub's description of answers", () => {
  const branch = '/repos/acme/api/rules/branches/main';
  const rule = { type: 'required_status_checks', parameters: { required_status_checks: [{}] } };

  it('knows their shape', () => {
    expect(() => assertResponse('GET', branch, 200, [])).not.toThrow();
    expect(() => assertResponse('GET', branch, 200, [rule])).toThrow(ContractError);
    expect(() => assertResponse('GET', branch, 201, [])).toThrow('never answers 201');
  });
});

describe("GitHub's GraphQL schema", () => {
  it('knows fields and required arguments', () => {
    const blob =
      '{ repository(owner: "a", name: "b") { object(oid: "c") { ... on Blob { TEXT } } } }';
    expect(() => assertGraphql(blob.replace('TEXT', 'text'))).not.toThrow();
    expect(() => assertGraphql(blob.replace('TEXT', 'txt'))).toThrow('Did you mean "text"');
    const commit = 'mutation { createCommitOnBranch(input: { branch: {} }) { clientMutationId } }';
    expect(() => assertGraphql(commit)).toThrow('expectedHeadOid');
    expect(() => assertGraphql('{')).toThrow('Syntax Error');
  });
});

describe("GitHub's description of webhooks", () => {
  it('knows events, actions and fields', () => {
    expect(() => assertWebhook('pull_request', { action: 'opened' })).toThrow(
      "must have required property 'pull_request'",
    );
    expect(() => assertWebhook('pull_request', { action: 'opend' })).toThrow('no such event');
  });
});

describe('the cut description', () => {
  it.each(['openapi.json', 'webhooks.json'])(
    '%s is small and names no package registry',
    (name) => {
      const file = join(import.meta.dirname, '../../fixtures/github', name);
      const text = readFileSync(file, 'utf8');
      expect(text.length).toBeLessThan(160_000);
      expect([...text.matchAll(/https?:\/\/[\w.-]+/g)]).toEqual([]);
    },
  );
});
