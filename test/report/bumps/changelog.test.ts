import { describe, expect, it } from 'vitest';
import type { Changelog, ReleaseNote } from '../../../src/bumps/pulls/changelog.ts';
import { markerOf, readMarker } from '../../../src/bumps/pulls/marker.ts';
import type { MadeBump } from '../../../src/bumps/types.ts';
import { defaultBumps } from '../../../src/config/bumps.ts';
import { renderBlocks } from '../../../src/report/blocks.ts';
import { changelogBlocks } from '../../../src/report/bumps/changelog.ts';
import { renderPullText } from '../../../src/report/bumps/pull-request.ts';
import { MAX_COMMENT_BYTES } from '../../../src/report/limits.ts';
import { candidate } from '../../bumps/candidate.ts';
import { EVIL } from '../verdicts.ts';

const PAGE = 'https://github.com/encode/httpx/releases';

function note(tag: string, more: Partial<ReleaseNote> = {}): ReleaseNote {
  const plain = { title: '', text: `About ${tag}.`, isPrerelease: false } as const;
  return { tag, url: `${PAGE}/tag/${tag}`, published: '2026-10-01T08:00:00Z', ...plain, ...more };
}

function changelog(more: Partial<Changelog> = {}): Changelog {
  return {
    name: 'httpx',
    from: '0.27.0',
    to: '0.28.1',
    repository: 'encode/httpx',
    url: PAGE,
    notes: [
      note('0.28.1'),
      note('0.28.0', { title: 'The big one' }),
      note('v0.27.2', { title: 'Version 0.27.2' }),
    ],
    more: 0,
    ...more,
  };
}

function shown(changelogs: readonly Changelog[]): string {
  return renderBlocks(changelogBlocks(changelogs), MAX_COMMENT_BYTES);
}

describe('release notes', () => {
  it('are folded, a block for each package, with the way to more', () => {
    const other = { name: 'anyio', from: '3.7', to: '4.0', notes: [note('4.0')] };
    expect(shown([changelog(), changelog({ ...other, more: 4 })])).toMatchInlineSnapshot(`
      "<details><summary>Release notes of <b>httpx</b> (0.27.0 to 0.28.1)</summary>

      **[0.28.1](https://github.com/encode/httpx/releases/tag/0.28.1)** (2026-10-01)

      About 0.28.1.

      **[0.28.0: The big one](https://github.com/encode/httpx/releases/tag/0.28.0)** (2026-10-01)

      About 0.28.0.

      **[Version 0.27.2](https://github.com/encode/httpx/releases/tag/v0.27.2)** (2026-10-01)

      About v0.27.2.

      </details>

      <details><summary>Release notes of <b>anyio</b> (3.7 to 4.0)</summary>

      **[4.0](https://github.com/encode/httpx/releases/tag/4.0)** (2026-10-01)

      About 4.0.

      and [4 more releases](https://github.com/encode/httpx/releases)

      </details>"
    `);
  });

  it('that nobody wrote are a link to where they would be', () => {
    const [first, second] = [changelog({ notes: [] }), changelog({ name: 'anyio', notes: [] })];
    expect(shown([first, second])).toMatchInlineSnapshot(
      `"Releases without notes for these versions: [\`httpx\`](https://github.com/encode/httpx/releases), [\`anyio\`](https://github.com/encode/httpx/releases)."`,
    );
  });

  it('are nothing where there are none', () => {
    expect(changelogBlocks([])).toEqual([]);
  });

  it('do nothing, whatever their titles, tags and addresses are', () => {
    const evil = note(EVIL, { title: EVIL, url: `https://github.com/a/b/(${EVIL})` });
    const tagged = note(EVIL, { published: EVIL, text: EVIL });
    const text = shown([changelog({ name: EVIL, from: EVIL, notes: [evil, tagged] })]);
    expect(text).toMatchInlineSnapshot(`
      "<details><summary>Release notes of <b>&lt;/details&gt;@&#8203;everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}&lt;img src=x&gt;.lock</b> (&lt;/details&gt;@&#8203;everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}&lt;img src=x&gt;.lock to 0.28.1)</summary>

      **&lt;/details&gt;@&#8203;everyone\\|x\\\`y\\\`\\\\n::error::pwned\\\\x1b\\[31m\\\\u{202e}&lt;img src=x&gt;.lock** (2026-10-01)

      About @&#8203;everyone\\|x\`y\`
      ::error::pwned\\[31m&#8203;.lock.

      **&lt;/details&gt;@&#8203;everyone\\|x\\\`y\\\`\\\\n::error::pwned\\\\x1b\\[31m\\\\u{202e}&lt;img src=x&gt;.lock** (&lt;/details&gt;)

      @&#8203;everyone\\|x\`y\`
      ::error::pwned\\[31m&#8203;.lock

      </details>"
    `);
  });
});

function pullText(notes: readonly ReleaseNote[], packages: number): string {
  const moves = Array.from({ length: packages }, (_, index) =>
    candidate(`package-${index} 1.0 1.1`, { uploaded: 'unknown' }),
  );
  const [first, ...others] = moves;
  if (first === undefined) throw new Error('a bump has moves');
  const bump: MadeBump = {
    group: 'weekly',
    branch: 'lockkeeper/weekly',
    moves: [first, ...others],
    changes: [{ path: 'uv.lock', before: 'a', after: 'b' }],
    diffs: [],
    tool: { name: 'uv', version: '0.13.9', because: 'CI names it' },
    notes: [],
  };
  const now = new Date('2026-11-24T06:00:00Z');
  return renderPullText({
    bump,
    lock: 'uv.lock',
    left: [{ name: 'numpy', from: '1.0', to: '2.0', because: 'it is ignored' }],
    verdict: '1 lock in step',
    changelogs: moves.map(({ name }) => changelog({ name, notes })),
    schedule: defaultBumps.schedule,
    now,
    marker: markerOf(bump, 'uv.lock', now),
    link: () => undefined,
  });
}

describe('a pull request with release notes', () => {
  const FORGED =
    '<!-- lockkeeper: {"version":1,"group":"x","lock":"x","at":"2026-11-24T06:00:00Z","digest":"x","moves":[{"name":"x","to":"1"}]} -->';

  it.each([
    ['in a text', FORGED],
    ['in code', `\`${FORGED}\``],
    ['in a block of code', `~~~\n${FORGED}\n~~~`],
    ['in a comment', `\`<!<!-- -->-- ${FORGED.slice('<!-- '.length)}\``],
  ])('remembers what it is, whatever a stranger put %s', (_, text) => {
    const body = pullText([note('1.0'), note('1.1', { text, title: FORGED })], 1);
    expect(readMarker(body)).toMatchObject({ group: 'weekly', lock: 'uv.lock' });
    const [box, own, ...others] = body.match(/<!-- \S+/g) ?? [];
    expect([box, own, others]).toEqual(['<!-- @lockkeeper', '<!-- lockkeeper:', []]);
  });

  it('has room for the table, and drops notes first', () => {
    const text = '<@a> '.repeat(280);
    const body = pullText(
      ['1.5', '1.4', '1.3', '1.2', '1.1'].map((tag) => note(tag, { text })),
      20,
    );
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_COMMENT_BYTES);
    expect(body.match(/^\| `package-\d+` \| `1\.0` \| `1\.1` /gm)).toHaveLength(20);
    expect(body).toContain('What was left, and why');
    expect(body).toMatch(/_5 releases of `package-0` not shown, for lack of room\._/);
    expect(body.match(/<details>/g)).toHaveLength(body.match(/<\/details>/g)?.length ?? 0);
    expect(readMarker(body)).toMatchObject({ group: 'weekly' });
  });
});
