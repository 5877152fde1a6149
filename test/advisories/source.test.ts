import { afterEach, describe, expect, it } from 'vitest';
import { advisoriesOf } from '../../src/advisories/advisory.ts';
import { advisorySource } from '../../src/advisories/source.ts';
import { type OsvServer, startOsv, vulnerability } from '../support/osv.ts';

let osv: OsvServer;

afterEach(() => osv?.close());

const ALPHA = { name: 'alpha', version: '1.0' };
const BETA = { name: 'beta', version: '1.0' };

describe('known vulnerabilities', () => {
  it('are those of the version that is locked', async () => {
    osv = await startOsv([vulnerability('GHSA-1 beta <1.1'), vulnerability('GHSA-2 beta <0.9')]);
    const known = await advisorySource(`${osv.url}/`).affecting([ALPHA, BETA]);
    expect(known.kind === 'known' && known.records.map((all) => all.map(({ id }) => id))).toEqual([
      [],
      ['GHSA-1'],
    ]);
  });

  it('are fetched once', async () => {
    osv = await startOsv([vulnerability('GHSA-1 beta <1.1')]);
    const source = advisorySource(osv.url);
    await source.affecting([BETA]);
    await source.affecting([ALPHA, BETA]);
    expect(osv.requests).toEqual([
      'POST /v1/querybatch',
      'GET /v1/vulns/GHSA-1',
      'POST /v1/querybatch',
    ]);
  });

  it('of many packages are asked for in several requests', async () => {
    osv = await startOsv([vulnerability('GHSA-1 beta <1.1')]);
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...ALPHA, name: `a${index}` }));
    const known = await advisorySource(osv.url).affecting([...many, BETA]);
    expect(known.kind === 'known' && known.records.at(-1)?.map(({ id }) => id)).toEqual(['GHSA-1']);
    expect(osv.requests).toHaveLength(3);
  });

  it('of a long answer are all there', async () => {
    const all = [1, 2, 3].map((number) => vulnerability(`GHSA-${number} beta <1.1`));
    osv = await startOsv(all, { page: 2 });
    const known = await advisorySource(osv.url).affecting([ALPHA, BETA]);
    expect(known.kind === 'known' && known.records.map((some) => some.length)).toEqual([0, 3]);
  });

  it('are unknown where the server answers with something else', async () => {
    osv = await startOsv();
    const wrong = await advisorySource(`${osv.url}/nowhere`).affecting([BETA]);
    expect(wrong.kind === 'unknown' && wrong.reason.replace(osv.url, 'OSV')).toBe(
      'OSV/nowhere did not answer: it answered 404',
    );
  });

  it('are unknown where no server answers', async () => {
    osv = await startOsv();
    await osv.close();
    const wrong = await advisorySource(osv.url).affecting([BETA]);
    expect(wrong.kind === 'unknown' && wrong.reason.replace(osv.url, 'OSV')).toBe(
      'OSV did not answer: ECONNREFUSED',
    );
  });

  it('are not asked for where that is switched off', async () => {
    expect(await advisorySource('off').affecting([BETA])).toEqual({ kind: 'known', records: [[]] });
  });
});

describe('what people read about a vulnerability', () => {
  it('is said once, by the best known of its names', () => {
    const records = [
      vulnerability('PYSEC-7 beta <1.1', { aliases: ['CVE-1', 'GHSA-1'] }),
      vulnerability('GHSA-1 beta <1.1 moderate: It leaks', { aliases: ['CVE-1'] }),
      vulnerability('GHSA-2 beta <1.1 critical: It runs anything'),
    ];
    expect(advisoriesOf(records)).toMatchInlineSnapshot(`
      [
        {
          "id": "GHSA-2",
          "severity": "critical",
          "summary": "It runs anything",
          "url": "https://osv.dev/vulnerability/GHSA-2",
        },
        {
          "id": "GHSA-1",
          "severity": "moderate",
          "summary": "It leaks",
          "url": "https://osv.dev/vulnerability/GHSA-1",
        },
      ]
    `);
  });
});
