/** Trove classifiers that name a Python version: `Programming Language :: Python :: 3.12`. */
import { placeAt, type Source, type Word } from './source.ts';
import type { PythonPlace } from './types.ts';
import { versionsOf } from './versions.ts';

const CLASSIFIER = /^(Programming Language :: Python :: )(\d+\.\d+)$/;

/** The place of a classifier; nothing for `:: 3`, `:: 3 :: Only`, `:: Implementation :: PyPy`. */
export function classifierPlace(source: Source, { text, span }: Word): readonly PythonPlace[] {
  const [, prefix = '', version] = CLASSIFIER.exec(text) ?? [];
  if (version === undefined) return [];
  const start = span[0] + prefix.length;
  const said = { label: 'classifier', role: 'claim', versions: versionsOf(version) } as const;
  return [placeAt(source, [start, start + version.length], said)];
}
