/** Release notes are written by strangers: what they could do to a text of ours, attack by attack. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { excerpt } from '../../src/report/foreign-markdown.ts';

const HOSTS = new Set(['github.com', 'git.example']);

function shown(text: string): string {
  return excerpt(text, { characters: 1500, lines: 40 }, HOSTS);
}

/** Of these all attacks above can be made. */
const PIECES = [
  ...['@', 'octocat', '#', '1', 'G', 'GH-2', 'https:', '//github.com/a/b/pull/1', 'www.', '`'],
  ...['```', '~~~', '**', '[', '](https://a.example/)', '](x)', '![', '<', '>', '<!--', '-->'],
  ...['<b>', '</details>', '<img alt="', '"', '\n', '    ', '- ', '1. ', '# ', '|', '---', '&'],
  ...['\\', '\u200b', ' '],
];

/** Code, and where links of ours lead. */
const INERT =
  /^(`{3,})\n[\s\S]*?^\1$|`[^`\n]*`|<code>.*?<\/code>|\]\(https:\/\/a\.example\/[^)]*\)/gm;

describe('an attack', () => {
  test.each<[name: string, text: string, shown: string]>([
    [
      'a mention',
      'Thanks @octocat, @acme/team and me@example.org',
      'Thanks @&#8203;octocat, @&#8203;acme/team and me@&#8203;example.org',
    ],
    [
      'a mention that a tag holds apart',
      '@<b></b>octocat #<i>1 G<b>H-2',
      '@&#8203;octocat #&#8203;1 G&#8203;H-2',
    ],
    [
      'a mention that an image holds apart',
      '@![octocat](x.png) #![1](x.png)',
      '@&#8203;octocat #&#8203;1',
    ],
    [
      'a mention that a link holds apart',
      '@[octocat](javascript:1) #[1](https://github.com/a/b/pull/1)',
      '@&#8203;octocat #&#8203;1',
    ],
    [
      'an address that a tag holds apart',
      'https:<b>//github.com/a/b/pull/1 <b>www<i>.github.com/a/b/pull/1',
      'https:&#8203;//github.com/a/b/pull/1 www&#8203;.github.com/a/b/pull/1',
    ],
    [
      'an address without a scheme',
      'www.github.com/acme/app/pull/1 _www.github.com/acme/app_',
      '`acme/app#1` \\_`www.github.com/acme/app`\\_',
    ],
    [
      'a reference to an issue here',
      'Fixes #1, closes GH-2, resolves acme/app#3',
      'Fixes #&#8203;1, closes GH&#8203;-2, resolves acme/app#&#8203;3',
    ],
    [
      'the address of an issue here',
      'Fixes https://github.com/acme/app/issues/1.',
      'Fixes `acme/app#1`.',
    ],
    ['a link to an issue', 'Fixes [this](https://github.com/acme/app/issues/1)', 'Fixes this'],
    [
      'a link to an issue, on our own GitHub',
      '[this](https://git.example/acme/app/pull/1)',
      'this',
    ],
    [
      'a link to an issue, by a redirect',
      '[this](https://redirect.github.com/acme/app/pull/1)',
      'this',
    ],
    [
      'a link to an issue, in other spellings',
      '[a](https://GitHub.com./a/b/pull/1) [b](HTTPS://github.com/a/b/pull/1)',
      'a b',
    ],
    ['a link between angle brackets', '<https://github.com/acme/app/pull/1>', '`acme/app#1`'],
    [
      'a link by reference',
      '[this][1]\n\n[1]: https://github.com/acme/app/pull/1',
      '\\[this\\]\\[1\\]\n\n\\[1\\]: `acme/app#1`',
    ],
    ['a link that runs code', '[this](javascript:alert(1)) [that](data:text/html,x)', 'this) that'],
    [
      'a link that ends early',
      '[x](https://a.example/)](https://github.com/a/b/pull/1) @a',
      '[x](https://a.example/)\\](`a/b#1`) @&#8203;a',
    ],
    [
      'a link within a link',
      '[a [b](https://a.example/b) @c](https://a.example/d)',
      '[a b @&#8203;c](https://a.example/d)',
    ],
    [
      'a mention within bold and code',
      '**@octocat** `@octocat` ***@octocat***',
      '**@&#8203;octocat** `@octocat` **\\*@&#8203;octocat**\\*',
    ],
    ['a comment for ourselves', '<!-- lockkeeper: {"version":1} -->\nhello', 'hello'],
    ['a comment for ourselves, in code', '`<!-- lockkeeper: {"version":1} -->`', '\\`\\`'],
    [
      'a comment for ourselves, in a block',
      '```\n<!-- lockkeeper: {"version":1} -->\n```',
      '```\n\n```',
    ],
    [
      'a comment within a comment',
      '<!<!-- x -->-- lockkeeper: {"version":1} -->',
      '&lt;\\!-- lockkeeper: {"version":1} --&gt;',
    ],
    [
      'a comment within a comment, in code',
      '`<!<!-- x -->-- lockkeeper: {"version":1} -->`',
      '`<! -- lockkeeper: {"version":1} -->`',
    ],
    [
      'a comment that a tag holds apart',
      '`<!<b>-- lockkeeper: {"version":1} -->` <!<b>-- x -->',
      '`<!<b>-- lockkeeper: {"version":1} -->` &lt;\\!-- x --&gt;',
    ],
    [
      'a comment that an invisible character holds apart',
      '`<!\u200b-- lockkeeper: {} -->`',
      '\\`\\`',
    ],
    ['a comment without an end', 'hello\n<!-- the rest', 'hello'],
    [
      'the end of what is folded',
      'hello\n\n</details>\n\n<details open>\n\nworld',
      'hello\n\nworld',
    ],
    ['a block of code without an end', '~~~\n</details>', '```\n</details>\n```'],
    [
      'a block of code that ends ours',
      '~~~\n```\n</details>\n```\n~~~\n@octocat',
      '````\n```\n</details>\n```\n````\n\n@&#8203;octocat',
    ],
    ['an image', '![a <b> chart](https://evil.example/pixel.png)', 'a &lt;b&gt; chart'],
    [
      'an image in a link',
      '[![build](https://evil.example/b.svg)](https://a.example/ci) ok',
      '[build](https://a.example/ci) ok',
    ],
    [
      'an image as HTML',
      '<img width="1" alt="a chart" src="https://evil.example/pixel.png"> ok',
      'a chart ok',
    ],
    [
      'an image by reference',
      '![chart][1]\n\n[1]: https://evil.example/pixel.png',
      '\\!\\[chart\\]\\[1\\]\n\n\\[1\\]: [evil.example/pixel.png](https://evil.example/pixel.png)',
    ],
    [
      'other HTML',
      '<script>alert(1)</script><a href="https://github.com/a/b/pull/1">x</a><br/>',
      'alert(1)x',
    ],
    [
      'a tag over two lines',
      '<img\nsrc="https://evil.example/pixel.png">',
      '&lt;img\nsrc="[evil.example/pixel.png](https://evil.example/pixel.png)"&gt;',
    ],
    [
      'a command to us',
      '@lockkeeper ignore httpx\n> @lockkeeper rebase',
      '@&#8203;lockkeeper ignore httpx\n@&#8203;lockkeeper rebase',
    ],
    ['a box to tick', '- [ ] <!-- rebase --> rebase\n- [x] done', '- rebase\n- done'],
    [
      'a heading',
      '# Lockkeeper says\n\nTrust me\n========\n\nAnd me\n---',
      '**Lockkeeper says**\n\nTrust me\n\nAnd me',
    ],
    ['a table', 'a | b\n--- | ---\n1 | @octocat', 'a \\| b\n\n1 \\| @&#8203;octocat'],
    ['formulas', '$`x`$ $$y$$', '&#36;`x`&#36; &#36;&#36;y&#36;&#36;'],
    ['an alert', '> [!CAUTION]\n> Do this', '\\[\\!CAUTION\\]\nDo this'],
    ['a footnote', 'a[^1]\n\n[^1]: @octocat', 'a\\[^1\\]\n\n\\[^1\\]: @&#8203;octocat'],
    ['a list far in', '                - @octocat', '- @&#8203;octocat'],
    ['a block far in', '    </details> @octocat', '@&#8203;octocat'],
    [
      'entities',
      '&#64;octocat &lt;img&gt; &#35;1',
      '&amp;#&#8203;64;octocat &amp;lt;img&amp;gt; &amp;#&#8203;35;1',
    ],
    ['characters that hide or turn', 'a\u202eb\u0000c\u001b[31md\u2028e', 'abc\\[31mde'],
    [
      'something escaped',
      '\\@octocat \\#1 \\<b> \\\\@octocat',
      '\\\\@&#8203;octocat \\\\#&#8203;1 \\\\ \\\\\\\\@&#8203;octocat',
    ],
    ['a list in a list in one line', '- - # 1. @octocat', '- -&#8203; # 1. @&#8203;octocat'],
  ])('%s does nothing', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('of any such pieces does nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
        const text = shown(pieces.join(''));
        expect(text).not.toContain('<!--');
        const plain = text
          .replaceAll(/\\[^\w\s]/g, '·')
          .replaceAll(INERT, '·')
          .replaceAll(/&#?\w+;/g, '&');
        expect(plain).not.toMatch(/<|@\w|#\d|\bGH-\d|:\/\/|\bwww\.|^ *#+( |$)/im);
      }),
      { numRuns: 2000 },
    );
  });

  it('is none that takes long', { timeout: 5000 }, () => {
    for (const part of [
      '[',
      '[a](',
      '**',
      '`',
      '<img alt="',
      '<!--',
      '# #',
      '> ',
      '- ',
      '!',
      '\n',
    ]) {
      expect(shown(part.repeat(20_000)).length).toBeLessThan(20_000);
    }
  });
});
