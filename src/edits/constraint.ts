/**
 * A version constraint that admits another version: as few characters change as possible, and the
 * way in which people wrote it stays. Pure text, for PEP 440 and for Poetry's own syntax.
 */
import { type Cap, capAbove, truncated } from './release-text.ts';

/**
 * `widen` moves only what keeps the version out, so that libraries still admit their old versions;
 * `raise` lifts the lower bound to the version, too.
 */
export type ConstraintPolicy = 'widen' | 'raise';

const CLAUSE =
  /^(?<before>\s*)(?<operator>===|==|~=|!=|<=|>=|<|>|\^|~|)(?<gap>\s*)(?<version>[^\s,|]+)(?<after>\s*)$/;

/**
 * The constraint with `version` inside; `cannot` where it is written in a way that has no such
 * repair (alternatives, exclusions of this very version, what is no constraint). A pin, a caret and
 * a tilde cannot be widened: they move.
 */
export function withVersion(
  text: string,
  version: string,
  policy: ConstraintPolicy,
): string | 'cannot' {
  const moved = text.split(',').map((clause) => movedClause(clause, version, policy));
  return moved.includes('cannot') ? 'cannot' : moved.join(',');
}

function movedClause(clause: string, version: string, policy: ConstraintPolicy): string | 'cannot' {
  const {
    before = '',
    operator = '',
    gap = '',
    version: old,
    after = '',
  } = CLAUSE.exec(clause)?.groups ?? {};
  if (old === undefined) return clause.trim() === '' ? clause : 'cannot';
  const put = (newOperator: string, bound: Cap) =>
    bound === 'none' ? 'cannot' : `${before}${newOperator}${gap}${bound}${after}`;
  switch (operator) {
    case '':
    case '==':
      return old === '*' ? clause : put(operator, truncated(version, old, 'full'));
    case '===':
      return put(operator, version);
    case '~=':
    case '^':
    case '~':
      return put(operator, truncated(version, old, policy === 'widen' ? 'lowest' : 'same'));
    case '>':
    case '>=':
      return policy === 'raise' ? put('>=', version) : clause;
    case '<':
      return put(operator, capAbove(version, old));
    case '<=':
      return put(operator, capAbove(version, old, 'inclusive'));
    default:
      return clause;
  }
}
