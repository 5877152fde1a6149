import type { EventFacts } from '../../workflows/events.ts';
import { UNKNOWN } from '../../workflows/expressions.ts';
import type { PullFacts } from '../surroundings.ts';

/** The event of a pull request; without one, of an ordinary one of this repository. */
export function plainEvent(repository: string, base: string, pull: PullFacts | 'none'): EventFacts {
  const isKnown = pull !== 'none';
  return {
    event: 'pull_request',
    repository,
    base,
    pull: {
      number: isKnown ? pull.number : 1,
      action: 'synchronize',
      isDraft: isKnown ? pull.draft : false,
      labels: UNKNOWN,
      branch: isKnown ? pull.branch : UNKNOWN,
      isFork: isKnown ? pull.fork : false,
      headRepository: isKnown ? pull.headRepository : repository,
      author: UNKNOWN,
      isBot: UNKNOWN,
    },
  };
}
