import { expect, it } from 'vitest';
import * as bumpQueries from '../../src/github/bump-queries.ts';
import * as queries from '../../src/github/queries.ts';
import { assertGraphql } from '../support/contract.ts';

const { blobsQuery, closedQuery, releasesQuery, ...documents } = { ...queries, ...bumpQueries };

it.each(Object.entries(documents))('%s fits the schema of GitHub', (_, document) => {
  expect(() => assertGraphql(document)).not.toThrow();
});

it.each([1, 50])('asks for %i blobs at once', (count) => {
  expect(() => assertGraphql(blobsQuery(count))).not.toThrow();
});

it.each([1, 20])('asks for what was closed on %i branches at once', (count) => {
  expect(() => assertGraphql(closedQuery(count))).not.toThrow();
});

it.each([1, 20])('asks for the releases of %i repositories at once', (count) => {
  expect(() => assertGraphql(releasesQuery(count))).not.toThrow();
});
