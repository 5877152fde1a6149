/**
 * Single comparisons of a marker as diagrams. `undefined`: the comparison means nothing and is
 * ignored, as uv does. Source: uv-pep508 `marker/{parse,algebra}.rs`.
 */
import { isValidName, normalizeName } from '../names.ts';
import { cutAt } from './cuts.ts';
import { and, between, FALSE_NODE, flag, type Node, not, or } from './diagram.ts';
import { comparePythonVersion, compareVersion } from './version-atoms.ts';

export type Operator = '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | '===' | 'in' | 'not in';

/** `python_version` and `python_full_version` are one variable, asked first. */
export const PYTHON = '0 python_full_version';
const IMPLEMENTATION = '1 implementation_version';

/** `platform_system` values that say the same as a `sys_platform`. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['Windows', 'win32'],
  ['Darwin', 'darwin'],
  ['Linux', 'linux'],
  ['AIX', 'aix'],
  ['Emscripten', 'emscripten'],
  ['Android', 'android'],
]);

export function stringVariable(key: string): string {
  return `2 ${key}`;
}

export function extraVariable(extra: string): string {
  return `4 extra ${extra}`;
}

/** Whether the key's values are versions. */
export function isVersionKey(key: string): boolean {
  return (
    key === 'python_version' || key === 'python_full_version' || key === 'implementation_version'
  );
}

/** `key == 'value'` for a key whose values are texts. */
export function isString(key: string, value: string): Node {
  return between(stringVariable(key), cutAt(value, false), cutAt(value, true));
}

/** `key operator 'value'` */
export function compareKey(key: string, operator: Operator, value: string): Node | undefined {
  switch (key) {
    case 'python_version':
      return comparePythonVersion(PYTHON, operator, value);
    case 'python_full_version':
      return compareVersion(PYTHON, operator, value);
    case 'implementation_version':
      return compareVersion(IMPLEMENTATION, operator, value);
    case 'extra':
      return compareExtra(operator, value);
    case 'extras':
    case 'dependency_groups':
      return undefined;
    default:
      return compareString(key, operator, value);
  }
}

/** `'value' in key`; every such question is a variable of its own. */
export function containsValue(key: string, value: string): Node | undefined {
  if (isVersionKey(key)) return undefined;
  switch (key) {
    case 'extra':
      return undefined;
    case 'extras':
    case 'dependency_groups':
      return flag(`5 ${key} ${normalizeName(value)}`);
    default:
      return flag(`3 ${JSON.stringify(value)} in ${key}`);
  }
}

function compareExtra(operator: Operator, value: string): Node | undefined {
  if (operator !== '==' && operator !== '!=') return undefined;
  if (!isValidName(value)) return FALSE_NODE;
  const node = flag(extraVariable(normalizeName(value)));
  return operator === '==' ? node : not(node);
}

function compareString(key: string, operator: Operator, value: string): Node | undefined {
  if (operator === '~=') return undefined;
  if (operator === 'in' || operator === 'not in') {
    const node = flag(`3 ${key} in ${JSON.stringify(value)}`);
    return operator === 'in' ? node : not(node);
  }
  const system = key === 'platform_system' ? SYSTEMS.get(value) : undefined;
  if (system !== undefined) return compareText('sys_platform', operator, system);
  const text = compareText(key, operator, value);
  return key === 'platform_release' ? compareRelease(operator, value, text) : text;
}

/** Releases of Darwin's kernel are versions (uv since 0.13), those of other systems any text. */
function compareRelease(operator: Operator, value: string, text: Node): Node {
  const version = compareVersion('2 platform_release as version', operator, value);
  if (version === undefined) return text;
  const darwin = isString('sys_platform', 'darwin');
  return or(and(darwin, version), and(not(darwin), text));
}

function compareText(
  key: string,
  operator: Exclude<Operator, '~=' | 'in' | 'not in'>,
  value: string,
): Node {
  const variable = stringVariable(key);
  const isOrdered = key === 'platform_release' || key === 'platform_version';
  const [before, after] = [cutAt(value, false), cutAt(value, true)];
  switch (operator) {
    case '==':
    case '===':
      return between(variable, before, after);
    case '!=':
      return not(between(variable, before, after));
    case '>=':
      return between(variable, before, isOrdered ? undefined : after);
    case '<=':
      return between(variable, isOrdered ? undefined : before, after);
    case '>':
      return isOrdered ? between(variable, after, undefined) : FALSE_NODE;
    case '<':
      return isOrdered ? between(variable, undefined, before) : FALSE_NODE;
  }
}
