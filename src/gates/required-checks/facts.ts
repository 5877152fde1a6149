/** What the words of the required-checks rules are made from. */
import type { Cause } from '../../workflows/triggers.ts';
import type { RequiredCheck } from '../surroundings.ts';

export type CheckFacts = Pick<RequiredCheck, 'context' | 'source'> &
  (
    | {
        readonly kind: 'ghost';
        readonly likely: readonly string[];
        /** Other cells of its matrix, which do not take its place. */
        readonly siblings: readonly string[];
      }
    | { readonly kind: 'renamed-here'; readonly likely: readonly string[] }
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
      }
    | { readonly kind: 'ambiguous'; readonly producers: readonly string[] }
  );
