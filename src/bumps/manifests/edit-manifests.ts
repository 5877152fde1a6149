/** Constraints in manifests, moved so that they let versions in. Pure. */
import type { BumpsConfiguration } from '../../config/bumps.ts';
import { spliced } from '../../edits/splice.ts';
import { textAt, withTexts } from '../../gates/tree.ts';
import type { Edit, Tree } from '../../gates/types.ts';
import type { Candidate } from '../types.ts';
import { type Asked, keepsOut } from './manifest.ts';

export type Edited =
  | { readonly kind: 'edited'; readonly tree: Tree; readonly edited: readonly Asked[] }
  | { readonly kind: 'cannot'; readonly reason: string };

export type Move = Pick<Candidate, 'name' | 'from' | 'to'>;

/** Constraints that keep a version out, in all manifests of a role together. */
export function editedManifests(
  role: Asked['role'],
  moves: readonly Move[],
  tree: Tree,
  { asked, bumps }: { readonly asked: readonly Asked[]; readonly bumps: BumpsConfiguration },
): Edited {
  if (bumps.manifest === 'lock-only') return { kind: 'edited', tree, edited: [] };
  const policy = bumps.manifest;
  const edits: Edit[] = [];
  const edited: Asked[] = [];
  for (const move of moves) {
    const { name, to } = move;
    for (const one of asked.filter((other) => other.name === name && other.role === role)) {
      const isRaised = policy === 'raise' && role === 'input' && one.constraint !== '';
      if (!isRaised && !keepsOut(one, move)) continue;
      const edit = one.moved(to, policy);
      if (edit === 'cannot') {
        return {
          kind: 'cannot',
          reason: `\`${one.constraint}\` of ${name} in ${one.path} cannot be edited`,
        };
      }
      edits.push(edit);
      edited.push(one);
    }
  }
  const texts = [...Map.groupBy(edits, ({ path }) => path)].map(([path, own]) => {
    const text = textAt(tree, path) ?? '';
    return [path, spliced(text, own) ?? text] as const;
  });
  return { kind: 'edited', tree: withTexts(tree, Object.fromEntries(texts)), edited };
}
