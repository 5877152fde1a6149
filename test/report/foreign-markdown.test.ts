import { describe, expect, it, test } from 'vitest';
import { excerpt } from '../../src/report/foreign-markdown.ts';

const HOSTS = new Set(['github.com', 'git.example']);

function shown(text: string): string {
  return excerpt(text, { characters: 1500, lines: 40 }, HOSTS);
}

test('release notes as they are usual', () => {
  const notes = [
    '<!-- Release notes generated using configuration in .github/release.yml -->',
    '',
    "## What's Changed",
    '### Fixes :bug:',
    '* Fix `verify=False` for proxies by @alice in https://github.com/encode/httpx/pull/3385',
    '* **Breaking**: see the [migration guide](https://www.python-httpx.org/migrate/#0-28) (#3400)',
    '  - a detail, `httpx[http2]`',
    '1. first',
    '',
    '```python',
    'httpx.get("https://example.org")  # @decorator',
    '```',
    '',
    '| Option | Default |',
    '| ------ | ------- |',
    '| `trust_env` | True |',
    '',
    '**Full Changelog**: https://github.com/encode/httpx/compare/0.28.0...0.28.1',
  ];
  expect(shown(notes.join('\r\n'))).toMatchInlineSnapshot(`
    "**What's Changed**

    **Fixes :bug:**

    - Fix \`verify=False\` for proxies by @&#8203;alice in \`encode/httpx#3385\`
    - **Breaking**: see the [migration guide](https://www.python-httpx.org/migrate/#0-28) (#&#8203;3400)
       - a detail, \`httpx[http2]\`
    1. first

    \`\`\`
    httpx.get("https://example.org")  # @decorator
    \`\`\`

    \\| Option \\| Default \\|

    \\| \`trust_env\` \\| True \\|

    **Full Changelog**: \`github.com/encode/httpx/compare/0.28.0...0.28.1\`"
  `);
});

describe('a long text', () => {
  it('is cut at a line', () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
    const lines = shown(text).split('\n');
    expect([lines.at(0), lines.at(39), lines.at(40), lines.at(-1)]).toEqual([
      'line 0',
      'line 39',
      '',
      '…',
    ]);
  });

  it('is cut by its characters, too', () => {
    expect(shown(`${'a'.repeat(900)}\n${'b'.repeat(900)}`)).toBe(`${'a'.repeat(900)}\n\n…`);
  });

  it('of one line ends within it', () => {
    expect(shown('a'.repeat(5000))).toBe(`${'a'.repeat(999)}…`);
  });

  it('closes its code', () => {
    const text = `\`\`\`\n${'x\n'.repeat(100)}`;
    expect(shown(text).split('\n').slice(-4)).toEqual(['x', '```', '', '…']);
  });
});

it.each(['', ' \n', '<!-- nothing -->', '![](https://a.example/b.png)', '---'])(
  'shows nothing of %j',
  (text) => {
    expect(shown(text)).toBe('');
  },
);
