import { expect, it } from 'vitest';
import { markdown } from './page/markdown.ts';

it.each([
  ['a paragraph', 'one\ntwo', '<p>one\ntwo</p>'],
  ['a heading', '#### `a` b', '<h4><code>a</code> b</h4>'],
  [
    'emphasis',
    '**a** and *b* but not a_b_c',
    '<p><strong>a</strong> and <em>b</em> but not a_b_c</p>',
  ],
  ['escaped marks', '\\*a\\* &lt;b&gt; &amp;', '<p>*a* &lt;b&gt; &amp;</p>'],
  ['code with marks', '`` a`*b* ``', '<p><code>a`*b*</code></p>'],
  ['a fence', '````sh\n```\n<b>\n````', '<pre><code>```\n&lt;b&gt;</code></pre>'],
  ['a list in a list', '- a\n  - b\n- c', '<ul><li>a<ul><li>b</li></ul></li>\n<li>c</li></ul>'],
  [
    'a table',
    '| a |\n| - |\n| b \\| c |',
    '<table><tr><th>a</th></tr>\n<tr><td>b | c</td></tr></table>',
  ],
  ['a script', '<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
  ['an attribute', '<b onclick="x">y</b>', '<p>&lt;b onclick=&quot;x&quot;&gt;y</b></p>'],
  [
    'a link',
    '[a](https://example.com/?b&c)',
    '<p><a href="https://example.com/?b&amp;c">a</a></p>',
  ],
  ['a hostile link', '[a](javascript:x)', '<p>a</p>'],
])('markdown: %s', (_, text, html) => {
  expect(markdown(text)).toBe(html);
});
