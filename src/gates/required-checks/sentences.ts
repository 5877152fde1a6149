/** The sentences of the required-checks gate. */
import { shellWord } from '../../locks/shell-word.ts';
import { listed } from '../words.ts';
import type { CheckFacts, WorkflowFacts } from './facts.ts';

/** What is wrong. */
export function sentence(facts: CheckFacts): string {
  const check = `\`${facts.context}\` is required (${facts.source})`;
  switch (facts.kind) {
    case 'ghost':
      if (facts.likely.length + facts.siblings.length === 0) {
        return `${check}, and no workflow that starts for pull requests reports it. They wait for it for ever.`;
      }
      if (facts.likely.length === 0) {
        return `${check}, and no workflow reports it; its matrix has ${names(facts.siblings)}. Pull requests wait for it for ever.`;
      }
      return `${check}, and no workflow reports it; ${names(facts.likely)} ${facts.likely.length === 1 ? 'is' : 'are'} reported. Pull requests wait for it for ever.`;
    case 'renamed-here':
      return facts.likely.length === 0
        ? `${check}, and this change takes away the job that reports it. Every pull request will wait for it for ever.`
        : `${check}, and this change renames it to ${names(facts.likely)}. Every pull request will wait for the old name for ever.`;
    case 'filtered':
      return facts.isNow
        ? `${check}, and \`${facts.workflow}\`, which reports it, does not start on this pull request (${FILTERS[facts.cause] ?? facts.cause}): it waits for ever.`
        : `${check}, and \`${facts.workflow}\`, which reports it, starts only for some files: every other pull request waits for ever.`;
    case 'types':
      return `${check}, and \`${facts.workflow}\`, which reports it, does not start on new commits: its \`types\` lack \`synchronize\`.`;
    case 'no-merge-group':
      return `${check}, and \`${facts.workflow}\`, which reports it, does not start in the merge queue: the queue waits until it gives up.`;
    case 'skip-passes':
      return `${check}, and its job \`${facts.job}\` is skipped when ${listed(facts.needs.map(code))} ${facts.needs.length === 1 ? 'fails' : 'fail'}: GitHub takes a skipped check for a passed one.`;
    case 'skip-waits': {
      const instead = facts.instead === '' ? 'nothing' : `\`${facts.instead}\``;
      return facts.isNow
        ? `${check}, and its job \`${facts.job}\` is skipped on this pull request and reports ${instead} instead: it waits for ever.`
        : `${check}, and its job \`${facts.job}\` can be skipped; then it reports ${instead} instead, and the pull request waits for ever.`;
    }
    case 'ambiguous':
      return `${check}, and ${listed(facts.producers)} report it: the newest one decides, whatever the others say.`;
    case 'wrong-app':
      return `${check} from the App ${facts.app} alone, and ${listed(facts.reporters)} ${facts.reporters.length === 1 ? 'reports' : 'report'} it: that does not count, and pull requests wait for ever.`;
    case 'waiting':
      return `${check}, all workflows of this commit finished a quarter of an hour ago, and it was not reported${facts.usual === 'unknown' ? '' : ` (usually by ${facts.usual})`}.`;
  }
}

/** What could be better. */
export function remark(facts: WorkflowFacts): string {
  if (facts.kind === 'no-verification') {
    return facts.workflows === 0
      ? 'There is no workflow: nothing lints, tests or type-checks pull requests.'
      : 'No workflow lints, tests or type-checks pull requests.';
  }
  return facts.looksLike === 'aggregate'
    ? `\`${facts.name}\` collects the results of other jobs, and is not required: pull requests can be merged while it fails.`
    : `\`${facts.name}\` runs the tests, and neither it nor any other job with tests is required: pull requests can be merged while they fail.`;
}

const FILTERS: Readonly<Record<string, string>> = {
  paths: 'no changed file fits its `paths`',
  'paths-ignore': 'all changed files are in its `paths-ignore`',
  branches: 'the base branch is not in its `branches`',
  'branches-ignore': 'the base branch is in its `branches-ignore`',
  'skip marker': 'the newest commit says to skip it',
};

const MAX_NAMES = 4;

function names(all: readonly string[]): string {
  const shown = all.slice(0, MAX_NAMES).map(code);
  const more = all.length - shown.length;
  return listed(more > 0 ? [...shown, `${more} more`] : shown);
}

function code(text: string): string {
  return `\`${text}\``;
}

/** What repairs it. */
export function repair(facts: CheckFacts): string {
  switch (facts.kind) {
    case 'ghost':
    case 'renamed-here':
      return facts.likely.length === 0
        ? `Take \`${facts.context}\` out of the ${facts.source}, or let a job report it.`
        : `Require ${names(facts.likely)} in the ${facts.source} instead of \`${facts.context}\`: ${contextsOf(facts.likely)}${keeping(facts)}`;
    case 'filtered':
      if (facts.cause === 'skip marker') {
        return "Push a commit without the marker: git commit --allow-empty -m 'Run the checks'";
      }
      return `Let \`${facts.workflow}\` start always and leave the filter to its jobs, or require a job that collects the results with \`if: always()\`.`;
    case 'types':
      return `Add \`synchronize\` to the \`types\` of \`${facts.workflow}\`, or leave them out.`;
    case 'no-merge-group':
      return `Add \`merge_group:\` to \`on\` in \`${facts.workflow}\`.`;
    case 'skip-passes':
      return `Give \`${facts.job}\` in \`${facts.workflow}\` \`if: always()\` and let it fail unless ${listed(facts.needs.map((need) => `\`needs.${need}.result\``))} ${facts.needs.length === 1 ? 'is' : 'are'} \`success\`.`;
    case 'skip-waits':
      if (facts.collector !== undefined) {
        return `Let \`${facts.collector}\` collect its results (${fixCommand(facts.context)}), and require it in the ${facts.source}: ${contextsOf([facts.collector])}`;
      }
      return `Require a job that needs \`${facts.job}\`, runs with \`if: always()\` and fails unless its result is \`success\`.`;
    case 'ambiguous':
      return 'Give each job a name of its own, and require the one that is meant.';
    case 'wrong-app':
      return facts.instead === 'unknown'
        ? `Require \`${facts.context}\` in the ${facts.source} from any source: ${contextsOf([facts.context])}`
        : `Require \`${facts.context}\` in the ${facts.source} from ${listed(facts.reporters)}: ${contextsOf([facts.context], facts.instead)}`;
    case 'waiting':
      return `See whether its workflow is disabled or waits for an approval, or who else reports it; if nobody does, take \`${facts.context}\` out of the ${facts.source}.`;
  }
}

/** What would be better. */
export function advice(facts: WorkflowFacts): string {
  return facts.kind === 'no-verification'
    ? 'Write a workflow that fits this repository: lockkeeper init --workflow'
    : `Require it: ${contextsOf([facts.name])}`;
}

function keeping(facts: { readonly keepsName?: true; readonly context: string }): string {
  const { keepsName, context } = facts;
  return keepsName
    ? `. Or let one job report \`${context}\` for all of them: ${fixCommand(context)}`
    : '';
}

/** In a clone nobody knows what GitHub requires. */
function fixCommand(context: string): string {
  return `lockkeeper check --fix --required ${shellWord(context)}`;
}

/** As the API of rulesets takes them. */
function contextsOf(contexts: readonly string[], app?: number): string {
  const pin = app === undefined ? {} : { integration_id: app };
  const required_status_checks = contexts.map((context) => ({ context, ...pin }));
  return code(JSON.stringify({ required_status_checks }));
}
