/** Takes away the branches of pull requests that were merged. */

import { moveBranch, NO_COMMIT } from '../github/bump-pull.ts';
import type { BumpState } from '../github/bump-state.ts';
import type { GitHubClient } from '../github/client.ts';
import type { Logger } from './log.ts';

/** Only with what we committed last; a branch that cannot be taken away stays. */
export async function removeMerged(
  client: GitHubClient,
  state: BumpState,
  author: string,
  log: Logger,
): Promise<void> {
  for (const { branch, head, author: by, isMerged } of state.branches) {
    if (!isMerged || by !== author) continue;
    try {
      await moveBranch(client, state, { branch, from: head, to: NO_COMMIT });
      log.info({ branch }, 'Took a branch away');
    } catch (error) {
      log.warn({ branch, err: error }, 'Could not take a branch away');
    }
  }
}
