import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/report/text.ts';
import {
  allClear,
  enforced,
  failed,
  finding,
  hostile,
  many,
  misconfigured,
  mixed,
  nothingToJudge,
  observing,
  report,
  subject,
  verdict,
} from './verdicts.ts';

function render(shown: Parameters<typeof renderText>[0]): string {
  return renderText(shown, { color: false });
}

describe('the terminal', () => {
  it('says in one line what is all right', () => {
    expect(render(allClear)).toMatchInlineSnapshot(`
      "2 locks in step: uv.lock (uv) and services/api/poetry.lock (Poetry).
      "
    `);
  });

  it('says that there was nothing to judge', () => {
    expect(render(nothingToJudge)).toMatchInlineSnapshot(`
      "Nothing to judge: no lock found.
      "
    `);
  });

  it('says where, what, why and the command, and what is beside it in short', () => {
    expect(render(mixed)).toMatchInlineSnapshot(`
      "Lock out of step with its manifest  lockfile/stale  warning
        pyproject.toml:12  \`httpx\`: pyproject.toml says \`>=0.28\`, uv.lock was made for \`>=0.27\`.
            see uv.lock:40  recorded here
        pyproject.toml:13  \`trio\`: pyproject.toml asks for \`>=0.30\`, uv.lock was made without it.
        Why: Installs differ from what was reviewed.

      Could not be decided (blocks nothing)
        tools/poetry.lock  The metadata of \`x\` comes from its build backend.
            What would help: Static metadata in its pyproject.toml.

      Worth a look (does not count)
        uv.lock:90  \`h11\` went from \`0.16.0\` back to \`0.14.0\`.

      There before this change (does not count)
        docs/uv.lock:7  \`idna 3.10\` is in docs/uv.lock, but nothing depends on it.
        How to repair it: lockkeeper check --all

      Repaired by this change
        services/api/poetry.lock  Merge conflict markers

      To repair, at the root of the repository
        uv lock
        More about it: lockkeeper explain lockfile/stale

      Note on services/api/poetry.lock (Poetry): old format 1.1
      1 lock is stale: run \`uv lock\` (2 warnings, 1 not decided, 1 remark, 1 from before, 1 repaired).
      "
    `);
  });

  it('names every command once', () => {
    expect(render(enforced)).toMatchInlineSnapshot(`
      "Lock out of step with its manifest  lockfile/stale  failure
        pyproject.toml:12  \`httpx\`: pyproject.toml says \`>=0.28\`, uv.lock was made for \`>=0.27\`.
        services/api/pyproject.toml:4  \`content-hash\` in services/api/poetry.lock does not match.
        Why: Installs differ from what was reviewed.

      To repair, at the root of the repository
        uv lock
        cd services/api && poetry lock
        More about it: lockkeeper explain lockfile/stale

      2 locks are stale: run \`uv lock\` and \`cd services/api && poetry lock\` (2 failures).
      "
    `);
  });

  it('leaves out what only observes, but says so', () => {
    expect(render(observing)).toMatchInlineSnapshot(`
      "The gate for locks only observes: 1 finding, not shown (--format json shows them).
      No gate reports: each is off, or only observes.
      "
    `);
  });

  it('shows mistakes in the configuration', () => {
    expect(render(misconfigured)).toMatchInlineSnapshot(`
      "Mistakes in the configuration
        .github/lockkeeper.yml:3  \`lockfile.mode\`: Expected \`off\`, found \`of\`.
        .github/lockkeeper.yml:1  The YAML is not valid. (with this change)

      Judged and right: uv.lock (uv).
      1 lock in step; 2 mistakes in the configuration.
      "
    `);
  });

  it('lets no name act on the terminal or start a line of its own', () => {
    const text = render(hostile);
    expect(['\u{1b}', '\u{202e}'].filter((character) => text.includes(character))).toEqual([]);
    expect(text.split('\n').filter((line) => line.trimStart().startsWith('::'))).toEqual([]);
    expect(text).toMatchInlineSnapshot(`
      "Title </details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock  lockfile/stale  warning
        </details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock:1  </details>@everyone|x\`y\`
            | ::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock says \`</details>@everyone|x\`y\`
            | ::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock\` [click](https://evil.example) #1 ![x](y) **b** ~~c~~
            see </details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock:2  </details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock
        Why: Installs differ from what was reviewed.

      Repaired by this change
        </details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock  Stale

      Mistakes in the configuration
        .github/lockkeeper.yml:3  \`</details>@everyone|x\`y\`
            | ::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock\`: found \`</details>@everyone|x\`y\`
            | ::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock\`

      To repair, at the root of the repository
        cd '</details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock' && uv lock
        More about it: lockkeeper explain lockfile/stale

      1 lock is stale: run \`cd '</details>@everyone|x\`y\`\\n::error::pwned\\x1b[31m\\u{202e}<img src=x>.lock' && uv lock\`; 1 mistake in the configuration (1 warning, 1 repaired).
      "
    `);
  });

  it.each(['::error::x/uv.lock', ' ::add-mask::1', 'a##[error]x'])(
    'cannot be made to give the runner of GitHub Actions a command: %s',
    (path) => {
      const place = { path, line: 1, endLine: 1 };
      const gates = [
        report({
          result: failed([finding({ place })], [{ path, reason: 'r', remedy: 'r' }]),
          repaired: [{ rule: 'r', title: 't', path, message: 'm' }],
          subjects: [{ path, label: path, status: 'passed', note: 'n' }],
        }),
      ];
      const lines = render(verdict({ gates })).split('\n');
      expect(lines.filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    },
  );

  it('lists only the first of many right locks', () => {
    const subjects = Array.from({ length: 12 }, (_, index) =>
      subject(`p${index}/uv.lock`, 'passed'),
    );
    expect(render(verdict({ gates: [report({ subjects })] }))).toMatchInlineSnapshot(`
      "12 locks in step: p0/uv.lock (uv), p1/uv.lock (uv), p2/uv.lock (uv), p3/uv.lock (uv), p4/uv.lock (uv) and 7 more.
      "
    `);
  });

  it('shows all of 200 findings and ends with the sum', () => {
    const lines = render(many(200)).trimEnd().split('\n');
    expect(lines).toHaveLength(407);
    expect(lines.at(-1)).toBe('200 locks are stale (200 warnings).');
  });

  it('uses colours only when asked to', () => {
    expect(renderText(allClear, { color: true })).toBe(
      '\u{1b}[1m\u{1b}[32m2 locks in step: uv.lock (uv) and services/api/poetry.lock (Poetry).\u{1b}[39m\u{1b}[22m\n',
    );
    expect(renderText(mixed, { color: true })).toContain('\u{1b}[36mhttpx\u{1b}[39m: pyproject');
  });
});
