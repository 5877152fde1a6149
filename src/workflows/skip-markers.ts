/** Anywhere in the message of the newest commit. */
const MARKERS = ['[skip ci]', '[ci skip]', '[no ci]', '[skip actions]', '[actions skip]'];

/** Behind the message, as a trailer. */
const TRAILER = /\n\n(?:[\w-]+:.*\n)*skip-checks: ?true(?:\n|$)/;

/**
 * The words by which a commit keeps workflows from starting for `push` and `pull_request`;
 * `undefined` without any.
 *
 * @see https://docs.github.com/actions/how-tos/manage-workflow-runs/skip-workflow-runs
 */
export function skipMarker(message: string): string | undefined {
  const marker = MARKERS.find((one) => message.includes(one));
  return marker ?? (TRAILER.test(message) ? 'skip-checks: true' : undefined);
}
