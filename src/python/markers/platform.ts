/**
 * Combinations of platform variables that no interpreter reports. What a marker says about them does
 * not count (uv since 0.13.9). Source: uv `algebra/platform.rs`.
 */
import { isString, stringVariable } from './atoms.ts';
import {
  and,
  currentGeneration,
  FALSE_NODE,
  type Node,
  not,
  or,
  TRUE_NODE,
  variablesOf,
} from './diagram.ts';

const SYS_PLATFORM = stringVariable('sys_platform');
const PARTNERS = [stringVariable('os_name'), stringVariable('platform_system')];

function isAny(key: string, values: readonly string[]): Node {
  return values.reduce<Node>((union, value) => or(union, isString(key, value)), FALSE_NODE);
}

const SYS_PLATFORMS = [
  'aix',
  'android',
  'emscripten',
  'ios',
  'linux',
  'darwin',
  'win32',
  'cygwin',
  'wasi',
];

const OTHER_SYSTEMS = ['FreeBSD', 'NetBSD', 'OpenBSD', 'SunOS'];
const APPLE_MOBILE = ['iOS', 'iPadOS'];

/** True wherever the platform variables can stand together. */
function possiblePlatforms(): Node {
  const notIos = SYS_PLATFORMS.filter((platform) => platform !== 'ios');
  const impossible = [
    and(isString('os_name', 'nt'), isAny('sys_platform', ['linux', 'darwin', 'ios'])),
    and(isString('os_name', 'posix'), isString('sys_platform', 'win32')),
    and(isAny('platform_system', OTHER_SYSTEMS), isAny('sys_platform', SYS_PLATFORMS)),
    and(isAny('platform_system', APPLE_MOBILE), isAny('sys_platform', notIos)),
  ];
  return impossible.reduce<Node>((possible, pair) => and(possible, not(pair)), TRUE_NODE);
}

let known: Node | undefined;
let generation = -1;

function platforms(): Node {
  if (known === undefined || generation !== currentGeneration()) {
    known = possiblePlatforms();
    generation = currentGeneration();
  }
  return known;
}

/** Whether the function is able to name an impossible combination at all. */
function combines(node: Node): boolean {
  const variables = variablesOf(node);
  return variables.has(SYS_PLATFORM) && PARTNERS.some((key) => variables.has(key));
}

/** The part of a function that can come true, where that is less than all of it. */
export function possiblePart(node: Node): Node {
  return combines(node) ? and(node, platforms()) : node;
}

/** False in every environment that can be. */
export function neverTrue(node: Node): boolean {
  return possiblePart(node) === FALSE_NODE;
}

/** Equal in every environment that can be. */
export function equalWherePossible(a: Node, b: Node): boolean {
  if (a === b) return true;
  return (combines(a) || combines(b)) && and(a, platforms()) === and(b, platforms());
}
