/** Compares whether workflows start with the labels. */

import type { z } from 'zod';
import { nodeAt } from '../../src/edits/nodes.ts';
import { readYamlNodes } from '../../src/edits/yaml-nodes.ts';
import { lastMatch, parsePattern } from '../../src/workflows/patterns.ts';
import { starts, type TriggerEvent } from '../../src/workflows/triggers.ts';
import { nodeValue } from '../../src/workflows/values.ts';
import type { patternsCase, TriggersCase } from './workflow-cases.ts';

/** The events of the corpus; `@` is the default branch. */
function eventCalled(name: string, defaultBranch: string): TriggerEvent | undefined {
  const pull = (
    files: readonly string[],
    {
      action = 'synchronize',
      branch = defaultBranch,
      event = 'pull_request' as 'pull_request' | 'pull_request_target' | 'merge_group',
    } = {},
  ): TriggerEvent => ({ event, action, branch, files });
  const push = (kind: 'branch' | 'tag', ref: string, files: readonly string[]): TriggerEvent => ({
    event: 'push',
    ref: { kind, name: ref },
    files,
  });
  const source = ['src/a.py'];
  const events: Readonly<Record<string, TriggerEvent>> = {
    'pr-docs': pull(['docs/x.md']),
    'pr-src': pull(source),
    'pr-mixed': pull(['README.md', 'tests/test_a.py'], { action: 'opened' }),
    'pr-lock': pull(['pyproject.toml', 'uv.lock']),
    'pr-workflow': pull(['.github/workflows/ci.yml']),
    'pr-1.x': pull(source, { branch: '1.x' }),
    'pr-feature/x': pull(source, { branch: 'feature/x' }),
    'pr-ready': pull(source, { action: 'ready_for_review' }),
    'pr-reopened': pull(source, { action: 'reopened' }),
    'pr-labeled': pull(source, { action: 'labeled' }),
    'prt-src': pull(source, { event: 'pull_request_target' }),
    'merge-group': pull(source, { event: 'merge_group', action: 'checks_requested' }),
    'push-main': push('branch', defaultBranch, source),
    'push-topic': push('branch', 'topic/y', ['docs/x.md']),
    'push-tag': push('tag', 'v1.2.3', []),
  };
  return events[name];
}

/** What differs, one line an event. */
export function compareTriggers(one: TriggersCase, text: string): readonly string[] {
  const document = readYamlNodes(text);
  // Jobs that GitHub refuses are another question.
  const on = document.kind === 'document' ? nodeAt(document.root, 'on') : undefined;
  return Object.entries(one.expect).flatMap(([name, expected]) => {
    const event = eventCalled(name, one.default_branch);
    if (event === undefined) return [`${name}: no such event`];
    if (on === undefined) return expected.runs === null ? [] : [`${name}: no \`on\` can be read`];
    const ours = starts(nodeValue(on), event);
    const runs = ours.runs === 'unknown' ? null : ours.runs;
    const same =
      runs === expected.runs && (ours.runs !== false || ours.because === expected.because);
    return same ? [] : [`${name}: ours ${JSON.stringify(ours)} theirs ${JSON.stringify(expected)}`];
  });
}

/** Texts that a list of patterns takes or leaves against the documentation. */
export function comparePatterns({
  filter,
  patterns,
  match,
  no_match,
}: z.infer<typeof patternsCase>): readonly string[] {
  const parsed = patterns.map(parsePattern);
  const takes = (text: string) => lastMatch(parsed, text);
  return [
    ...match
      .filter((text) => !takes(text))
      .map((text) => `${filter} ${patterns.join(' ')} leaves ${text}`),
    ...no_match.filter(takes).map((text) => `${filter} ${patterns.join(' ')} takes ${text}`),
  ];
}
