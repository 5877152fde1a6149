/** Compares the likely new names with those that people gave. */
import { z } from 'zod';
import { producedJobs } from '../../src/workflows/produced.ts';
import { likelyNames } from '../../src/workflows/renames.ts';
import { readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';
import { plainEvent } from '../workflows/support.ts';

export const renamesCase = z.object({
  id: z.string(),
  repo: z.string(),
  before: z.record(z.string(), z.string()),
  after: z.record(z.string(), z.string()),
  likely_new: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
});
export type RenamesCase = z.infer<typeof renamesCase>;

/** One line for each name that is not as labelled; of several labelled ones any is right. */
export function compareRenames(
  { repo, before, after, likely_new }: RenamesCase,
  texts: ReadonlyMap<string, string>,
): { readonly names: number; readonly differences: readonly string[] } {
  const [old, now] = [namesIn(repo, before, texts), namesIn(repo, after, texts)];
  const change = {
    vanished: [...old].filter((name) => !now.has(name)),
    appeared: [...now].filter((name) => !old.has(name)),
    kept: [...old].filter((name) => now.has(name)),
  };
  const expected = Object.entries(likely_new);
  const differences = expected.flatMap(([name, labelled]) => {
    const ours = likelyNames(name, change);
    const theirs = labelled === null ? [] : [labelled].flat();
    const isRight =
      theirs.length === 0 ? ours.length === 0 : ours.some((one) => theirs.includes(one));
    return isRight
      ? []
      : [`${name}: ours ${JSON.stringify(ours)} theirs ${JSON.stringify(labelled)}`];
  });
  return { names: expected.length, differences };
}

/** All names that the workflows produce for a pull request. */
function namesIn(
  repository: string,
  files: Readonly<Record<string, string>>,
  texts: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const workflows = new Map<string, Workflow>();
  for (const [path, blob] of Object.entries(files)) {
    const read = readWorkflow(path, texts.get(blob) ?? '');
    if (read.kind === 'workflow') workflows.set(path, read.workflow);
  }
  const event = plainEvent(repository);
  return new Set(
    [...workflows.values()]
      .flatMap((workflow) => producedJobs(workflow, event, (path) => workflows.get(path)))
      .flatMap(({ names }) => names.flatMap((name) => (name.kind === 'name' ? [name.name] : []))),
  );
}
