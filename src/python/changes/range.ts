/** Moves the bounds of a range, in the syntax of its manifest. */
import type { Splice } from '../../edits/splice.ts';
import { spliced } from '../../edits/splice.ts';
import { admits, floorOf, type Minor, minorAfter, releaseOf } from '../minors.ts';
import type { PythonPlace } from '../places/types.ts';
import type { Move } from './plan.ts';
import { placesIn, statement } from './prove.ts';

/** The splice after which the range admits the version (and begins with it), proven by reading it. */
export function moveRange(place: PythonPlace, text: string, move: Move): Splice | undefined {
  const [start, end] = place.span;
  const raw = text.slice(start, end);
  const splice = { start, end, text: movedText(raw, move) };
  const after = spliced(text, [splice]);
  const moved = after === undefined ? undefined : placesIn(place.path, after);
  const before = placesIn(place.path, text);
  if (moved === undefined || before?.length !== moved.length) return undefined;
  const others = (places: readonly PythonPlace[]) =>
    places.filter((one) => one.span[0] !== start).map((one) => statement(one));
  if (JSON.stringify(others(before)) !== JSON.stringify(others(moved))) return undefined;
  const versions = moved.find((one) => one.span[0] === start)?.versions;
  return versions?.kind === 'range' && fits(versions.specifiers, move) ? splice : undefined;
}

function fits(specifiers: string, { to, raisesFloor }: Move): boolean {
  return admits(specifiers, releaseOf(to)) && (!raisesFloor || floorOf(specifiers) === to);
}

/** Clause by clause; what has to stay does. */
function movedText(raw: string, { to, raisesFloor }: Move): string {
  return raw.replaceAll(CLAUSE, (clause, operator: string, space: string, version: string) => {
    switch (operator) {
      case '>=':
      case '>':
      case '^':
        return raisesFloor ? `${operator === '>' ? '>=' : operator}${space}${to}` : clause;
      case '<':
        return isBelow(version, to) ? `<${space}${minorAfter(to, 1)}` : clause;
      case '<=':
        return isBelow(version, to) ? `<=${space}${to}` : clause;
      case '==':
        return version.endsWith('.*') ? `==${space}${to}.*` : `==${space}${to}`;
      case '~=':
        return version.split('.').length > 2 ? `~=${space}${to}.0` : `~=${space}${to}`;
      case '~':
        return `~${space}${to}`;
      default:
        return clause;
    }
  });
}

const CLAUSE = /(>=|<=|==|~=|!=|[<>^~])(\s*)(\d+(?:\.\d+)*(?:\.\*)?)/g;

/** True if `<version` leaves out the minor. */
function isBelow(version: string, to: Minor): boolean {
  return !admits(`<${version.replace('.*', '')}`, releaseOf(to));
}
