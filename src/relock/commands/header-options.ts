/**
 * The options of a compile or export command that a file's header records. The header is anybody's
 * text: only known options pass, and files that they name must lie in the repository.
 */
import { isOutside, resolvePath } from '../../locks/paths.ts';

export type HeaderOptions =
  | {
      readonly kind: 'options';
      readonly options: readonly string[];
      readonly inputs: readonly string[];
      /** Files that options name: constraints, overrides. */
      readonly files: readonly string[];
    }
  | { readonly kind: 'refused'; readonly word: string; readonly because: string };

/** Without a value. */
const FLAGS: ReadonlySet<string> = new Set([
  ...['--all-extras', '--all-groups', '--all-packages', '--allow-unsafe', '--annotate'],
  ...['--build-isolation', '--dev', '--emit-build-options', '--emit-find-links'],
  ...['--emit-index-annotation', '--emit-index-url', '--emit-marker-expression'],
  ...['--emit-options', '--emit-trusted-host', '--frozen', '--generate-hashes', '--header'],
  ...['--locked', '--no-allow-unsafe', '--no-annotate', '--no-build', '--no-default-groups'],
  ...['--no-deps', '--no-dev', '--no-editable', '--no-emit-find-links', '--no-emit-index-url'],
  ...['--no-emit-local', '--no-emit-options', '--no-emit-project', '--no-emit-trusted-host'],
  ...['--no-emit-workspace', '--no-hashes', '--no-header', '--no-index', '--no-reuse-hashes'],
  ...['--no-strip-extras', '--no-strip-markers', '--only-dev', '--pre', '--prune-unused'],
  ...['--strip-extras', '--universal', '--no-sources'],
]);

/** With a value, which names no file. */
const VALUES: ReadonlySet<string> = new Set([
  ...['--annotation-style', '--exclude-newer', '--extra', '--extra-index-url', '--fork-strategy'],
  ...['--format', '--group', '--index', '--default-index', '--index-strategy', '--index-url', '-i'],
  ...['--newline', '--no-emit-package', '--no-extra', '--no-group', '--only-binary'],
  ...['--only-extra', '--only-group', '--package', '--prerelease', '--prune', '--python-platform'],
  ...['--python-version', '-p', '--python', '--resolution', '--resolver', '--torch-backend'],
  ...['--unsafe-package', '--max-rounds'],
]);

/** With a value that is a file. */
const FILES: ReadonlySet<string> = new Set([
  ...['-c', '--constraint', '--constraints', '--override', '--overrides', '-b'],
  ...['--build-constraint', '--build-constraints'],
]);

/** Said anew, or only about this run of the tool. Those of the second kind take a value. */
const DROPPED: ReadonlySet<string> = new Set([
  ...['-U', '--upgrade', '-q', '--quiet', '-v', '--verbose', '--rebuild', '--no-progress'],
  ...['--offline', '--no-cache', '-n', '--refresh', '--dry-run', '--no-config'],
]);
const DROPPED_WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-o', '--output-file', '-P', '--upgrade-package', '--cache-dir', '--color', '--config'],
]);

/** `words` stand behind `compile`, `pip-compile` or `export`; files are seen from `folder`. */
export function headerOptions(words: readonly string[], folder: string): HeaderOptions {
  const options: string[] = [];
  const inputs: string[] = [];
  const files: string[] = [];
  const outside = (word: string): HeaderOptions => ({
    kind: 'refused',
    word,
    because: 'it lies outside the repository',
  });
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      if (isOutside(resolvePath(folder, word))) return outside(word);
      inputs.push(word);
      continue;
    }
    const [name, given] = split(word);
    if (DROPPED.has(name) || FLAGS.has(name)) {
      if (FLAGS.has(name)) options.push(name);
      continue;
    }
    const value = given ?? words[++index] ?? '';
    if (DROPPED_WITH_VALUE.has(name)) continue;
    if (FILES.has(name)) {
      if (isOutside(resolvePath(folder, value))) return outside(value);
      files.push(value);
    } else if (!VALUES.has(name)) {
      return { kind: 'refused', word: name, because: 'it is not one of the known options' };
    }
    options.push(name, value);
  }
  return { kind: 'options', options, inputs, files };
}

function split(word: string): readonly [name: string, value?: string] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
}
