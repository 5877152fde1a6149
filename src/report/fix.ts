/** What is said where "Regenerate lock" or `@lockkeeper fix` could not simply push a commit. */
import type { FileChange } from '../edits/file-change.ts';
import { listed } from '../gates/words.ts';
import type { Failure, Refusal } from '../relock/types.ts';
import { cell, code, fence, prose } from './escape.ts';
import { byteLength, MAX_COMMENT_BYTES } from './limits.ts';
import { patchOf } from './patch.ts';
import { visible } from './visible.ts';

/** A lock that could not be made. */
export interface NotMade {
  readonly lock: string;
  readonly result: Failure | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };
}

export type FixResult =
  | { readonly kind: 'pushed'; readonly commit: string; readonly notMade: readonly NotMade[] }
  /** No lock had to be made, or none could. */
  | { readonly kind: 'nothing'; readonly notMade: readonly NotMade[] }
  /** The branch belongs to somebody else's repository, where this app may not push. */
  | {
      readonly kind: 'fork';
      readonly branch: string;
      readonly changes: readonly FileChange[];
      readonly notMade: readonly NotMade[];
    }
  | { readonly kind: 'moved' }
  | { readonly kind: 'not-permitted'; readonly login: string }
  /** GitHub does not let this app push there. */
  | { readonly kind: 'denied'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The comment that answers, in Markdown; empty where the pushed commit says it all. */
export function fixReply(result: FixResult): string {
  switch (result.kind) {
    case 'pushed':
      return notMadeText(result.notMade);
    case 'nothing':
      return result.notMade.length === 0
        ? 'Nothing was pushed: every lock is in step with its manifest.'
        : notMadeText(result.notMade);
    case 'fork':
      return [forkText(result), notMadeText(result.notMade)]
        .filter((text) => text !== '')
        .join('\n\n');
    case 'moved':
      return 'Nothing was pushed: the branch got new commits meanwhile. The check of its newest commit has a button of its own.';
    case 'not-permitted':
      return `Nothing was pushed: ${code(result.login)} may not write to this repository, and so may not have a commit pushed to it.`;
    case 'denied':
      return `Nothing was pushed: GitHub refused the commit (${code(result.message)}). An owner may have to accept this app's new permissions, or a rule protects the branch.`;
    case 'unreadable':
      return `Nothing was pushed: ${prose(result.reason)}.`;
  }
}

function forkText({ branch, changes }: Extract<FixResult, { kind: 'fork' }>): string {
  const locks = listed(changes.map(({ path }) => code(path)));
  const patch = changes.map((change) => patchOf(change, 3)).join('');
  const marks = fence(patch.split('\n'));
  const why = `This branch is in a fork, where Lockkeeper may not push. On ${code(branch)}, run`;
  const how = ['```sh', 'lockkeeper relock', '```'].join('\n');
  const text = `${why}\n\n${how}\n\nor apply this patch, which changes ${locks}:\n\n<details><summary>Patch</summary>\n\n${marks}diff\n${patch}${marks}\n\n</details>`;
  return byteLength(text) <= MAX_COMMENT_BYTES ? text : `${why}\n\n${how}`;
}

function notMadeText(notMade: readonly NotMade[]): string {
  return notMade.map(one).join('\n\n');
}

function one({ lock, result }: NotMade): string {
  if (result.kind === 'refused') {
    const items = result.refusals.map(
      ({ reason, remedy }) => `- ${prose(reason)}. ${prose(remedy)}`,
    );
    return [`${code(lock)} was not made again:`, '', ...items].join('\n');
  }
  const lines = result.diagnosis.split('\n').map((line) => visible(line));
  const marks = fence(lines);
  const diagnosis =
    result.diagnosis === '' ? '' : `\n\n${marks}text\n${lines.join('\n')}\n${marks}`;
  return `${code(lock)} was not made again: ${cell(result.reason)}. ${prose(result.remedy)}${diagnosis}`;
}
