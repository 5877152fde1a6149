/** What the words of the required-checks rules are made from. */
import type { Cause } from '../../workflows/triggers.ts';
import type { RequiredCheck } from '../surroundings.ts';

/** About one required check. */
export type CheckFacts = Pick<RequiredCheck, 'context' | 'source'> &
  (
    | {
        readonly kind: 'ghost';
        readonly likely: readonly string[];
        /** Other cells of its matrix, which do not take its place. */
        readonly siblings: readonly string[];
        readonly keepsName?: true;
      }
    | {
        readonly kind: 'renamed-here';
        readonly likely: readonly string[];
        /** An edit lets one job report the required name for all of them. */
        readonly keepsName?: true;
      }
    | {
        readonly kind: 'filtered' | 'types';
        readonly workflow: string;
        readonly cause: Cause;
        readonly isNow: boolean;
      }
    | { readonly kind: 'no-merge-group'; readonly workflow: string }
    | {
        readonly kind: 'skip-passes';
        readonly workflow: string;
        readonly job: string;
        readonly needs: readonly string[];
      }
    | {
        readonly kind: 'skip-waits';
        readonly workflow: string;
        readonly job: string;
        readonly instead: string;
        readonly isNow: boolean;
        /** The job that an edit adds, to be required instead. */
        readonly collector?: string;
      }
    | { readonly kind: 'ambiguous'; readonly producers: readonly string[] }
    | {
        readonly kind: 'wrong-app';
        /** Id of the App that has to report it. */
        readonly app: number;
        readonly reporters: readonly string[];
        /** The id to require instead, where it is known. */
        readonly instead: number | 'unknown';
      }
    | { readonly kind: 'waiting'; readonly usual: string | 'unknown' }
  );

/** About the workflows as a whole. */
export type WorkflowFacts =
  | {
      readonly kind: 'not-required';
      readonly name: string;
      readonly looksLike: 'aggregate' | 'tests';
    }
  | { readonly kind: 'no-verification'; readonly workflows: number };
