import { describe, expect, it } from 'vitest';
import { code, fence, literal, prose } from '../../src/report/escape.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { allClear, EVIL, hostile, mixed } from './verdicts.ts';

describe('Markdown', () => {
  it('is short when all is right', () => {
    expect(renderMarkdown(allClear)).toMatchInlineSnapshot(`
      "### Lockkeeper: 2 locks in step

      **Lockfile** (mode \`warn\`): 2 locks in step.

      | lock | verdict |
      | --- | --- |
      | uv.lock (uv) | in step |
      | services/api/poetry.lock (Poetry) | in step |
      "
    `);
  });

  it('shows what, where, why and the command', () => {
    expect(renderMarkdown(mixed)).toMatchSnapshot();
  });

  it('lets no name become markup, a mention, a link or a cell', () => {
    const text = renderMarkdown(hostile);
    expect(text).toMatchSnapshot();
    const fenced = /```sh\n[\s\S]*?\n```/;
    const outside = text.replace(fenced, '').replaceAll(/<\/?code>/g, '');
    expect(outside).not.toMatch(/<|@\w|:\/\/|(?<!\\)\*\*b/);
    expect(
      text
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map(cells),
    ).toEqual([2, 2, 2]);
  });
});

function cells(row: string): number {
  return row.replaceAll('\\|', '').split('|').length - 2;
}

describe('escaping', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['a\\|b', 'a\\\\\\|b'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['@octocat', '@&#8203;octocat'],
    ['owner/repo#12', 'owner/repo#&#8203;12'],
    ['www.evil.example', 'www&#46;evil.example'],
    ['- item', '-&#8203; item'],
    ['1. item', '1&#8203;. item'],
    ['# heading', '#&#8203; heading'],
    ['my_pkg', 'my\\_pkg'],
  ])('%s as plain text', (text, expected) => {
    expect(literal(text)).toBe(expected);
  });

  it.each([
    ['uv.lock', '`uv.lock`'],
    ['@everyone <b>', '`@everyone <b>`'],
    ['a`b', '<code>a\\`b</code>'],
    ['a|b', '<code>a\\|b</code>'],
    [' a', '<code> a</code>'],
    ['', ''],
  ])('%s as code', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('keeps the code of a sentence, and what breaks out of it stays text', () => {
    expect(prose('`a`: `>=1,<2` @b')).toBe('`a`: `>=1,<2` @&#8203;b');
    expect(prose('`a`<img>`b`')).toBe('`a`&lt;img&gt;`b`');
    expect(prose('`a')).toBe('\\`a');
  });

  it('fences are longer than any run of back-ticks in them', () => {
    expect(fence(['uv lock'])).toBe('```');
    expect(fence([EVIL, '````'])).toBe('`````');
  });
});
