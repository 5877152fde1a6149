/**
 * Poetry's version constraints as PEP 440: `^3.10`, `~3.10`, `3.*`, `>=3.9 <4`.
 * Source: https://python-poetry.org/docs/dependency-specification/
 */
import type { Versions } from './types.ts';
import { rangeOf } from './versions.ts';

/** The range of a constraint; a union (`||`) is taken as the range of all its parts. */
export function poetryRange(constraint: string): Versions {
  const text = constraint.trim();
  const alternatives = text.split(/\|\|?/).map((part) => part.trim());
  if (alternatives.length > 1) {
    return { kind: 'dynamic', reason: `\`${text}\` is a union, which PEP 440 cannot say` };
  }
  if (text === '*' || text === '') return rangeOf('');
  const clauses = text.split(/\s*,\s*|\s+(?=[<>=!~^\d])/).map(clause);
  const range = rangeOf(clauses.join(','));
  return range.kind === 'invalid'
    ? { kind: 'invalid', reason: `\`${text}\` is no constraint of Poetry` }
    : range;
}

function clause(text: string): string {
  const match = /^(\^|~(?!=))\s*(\d+(?:\.\d+)*)/.exec(text);
  if (match === null) return /^\d/.test(text) ? `==${text}` : text.replace(/^=(?!=)/, '==');
  const [, operator, version = ''] = match;
  const parts = version.split('.').map(Number);
  // The caret keeps the first number that is not 0, the tilde the second one.
  const kept = operator === '~' ? Math.min(1, parts.length - 1) : firstNonZero(parts);
  const upper = [...parts.slice(0, kept), (parts[kept] ?? 0) + 1];
  return `>=${version},<${upper.join('.')}`;
}

function firstNonZero(parts: readonly number[]): number {
  const index = parts.findIndex((part) => part !== 0);
  return index === -1 ? parts.length - 1 : index;
}
