/**
 * References of container images, as far as they tell the Python in them.
 * Source: https://github.com/distribution/reference
 */
import type { ScalarNode } from '../../edits/nodes.ts';
import { placeAt, type Said, type Source, type Word } from './source.ts';
import type { PythonPlace, Versions } from './types.ts';
import { versionsOf } from './versions.ts';

/** The image has a Python, and this is what its reference says about it; `span` of the version. */
export interface ImagePython extends Word {
  readonly versions: Versions;
}

/** Names whose tag is a Python version, whoever publishes them. */
const PYTHON_NAME = /(?:^|\/)(?:python|pypy|python3|circleci-python)$/;

/** `3.12`, `3.12.4-slim`, `1-3.12-bookworm` (dev containers), `3.12-alpine3.20`. */
const PYTHON_TAG =
  /^(?:v|\d+(?:\.\d+\.\d+)?-|dev-)?(\d+\.\d+(?:\.\d+)?(?:-?(?:rc|a|b)\d+)?)(?![\d.])/;

/** `python3.12-bookworm`, `py3.12`, `build-python3.12`, in a tag or in a name. */
const NAMED = /(?:^|[^a-z])py(?:thon)?-?(\d\.\d{1,2}(?:\.\d+)?)(?![\d.])/;

/** What a reference says; `undefined` for an image of which it is not known that it has a Python. */
export function imagePython({ text, span }: Word): ImagePython | undefined {
  const [reference = ''] = text.split('@');
  const colon = reference.lastIndexOf(':');
  const hasTag = colon > reference.lastIndexOf('/');
  const name = hasTag ? reference.slice(0, colon) : reference;
  const tag = hasTag ? reference.slice(colon + 1) : '';
  const at = (offset: number, length: number): Word => ({
    text: text.slice(offset, offset + length),
    span: [span[0] + offset, span[0] + offset + length],
  });

  const named = NAMED.exec(tag) ?? NAMED.exec(name);
  if (named?.[1] !== undefined && !PYTHON_NAME.test(name)) {
    const from = NAMED.exec(tag) ? colon + 1 : 0;
    const offset = from + named.index + named[0].indexOf(named[1]);
    const word = at(offset, named[1].length);
    return { ...word, versions: versionsOf(word.text) };
  }
  if (!PYTHON_NAME.test(name)) return undefined;
  const whole = hasTag ? at(colon + 1, tag.length) : at(text.length, 0);
  if (name.endsWith('pypy')) return { ...whole, versions: { kind: 'other', name: text } };
  // Debian's release decides, not a tag.
  if (/distroless\//.test(name)) {
    return { ...whole, versions: { kind: 'dynamic', reason: `\`${name}\` does not say which` } };
  }
  const version = PYTHON_TAG.exec(tag);
  if (version?.[1] !== undefined) {
    const offset = colon + 1 + version[0].lastIndexOf(version[1]);
    const word = at(offset, version[1].length);
    return { ...word, versions: versionsOf(word.text) };
  }
  if (/\$|\{\{/.test(tag)) {
    return {
      ...whole,
      versions: { kind: 'dynamic', reason: `\`${tag}\` is known only at run time` },
    };
  }
  return { ...whole, versions: { kind: 'loose' } };
}

/** The place of an image that stands in a scalar. */
export function imagePlace(
  source: Source,
  { text, span }: ScalarNode,
  said: Omit<Said, 'versions'>,
): readonly PythonPlace[] {
  const python = imagePython({ text, span });
  if (python === undefined) return [];
  return [placeAt(source, python.span, { ...said, versions: python.versions })];
}
