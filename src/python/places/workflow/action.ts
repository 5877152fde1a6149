/** Composite actions of the repository: their steps, and the defaults of their inputs. */
import { nodeAt } from '../../../edits/nodes.ts';
import { readYamlNodes } from '../../../edits/yaml-nodes.ts';
import { reading, sourceOf } from '../source.ts';
import type { ReadPlaces } from '../types.ts';
import { stepPlaces } from './steps.ts';

export const actionFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) => {
    const runs = nodeAt(root, 'runs');
    if (runs === undefined) return [];
    // Which jobs call it, and what these do, is not looked at.
    const said = { role: 'tested', isTolerated: true } as const;
    return stepPlaces(source, { workflow: root, job: runs }, said);
  });
};
