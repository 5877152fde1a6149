/** nox: literal `python=` of sessions. Source: https://nox.thea.codes/en/stable/config.html */
import type { SyntaxNode } from '@lezer/common';
import { literalsIn, namedArguments, parsePython, topLevelAssignments } from './python-source.ts';
import { placeAt, sourceOf } from './source.ts';
import type { PythonPlace, ReadPlaces, Role } from './types.ts';
import { versionsOf } from './versions.ts';

export const noxFile: ReadPlaces = (path, text) => {
  const tree = parsePython(text);
  if (tree === undefined) return { kind: 'unreadable', line: 1, reason: 'it is too long' };
  const source = sourceOf(path, text);
  const constants = topLevelAssignments(tree, text);
  const given = namedArguments(tree, text, (name) => /(?:^|\.)session$/.test(name));
  const seen = new Set<number>();
  const places = given.flatMap(({ name, value }): readonly PythonPlace[] => {
    if (name !== 'python') return [];
    const written = text.slice(value.from, value.to);
    const literals = literalsIn(constants.get(written) ?? value, text);
    const role = roleOf(value, text, literals.length);
    const label = 'nox session';
    if (literals.length === 0) {
      if (/^(?:None|False|True)$/.test(written)) return [];
      const versions = { kind: 'dynamic', reason: 'the noxfile computes it' } as const;
      return [placeAt(source, [value.from, value.to], { label, role, versions })];
    }
    // Sessions share a constant: it is one place.
    const fresh = literals.filter(({ span }) => !seen.has(span[0]));
    for (const { span } of fresh) seen.add(span[0]);
    return fresh.map(({ text: version, span }) =>
      placeAt(source, span, { label, role, versions: versionsOf(version) }),
    );
  });
  return { kind: 'places', places };
};

/** Several versions are there to be tested with; a single one is, where the session says so. */
function roleOf(value: SyntaxNode, text: string, amount: number): Role {
  if (amount > 1) return 'tested';
  let node: SyntaxNode | null = value;
  while (node && node.name !== 'DecoratedStatement') node = node.parent;
  const name = node?.getChild('FunctionDefinition')?.getChild('VariableName');
  return name && /test/i.test(text.slice(name.from, name.to)) ? 'tested' : 'tooling';
}
