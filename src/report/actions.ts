/**
 * Buttons of a check run. GitHub allows three, with labels and identifiers of at most 20 characters
 * and descriptions of at most 40.
 * @see https://docs.github.com/en/rest/checks/runs#create-a-check-run
 */

export interface Action {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export const RELOCK_ACTION = {
  label: 'Regenerate lock',
  description: 'Locks again and pushes one commit',
  identifier: 'relock',
} as const satisfies Action;
