/** What the words of the python-version rules are made from. */
import type { Minor } from '../../python/minors.ts';
import { fileName } from '../../python/projects/paths.ts';
import type { MeantPlace } from '../../python/projects/projects.ts';

/** A place, as sentences need it. */
export interface PlaceFacts {
  readonly path: string;
  /** `ruff target-version`; for a file that says nothing else its name. */
  readonly name: string;
  /** `3.12.4`, `>=3.12`, or what stands there. */
  readonly says: string;
  readonly job?: string;
}

export type ConflictKind =
  | 'outside-range'
  | 'not-deployed'
  | 'pins-differ'
  | 'ranges-differ'
  | 'target-above-floor'
  | 'target-below-floor';

/** `at` is the place to change; `wanted` is the version that repairs it, empty if none is known. */
export type PythonFacts =
  | {
      readonly kind: 'conflict';
      readonly conflict: ConflictKind;
      readonly role: MeantPlace['role'];
      readonly at: PlaceFacts;
      /** What all the values at `at` are: `3.8 and 3.9`. */
      readonly values: readonly string[];
      readonly authority: PlaceFacts;
      readonly wanted: Wanted;
    }
  | {
      readonly kind: 'untested';
      readonly what: 'deployed' | 'floor' | 'claimed';
      readonly at: PlaceFacts;
      readonly values: readonly string[];
      readonly tested: readonly Minor[];
    }
  | {
      readonly kind: 'too-loose';
      readonly role: MeantPlace['role'];
      readonly at: PlaceFacts;
      readonly wanted: Wanted;
    }
  | {
      readonly kind: 'end-of-life';
      readonly what: 'used' | 'floor';
      readonly at: PlaceFacts;
      readonly minor: Minor;
      /** ISO 8601. */
      readonly ended: string;
      readonly oldest: Minor;
      readonly isSetEverywhere: boolean;
    }
  | {
      readonly kind: 'float';
      readonly at: PlaceFacts;
      readonly written: string;
      readonly read: string;
    }
  | {
      readonly kind: 'ignored-file';
      readonly cause: 'overruled' | 'unread';
      readonly at: PlaceFacts;
      readonly file: string;
      readonly others: readonly string[];
    }
  | {
      readonly kind: 'unpinned';
      readonly at: PlaceFacts;
      readonly directory: string;
      readonly isDeployed: boolean;
      readonly wanted: Minor;
    };

/** `by: 'fix'`: the edit is proven; `hand`: somebody has to write it. */
export type Wanted =
  | { readonly by: 'fix' | 'hand'; readonly version: Minor }
  | { readonly by: 'removal' }
  | { readonly by: 'decision' };

export function placeFacts(place: MeantPlace): PlaceFacts {
  const { path, label, job } = place;
  const isFile = label === fileName(path) || label.startsWith(`${fileName(path)} `);
  return {
    path,
    name: isFile ? `\`${path}\`` : `${inCode(label)} in \`${path}\``,
    says: saysOf(place),
    ...(job === undefined ? {} : { job }),
  };
}

/** Keys are code, descriptions are not. */
function inCode(label: string): string {
  return /^[\w.-]+$/.test(label) && /[-_.]/.test(label) ? `\`${label}\`` : label;
}

/** What a place comes to, in a few characters. */
export function saysOf({ meant, raw }: MeantPlace): string {
  switch (meant.kind) {
    case 'version':
      return `${meant.release.join('.')}${meant.preRelease ? ' (pre-release)' : ''}`;
    case 'range':
      return meant.specifiers === '' ? 'any' : meant.specifiers;
    case 'loose':
      return raw === '' ? 'nothing' : raw;
    case 'other':
      return meant.name;
    default:
      return raw === '' ? 'unknown' : raw;
  }
}
