/**
 * Requirements with the repairs that uv makes for published metadata and for `[project]`.
 * Source: uv-pypi-types `lenient_requirement.rs`, in its order.
 */
import { parseRequirement, type Requirement } from './requirement.ts';

const REPAIRS: readonly ((text: string) => string)[] = [
  // `>=7.2.0<8.0.0`: insert the comma
  (text) => text.replace(/(\d)([<>=~^!])/g, '$1,$2'),
  // `!=~5.0` -> `!=5.0.*`
  (text) => text.replace(/!=~((?:\d\.)*\d)/g, '!=$1.*'),
  // `>=1.9.*` -> `>=1.9`
  (text) => text.replace(/(<=|>=|<|>)\s*(\d+(?:\.\d+)*)\.\*/g, '$1$2'),
  // `!=3.0*` -> `!=3.0.*`
  (text) => text.replace(/(\d\.\d)+\*/g, '$1.*'),
  // `>=1.0,` -> `>=1.0`
  (text) => text.replace(/,\s*$/, ''),
  // `>dev` -> `>0.0.0dev`
  (text) => text.replace(/>dev/g, '>0.0.0dev'),
  // `>=9.0.0a1.0` -> `>=9.0.0a1`
  (text) => text.replace(/(\d+(?:\.\d)*(?:a|b|rc|post|dev)\d+)\.0/g, '$1'),
  withoutStrayQuotes,
];

/** Some of the patterns take quadratic time; nobody writes requirements this long. */
const MAX_LENGTH = 5_000;

/** `>= 2.7'` -> `>= 2.7`; markers keep their quotes. */
function withoutStrayQuotes(text: string): string {
  const at = text.indexOf(';');
  const head = at < 0 ? text : text.slice(0, at);
  return head.replace(/['"]/g, '') + text.slice(head.length);
}

/**
 * Parses a requirement, repaired where that is needed; `undefined` when nothing helps.
 * Throws `MarkerTooComplex`.
 */
export function parseLenientRequirement(text: string): Requirement | undefined {
  const strict = parseRequirement(text);
  if (strict !== undefined || text.length > MAX_LENGTH) return strict;
  let patched = text;
  for (const repair of REPAIRS) {
    const next = repair(patched);
    if (next === patched) continue;
    patched = next;
    const requirement = parseRequirement(patched);
    if (requirement !== undefined) return requirement;
  }
  return undefined;
}
