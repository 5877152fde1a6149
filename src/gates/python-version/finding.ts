/** Findings of the python-version gate: where they stand, and which places are involved. */

import type { ProjectModel } from '../../python/projects/model.ts';
import type { MeantPlace } from '../../python/projects/projects.ts';
import type { Finding, Fix, Related, Tree } from '../types.ts';
import { type PythonFacts, placeFacts } from './facts.ts';
import type { PythonRuleId } from './rules.ts';

/** What the checks may ask about the world around one project. */
export interface Surroundings {
  readonly tree: Tree;
  /** ISO 8601. */
  readonly today: string;
  /** All projects of the repository, the judged one too. */
  readonly models: readonly ProjectModel[];
}

/** Judges one project. */
export type Check = (model: ProjectModel, around: Surroundings) => readonly Finding[];

export interface Involved {
  /** The place to change. */
  readonly at: MeantPlace;
  /** All others, with what each of them is in this. */
  readonly related: readonly Related[];
}

export function pythonFinding(
  { project }: ProjectModel,
  facts: PythonFacts,
  { at, related }: Involved,
  more: { readonly fix?: Fix | undefined; readonly severity?: 'notice' | undefined } = {},
): Finding {
  const { fix, severity } = more;
  return {
    rule: `python-version/${facts.kind}` satisfies PythonRuleId,
    subject: [project.path, at.label, at.job ?? '', detail(facts)].join(' ').trim(),
    about: project.path,
    at: { path: at.path, line: at.line },
    facts,
    related: related.slice(0, MAX_RELATED),
    ...(fix === undefined ? {} : { fix }),
    ...(severity === undefined ? {} : { severity }),
  };
}

/** Nobody reads on. */
const MAX_RELATED = 20;

/** Tells findings of one rule at one place apart; no versions, which change while the cause stays. */
function detail(facts: PythonFacts): string {
  if (facts.kind === 'conflict') return `${facts.conflict} ${facts.authority.path}`;
  return 'what' in facts ? facts.what : '';
}

/** `place` as a related location: what it says, and why it is named. */
export function relatedTo(place: MeantPlace, why = ''): Related {
  const { name, says, job } = placeFacts(place);
  const where = job === undefined ? '' : `, job \`${job}\``;
  const reason = why === '' ? '' : ` (${why})`;
  return {
    at: { path: place.path, line: place.line },
    note: `${name}${where} says ${says}${reason}`,
  };
}

/** One of each place: a matrix is one after the other on one line. */
export function distinct<Place extends MeantPlace>(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.path} ${place.span[0]}`, place])).values()];
}
