/** Compares what the gate says at the first commit of each time that a required check was missing. */
import { z } from 'zod';
import { likelyNames } from '../../src/workflows/renames.ts';
import { type RequiredCase, type Said, saidOf } from './workflow-required.ts';

export const episodeCase = z.object({
  id: z.string(),
  context: z.string(),
  was_produced_before: z.boolean(),
  vanished: z.array(z.string()).nullish(),
  label: z.string(),
});
type EpisodeCase = z.infer<typeof episodeCase>;

export interface ComparedEpisodes {
  readonly differences: readonly string[];
  /** Really missing, and we say that we do not know. */
  readonly undecided: readonly string[];
}

/** One line for each episode that is said wrongly; `states` are those of `required-gold`. */
export function compareEpisodes(
  episodes: readonly EpisodeCase[],
  states: readonly RequiredCase[],
  texts: ReadonlyMap<string, string>,
): ComparedEpisodes {
  const byId = new Map(states.map((state) => [state.id, state]));
  const differences: string[] = [];
  const undecided: string[] = [];
  for (const episode of episodes) {
    const said = saidAtStart(episode, byId.get(episode.id), texts);
    const isReal = episode.label === 'true-positive';
    const line = `${episode.id} ${episode.context}: ${episode.label}, we say ${said}`;
    if (isReal && said === 'unknown') undecided.push(line);
    else if (isReal ? said !== 'alarm' : said === 'alarm') differences.push(line);
  }
  return { differences, undecided };
}

function saidAtStart(
  { context, was_produced_before, vanished }: EpisodeCase,
  state: RequiredCase | undefined,
  texts: ReadonlyMap<string, string>,
): Said {
  // The commit that takes a name away is told, whatever its workflows look like now.
  if (was_produced_before && vanished?.includes(context)) return 'alarm';
  if (state === undefined) return 'unknown';
  const row = state.contexts.find(
    (one) => one.context === context || one.any_of?.includes(context),
  );
  const shown = { ...(row ?? { event: 'pull_request', base: 'main', default: true, label: '' }) };
  return saidOf(state, { ...shown, context, any_of: null }, texts, new Set());
}

export const unlabelledCase = z.object({
  id: z.string(),
  gone: z.array(z.string()),
  new: z.array(z.string()),
});

/** What never holds of a proposal: a name that did not appear, or the old one. */
export function proposals(cases: readonly z.infer<typeof unlabelledCase>[]): {
  readonly names: number;
  readonly proposed: number;
  readonly differences: readonly string[];
} {
  const all = cases.flatMap(({ id, gone, new: appeared }) =>
    gone.map((name) => {
      const likely = likelyNames(name, { vanished: gone, appeared, kept: [] });
      return { id, name, appeared, likely };
    }),
  );
  const wrong = all.filter(({ name, appeared, likely }) => {
    return likely.some((one) => one === name || !appeared.includes(one));
  });
  return {
    names: all.length,
    proposed: all.filter(({ likely }) => likely.length > 0).length,
    differences: wrong.map(({ id, name, likely }) => `${id} ${name}: ${JSON.stringify(likely)}`),
  };
}
