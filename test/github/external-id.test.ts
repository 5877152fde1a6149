import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExternalId, parseExternalId } from '../../src/github/external-id.ts';

describe('the mark on our check runs', () => {
  it('reads back what was written, whatever the branch is called', () => {
    const ids = fc.record({
      pullRequest: fc.oneof(fc.nat(), fc.constant('none' as const)),
      base: fc.string({ minLength: 1, unit: 'grapheme' }),
      verdict: fc.constantFrom('success', 'neutral', 'failure'),
      digest: fc.stringMatching(/^[0-9a-f]{16}$/),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(ids, (id) => {
        expect(parseExternalId(formatExternalId(id))).toEqual(id);
      }),
    );
  });

  it('stays readable', () => {
    const id = { pullRequest: 12, base: 'release/1.x', verdict: 'neutral', digest: 'f00d', at: 1 };
    expect(formatExternalId({ ...id, verdict: 'neutral' })).toBe(
      'v1 pr:12 base:release%2F1.x verdict:neutral digest:f00d at:1',
    );
  });

  it.each([
    null,
    '',
    'pr:12',
    'v2 pr:12 base:main verdict:success digest:f00d at:1',
    'v1 pr:12 base:main verdict:great digest:f00d at:1',
  ])('is nothing else: %s', (text) => {
    expect(parseExternalId(text)).toBeUndefined();
  });

  it('survives a branch name that is not percent-encoded', () => {
    const id = parseExternalId('v1 pr:1 base:100% verdict:success digest:f00d at:1');
    expect(id?.base).toBe('100%');
  });
});
