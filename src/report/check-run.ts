import type { Conclusion, Verdict } from '../gates/types.ts';
import { type Action, RELOCK_ACTION } from './actions.ts';
import { annotationsOf } from './annotations.ts';
import { renderBlocks } from './blocks.ts';
import { detailBlocks } from './details.ts';
import { prose } from './escape.ts';
import { headline } from './headline.ts';
import { clampCharacters, MAX_OUTPUT_BYTES, MAX_TITLE_CHARACTERS } from './limits.ts';
import { summaryBlocks } from './summary.ts';
import { count } from './words.ts';

/** An annotation of a check run, already within GitHub's limits. Lines are 1-based, inclusive. */
export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  /** At most 255 characters. */
  readonly title: string;
  /** At most 64 KB of UTF-8. */
  readonly message: string;
  readonly rawDetails?: string;
}

/** What a check run says; `summary` and `text` are Markdown of at most 65,535 bytes each. */
export interface CheckRunContent {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: Conclusion;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly Action[];
}

/** Two batches of GitHub's 50: each further one is a write of its own, and nobody reads on. */
export const MAX_ANNOTATIONS = 100;

/** What the app would do if it were asked. */
export interface Offers {
  /** Makes stale locks again; `command` where no button can work, as for forks. */
  readonly relock: 'button' | 'command' | 'none';
  /** Why updates of locks are not proposed, one sentence each. */
  readonly obstacles: readonly {
    readonly lock: string;
    readonly day: string;
    readonly reason: string;
  }[];
}

const NO_OFFERS: Offers = { relock: 'none', obstacles: [] };

/** The content of the check run for `verdict`; the same verdict gives the same content. */
export function toCheckRun(verdict: Verdict, offers: Offers = NO_OFFERS): CheckRunContent {
  const annotations = annotationsOf(verdict);
  const note = [
    ...offerNote(offers),
    ...obstacleNote(offers),
    ...annotationsNote(annotations.length),
  ];
  return {
    title: clampCharacters(headline(verdict), MAX_TITLE_CHARACTERS),
    summary: renderBlocks([...summaryBlocks(verdict), ...note], MAX_OUTPUT_BYTES),
    text: renderBlocks(detailBlocks(verdict), MAX_OUTPUT_BYTES),
    conclusion: verdict.conclusion,
    annotations: annotations.slice(0, MAX_ANNOTATIONS),
    actions: offers.relock === 'button' ? [RELOCK_ACTION] : [],
  };
}

function offerNote({ relock }: Offers): ReturnType<typeof summaryBlocks> {
  if (relock === 'none') return [];
  const text =
    relock === 'button'
      ? `Lockkeeper can do that: press **${RELOCK_ACTION.label}** above, or comment \`@lockkeeper fix\`. It pushes one commit with the lock alone.`
      : 'Lockkeeper may not push to a fork: comment `@lockkeeper fix` for a patch.';
  return [{ importance: 8, head: [text], items: [], noun: ['line', 'lines'] }];
}

/** Nobody reads logs: who looks at a check sees why no updates come. */
function obstacleNote({ obstacles }: Offers): ReturnType<typeof summaryBlocks> {
  if (obstacles.length === 0) return [];
  return [
    {
      importance: 3,
      head: ['**Bump pull requests** (not about this change):', ''],
      items: obstacles.map(({ day, reason }) => `- ${day}: ${prose(reason)}`),
      noun: ['lock', 'locks'],
    },
  ];
}

function annotationsNote(amount: number): ReturnType<typeof summaryBlocks> {
  const omitted = amount - MAX_ANNOTATIONS;
  if (omitted <= 0) return [];
  const text = `_${count(omitted, ['further annotation is', 'further annotations are'])} not shown on the lines; the details list them._`;
  return [{ importance: 9, head: [text], items: [], noun: ['line', 'lines'] }];
}
