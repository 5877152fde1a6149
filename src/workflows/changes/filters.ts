/**
 * A filter of paths moves from the workflow into its jobs: the workflow always starts, and jobs that
 * have nothing to do are skipped. A skipped plain job reports under its own name and passes.
 */
import { type MapNode, nodeAt, scalarsAt } from '../../edits/nodes.ts';
import type { Splice } from '../../edits/splice.ts';
import { beforeEntry, withoutEntry } from '../../edits/yaml-lines.ts';
import { pinned } from '../actions.ts';
import { eventSettings } from '../triggers.ts';
import type { Job, Workflow } from '../workflow.ts';
import { proven } from './prove.ts';

const FILTERS = ['paths', 'paths-ignore'] as const;
type Filter = (typeof FILTERS)[number];

/**
 * The change for workflows with one filter, patterns that git knows too, and plain jobs; `undefined`
 * for all others.
 */
export function filterInJobs(workflow: Workflow): readonly Splice[] | undefined {
  const { text, onNode, root, jobs } = workflow;
  const settings = nodeAt(onNode, 'pull_request');
  const map = nodeAt(root, 'jobs');
  if (settings?.kind !== 'map' || map?.kind !== 'map') return undefined;
  const filters = FILTERS.filter((name) => settings.entries.has(name));
  const [filter] = filters;
  const [first] = map.entries.values();
  if (filter === undefined || filters.length > 1 || first === undefined) return undefined;
  const pathspecs = pathspecsOf(settings, filter);
  if (pathspecs === undefined || !jobs.every(isPlain)) return undefined;
  if (jobs.some(({ id }) => id === 'changes')) return undefined;
  const roots = jobs.filter(({ needs }) => needs.length === 0);
  const splices = [
    withoutEntry(text, settings, filter),
    beforeEntry(text, first.keySpan[0], changesJob(pathspecs)),
    ...roots.map((job) => onlyIfRelevant(text, job)),
  ];
  return proven(workflow, splices, (after) => {
    const left = eventSettings(after.on, 'pull_request');
    const ids = after.jobs.map(({ id }) => id);
    const conditional = after.jobs.filter(({ condition }) => condition !== undefined);
    return (
      left !== undefined &&
      FILTERS.every((name) => !left.has(name)) &&
      JSON.stringify(ids) === JSON.stringify(['changes', ...jobs.map(({ id }) => id)]) &&
      conditional.length === roots.length
    );
  });
}

/** Under this name alone it reports when it is skipped. */
function isPlain({ uses, matrix, condition, node }: Job): boolean {
  return (
    uses === undefined && matrix === undefined && condition === undefined && node.kind === 'map'
  );
}

/** Patterns that mean the same to git, as its pathspecs. */
function pathspecsOf(settings: MapNode, filter: Filter): readonly string[] | undefined {
  const patterns = scalarsAt(settings, filter).map(({ text }) => text);
  const isKnown = patterns.every((pattern) => {
    const segments = pattern.split('/');
    return segments.every((part) => part === '**' || /^[\w.-]*\*?[\w.-]*$/.test(part));
  });
  if (!isKnown || patterns.length === 0) return undefined;
  if (filter === 'paths') return patterns.map((pattern) => `':(glob)${pattern}'`);
  return ["':(glob)**'", ...patterns.map((pattern) => `':(exclude,glob)${pattern}'`)];
}

function changesJob(pathspecs: readonly string[]): readonly string[] {
  return [
    'changes:',
    '  runs-on: ubuntu-latest',
    '  permissions:',
    '    contents: read',
    '  outputs:',
    `    relevant: \${{ steps.diff.outputs.relevant }}`,
    '  steps:',
    `    - uses: ${pinned('actions/checkout')}`,
    '      with:',
    '        fetch-depth: 2',
    '        persist-credentials: false',
    '    - id: diff',
    '      # The first parent of the merge commit is the base.',
    '      run: |',
    `        if git diff --quiet HEAD^1 HEAD -- ${pathspecs.join(' ')}; then relevant=false; else relevant=true; fi`,
    '        echo "relevant=$relevant" >> "$GITHUB_OUTPUT"',
    '',
  ];
}

function onlyIfRelevant(text: string, { node }: Job): Splice | undefined {
  const [first] = node.kind === 'map' ? node.entries.values() : [];
  if (first === undefined) return undefined;
  return beforeEntry(text, first.keySpan[0], [
    'needs: changes',
    // Should `changes` fail, its output is empty, and the job runs.
    "if: always() && (github.event_name != 'pull_request' || needs.changes.outputs.relevant != 'false')",
  ]);
}
