import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/gates/types.ts';
import { renderRule, ruleIndex, rulesMarkdown } from '../../src/report/rules.ts';

const stale: Rule = {
  id: 'lockfile/stale',
  title: 'Lock out of step with its manifest',
  severity: 'violation',
  what: 'The lock was made for `other` dependencies.',
  why: 'Installs differ from what was reviewed.',
  message: () => '',
  repair: (facts) => ('relock' in facts ? String(facts.relock) : ''),
  bad: { 'pyproject.toml': 'dependencies = ["a>=2"]\n', 'uv.lock': 'version = 1\nname = "a"\n' },
  good: { 'pyproject.toml': 'dependencies = ["a>=2"]\n', 'uv.lock': 'version = 1\nname = "b"\n' },
};

const unused: Rule = {
  ...stale,
  id: 'lockfile/unused-lock',
  title: 'Lock that nothing reads',
  severity: 'notice',
  repair: () => 'Remove the lock of the member.',
  before: { 'uv.lock': '\u{feff}```\n' },
  bad: { 'uv.lock': '\u{feff}```\n', 'a/uv.lock': 'version = 1\n' },
  good: {},
};

describe('the page of a rule', () => {
  it('says what, why, the repair, the effect, and shows the difference', () => {
    expect(renderRule(stale, { color: false })).toMatchInlineSnapshot(`
      "Lock out of step with its manifest  lockfile/stale

      The lock was made for \`other\` dependencies.

      Why it matters: Installs differ from what was reviewed.
      To repair (here with uv): uv lock
      Effect: it counts; the mode of the gate decides whether it warns or blocks.

      Bad: pyproject.toml
          dependencies = ["a>=2"]

      Bad: uv.lock
          version = 1
          name = "a"

      Good: uv.lock, changed
           version = 1
          -name = "a"
          +name = "b"
      "
    `);
  });

  it('shows the state before, and files that are not there', () => {
    expect(renderRule(unused, { color: false })).toMatchInlineSnapshot(`
      "Lock that nothing reads  lockfile/unused-lock

      The lock was made for \`other\` dependencies.

      Why it matters: Installs differ from what was reviewed.
      To repair (here with uv): Remove the lock of the member.
      Effect: it is shown and never counts.

      Before: uv.lock
          \\u{feff}\`\`\`

      Bad: a/uv.lock
          version = 1

      Good: uv.lock is not there
      "
    `);
  });

  it('has colours when asked to', () => {
    expect(renderRule(stale, { color: true })).toContain('\u{1b}[32m+name = "b"\u{1b}[39m');
  });
});

it('the index has one line a rule', () => {
  expect(ruleIndex([stale, unused])).toMatchInlineSnapshot(`
    "lockfile/stale        Lock out of step with its manifest
    lockfile/unused-lock  Lock that nothing reads (never counts)
    "
  `);
});

it('the Markdown page links its table to its sections', () => {
  expect(rulesMarkdown([stale, unused])).toMatchSnapshot();
});
