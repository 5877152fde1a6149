/** What the words of all rules are made from. The shapes of facts are settled in findings.ts. */
import { shellWord } from '../../../locks/shell-word.ts';
import type { Before, Facts } from '../../types.ts';
import {
  type ChangeFacts,
  changeSentence,
  type MissingFacts,
  missingSentence,
  type PlacedFacts,
  type ProblemFacts,
  problemSentence,
  type RefusedFacts,
  refusedSentence,
  type StaleFacts,
  staleSentence,
} from '../sentences.ts';

export const stale = (facts: Facts) => staleSentence(facts as StaleFacts);
export const refused = (facts: Facts) => refusedSentence(facts as RefusedFacts);
export const problem = (facts: Facts) => problemSentence(facts as ProblemFacts);
export const missing = (facts: Facts) => missingSentence(facts as MissingFacts);
export const change = (facts: Facts) => changeSentence(facts as ChangeFacts);
export const project = (facts: Facts) => facts as PlacedFacts;
export const relock = (facts: Facts) => project(facts).relock;
export const lockPath = (facts: Facts) => shellWord(project(facts).lockPath);
/** No tool relocks over a file that it cannot read: that goes first. */
export const restore = (facts: Facts, before: Before) =>
  `${before.restore(project(facts).lockPath) ?? `rm ${lockPath(facts)}`} && ${relock(facts)}`;
export const correct = (facts: Facts) =>
  `Correct ${project(facts).manifestPath}, then run: ${relock(facts)}`;
