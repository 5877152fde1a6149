/** A change of a workflow is good if the result, read again, is what was meant. */
import { type Splice, spliced } from '../../edits/splice.ts';
import { readWorkflow, type Workflow } from '../workflow.ts';

/** The splices, if the changed workflow can be read and `holds`; all or nothing. */
export function proven(
  { path, text }: Pick<Workflow, 'path' | 'text'>,
  splices: readonly (Splice | undefined)[],
  holds: (after: Workflow) => boolean,
): readonly Splice[] | undefined {
  const whole = splices.filter((splice) => splice !== undefined);
  if (whole.length < splices.length) return undefined;
  const changed = spliced(text, whole);
  if (changed === undefined) return undefined;
  const read = readWorkflow(path, changed);
  return read.kind === 'workflow' && holds(read.workflow) ? whole : undefined;
}

/** The same jobs with the same names, conditions and order: nothing but what was meant changed. */
export function sameJobs(before: Workflow, after: Workflow, except: readonly string[]): boolean {
  const seen = ({ jobs }: Workflow) =>
    jobs
      .filter(({ id }) => !except.includes(id))
      .map(({ id, name, condition, needs }) => [id, name, condition, needs]);
  return JSON.stringify(seen(before)) === JSON.stringify(seen(after));
}
