import { describe, expect, it } from 'vitest';
import { type Block, renderBlocks } from '../../src/report/blocks.ts';
import { clampBytes, clampCharacters } from '../../src/report/limits.ts';

const THINGS = ['thing', 'things'] as const;

function block(importance: number, items: readonly string[]): Block {
  return { importance, head: [`# ${importance}`], items, noun: THINGS };
}

describe('blocks', () => {
  const blocks = [block(2, ['aaaa', 'bbbb', 'cccc']), block(1, ['dddd', 'eeee'])];
  const whole = '# 2\naaaa\nbbbb\ncccc\n\n# 1\ndddd\neeee';

  it('stay whole at exactly the limit', () => {
    expect(renderBlocks(blocks, whole.length)).toBe(whole);
  });

  it('one byte over the limit lose what matters least, and say so', () => {
    const long = [block(2, ['a'.repeat(100)]), block(1, ['d'.repeat(80), 'e'.repeat(80)])];
    const limit = Buffer.byteLength(renderBlocks(long, 10_000)) - 1;
    const text = renderBlocks(long, limit);
    expect(text).toBe(
      `# 2\n${'a'.repeat(100)}\n\n# 1\n${'d'.repeat(80)}\n\n_1 more thing not shown, for lack of room._`,
    );
  });

  it('count bytes, not characters', () => {
    const text = renderBlocks([block(1, Array(40).fill('ü'.repeat(10)))], 400);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(400);
    expect(text).toContain('more things not shown');
  });

  it('leave nothing but the counts when there is no room for any item', () => {
    expect(renderBlocks([block(1, ['x'.repeat(500)])], 100)).toBe(
      '_1 thing not shown, for lack of room._',
    );
  });
});

describe('clamping', () => {
  it.each([
    ['fits exactly', 'abc', 3, 'abc'],
    ['one byte over', 'abcd', 3, '…'],
    ['inside a character', 'aüüü', 6, 'aü…'],
    ['inside a character of four bytes', '🔒🔒', 7, '🔒…'],
  ])('bytes: %s', (_, text, limit, expected) => {
    expect(clampBytes(text, limit)).toBe(expected);
  });

  it.each([
    ['fits exactly', 'abc', 3, 'abc'],
    ['one over', 'abcd', 3, 'ab…'],
    ['inside a surrogate pair', 'a🔒bc', 3, 'a…'],
  ])('characters: %s', (_, text, limit, expected) => {
    expect(clampCharacters(text, limit)).toBe(expected);
  });
});
