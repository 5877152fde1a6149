/** The rules of the lockfile gate: their words, examples and severities. */
import { changesRules } from './changes.ts';
import { contentRules } from './content.ts';
import { freshnessRules } from './freshness.ts';
import { surroundingsRules } from './surroundings.ts';

export const rules = [
  ...freshnessRules,
  ...contentRules,
  ...changesRules,
  ...surroundingsRules,
] as const;

export type LockfileRuleId = (typeof rules)[number]['id'];
