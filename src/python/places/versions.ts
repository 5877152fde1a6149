/** The words for versions that most places share. */
import { parseSpecifiers } from '../specifiers.ts';
import type { Versions } from './types.ts';

/** `3.12`, `3.12.4`, `3.15-dev`, `3.15.0rc1`; also `3.12.x` and `3.12.*`, which name a minor. */
const VERSION = /^(\d+)\.(\d+)(?:\.(\d+|x|\*))?(-dev|(?:-|\.)?(?:a|b|rc|alpha|beta)\.?\d*)?$/i;

/** `3`, `3.x`, `x`, `*`, `latest`. */
const LOOSE = /^(?:v?[23](?:\.[x*])*|x|\*|latest|stable|lts|default)$/i;

/** Names of other interpreters and builds, as pyenv, uv and the actions write them. */
const OTHER =
  /^(?:pypy|graalpy|graalpython|jython|ironpython|micropython|rustpython|stackless|cinder|anaconda|miniconda|miniforge|mambaforge|nogil|activepython|pyston)/i;
const FREE_THREADED = /^\d+\.\d+(?:\.\d+)?(?:-dev)?(?:t|\+freethreaded|\+debug)$|^\d+\.\d+t-dev$/i;

/**
 * What a single word says: a version, something loose, another interpreter. Ranges are tried only
 * when `ranges` is given, with what turns the word into PEP 440.
 */
export function versionsOf(word: string): Versions {
  const text = word.trim().replace(/^(?:cpython|python)[@-]?(?=\d)/i, '');
  const match = VERSION.exec(text);
  if (match) {
    const [, major, minor, micro, pre] = match;
    const numbers = [Number(major), Number(minor)] as const;
    const release = /^\d+$/.test(micro ?? '') ? ([...numbers, Number(micro)] as const) : numbers;
    return { kind: 'version', release, ...(pre === undefined ? {} : { preRelease: true }) };
  }
  if (LOOSE.test(text)) return { kind: 'loose' };
  if (text === 'system' || OTHER.test(text) || FREE_THREADED.test(text)) {
    return { kind: 'other', name: text };
  }
  if (/\$\{\{|\$\{?\w|\{\{|<%/.test(text)) {
    return { kind: 'dynamic', reason: `\`${text}\` is known only at run time` };
  }
  return { kind: 'invalid', reason: `\`${text}\` is no Python version` };
}

/** A PEP 440 specifier list, or what is wrong with it. */
export function rangeOf(specifiers: string): Versions {
  return parseSpecifiers(specifiers) === undefined
    ? { kind: 'invalid', reason: `\`${specifiers}\` is no list of specifiers (PEP 440)` }
    : { kind: 'range', specifiers };
}

/** `312`, `py312`, `python312`: the digits of a version without its dot. */
export function compactVersion(digits: string): Versions {
  const match = /^(\d)(\d{1,2})$/.exec(digits);
  return match
    ? { kind: 'version', release: [Number(match[1]), Number(match[2])] }
    : versionsOf(digits);
}
