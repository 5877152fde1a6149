/** Takes a cut-off that only one run of uv had out of the lock, where it would count for ever. */

const PER_PACKAGE = /^\[options\.exclude-newer-package\]\n(?:[^[\n].*\n)*\n?/m;
const OPTION = /^exclude-newer(?:-span)? = .*\n/gm;
const EMPTY_OPTIONS = /^\[options\]\n\n/m;

/** The head of a `uv.lock` has these options; nothing below `[[package]]` is touched. */
export function withoutCutOff(lock: string): string {
  const at = lock.indexOf('[[package]]\n');
  const [head, rest] = at < 0 ? [lock, ''] : [lock.slice(0, at), lock.slice(at)];
  const cut = head.replace(PER_PACKAGE, '').replace(OPTION, '').replace(EMPTY_OPTIONS, '');
  return cut + rest;
}
