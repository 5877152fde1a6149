/** Changes of what starts a workflow. */
import { nodeAt } from '../../edits/nodes.ts';
import type { Splice } from '../../edits/splice.ts';
import { withEmptyEntry, withItem } from '../../edits/yaml-lines.ts';
import { eventSettings } from '../triggers.ts';
import { listOf } from '../values.ts';
import type { Workflow } from '../workflow.ts';
import { proven, sameJobs } from './prove.ts';

/** Lets the workflow start for another event; `undefined` where that cannot be written safely. */
export function startFor(workflow: Workflow, event: string): readonly Splice[] | undefined {
  const { text, onNode, root } = workflow;
  const key = root.entries.get('on');
  if (key === undefined) return undefined;
  const splice =
    onNode.kind === 'map'
      ? withEmptyEntry(text, onNode, key.keySpan, event)
      : withItem(text, onNode, event);
  return proven(workflow, [splice], (after) => {
    return eventSettings(after.on, event)?.size === 0 && sameJobs(workflow, after, []);
  });
}

/** Lets an event of the workflow start it for another type of activity. */
export function startForType(
  workflow: Workflow,
  event: string,
  type: string,
): readonly Splice[] | undefined {
  const types = nodeAt(workflow.onNode, event, 'types');
  if (types === undefined || types.kind === 'map') return undefined;
  const before = listOf(eventSettings(workflow.on, event)?.get('types'));
  return proven(workflow, [withItem(workflow.text, types, type)], (after) => {
    const now = listOf(eventSettings(after.on, event)?.get('types'));
    return JSON.stringify(now) === JSON.stringify([...before, type]);
  });
}
