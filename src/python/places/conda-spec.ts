/**
 * What conda and pixi write behind `python`.
 * Source: https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
 */
import { placeAt, type Source, type Word } from './source.ts';
import type { PythonPlace, Versions } from './types.ts';
import { rangeOf, versionsOf } from './versions.ts';

/** The place of a specification such as `=3.12` or `>=3.10,<3.13`. */
export function condaPlace(source: Source, { text, span }: Word, label: string): PythonPlace {
  const versions = condaVersions(text);
  const role = 'environment';
  // Only the version of `=3.12.*` is replaced by an edit.
  const version = /\d+(?:\.\d+)*/.exec(text);
  if (versions.kind !== 'version' || version === null) {
    return placeAt(source, span, { label, role, versions });
  }
  const start = span[0] + version.index;
  return placeAt(source, [start, start + version[0].length], { label, role, versions });
}

/** `3.12`, `=3.12`, `3.12.*`, `==3.12.4`, `>=3.10,<3.13`; builds and unions are no PEP 440. */
function condaVersions(spec: string): Versions {
  const text = spec.replace(/\s+/g, '');
  const plain = text.replace(/^={1,2}/, '').replace(/(?:\.\*)+$|\*$/, '');
  const single = /^\d+(?:\.\d+){0,2}$/.test(plain) ? versionsOf(plain) : rangeOf(text);
  return single.kind === 'invalid'
    ? { kind: 'dynamic', reason: `\`${spec}\` says more than a list of specifiers can` }
    : single;
}
