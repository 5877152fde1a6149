/** `setup.py`: read as text for literals, never run. What it computes is known at run time only. */
import { classifierPlace } from './classifiers.ts';
import { literalsIn, namedArguments, parsePython, topLevelAssignments } from './python-source.ts';
import { placeAt, sourceOf } from './source.ts';
import type { PythonPlace, ReadPlaces } from './types.ts';
import { rangeOf } from './versions.ts';

export const setupPyFile: ReadPlaces = (path, text) => {
  const tree = parsePython(text);
  if (tree === undefined) return { kind: 'unreadable', line: 1, reason: 'it is too long' };
  const source = sourceOf(path, text);
  const constants = topLevelAssignments(tree, text);
  const given = namedArguments(tree, text, (name) => /(?:^|\.)setup$/.test(name));
  const places = given.flatMap(({ name, value }): readonly PythonPlace[] => {
    const constant = constants.get(text.slice(value.from, value.to));
    const literals = literalsIn(constant ?? value, text);
    if (name === 'classifiers') return literals.flatMap((one) => classifierPlace(source, one));
    if (name !== 'python_requires') return [];
    const said = { label: 'python_requires', role: 'range' } as const;
    const [first] = literals;
    if (first !== undefined) {
      return [placeAt(source, first.span, { ...said, versions: rangeOf(first.text) })];
    }
    const reason = 'setup.py computes it, and is never run';
    return [
      placeAt(source, [value.from, value.to], { ...said, versions: { kind: 'dynamic', reason } }),
    ];
  });
  return { kind: 'places', places };
};
