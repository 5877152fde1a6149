/** Where a pre-commit configuration names versions of packages. Pure. Source: https://pre-commit.com/#plugins */
import {
  type DocumentNode,
  itemsAt,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../../edits/nodes.ts';
import { normalizeName } from '../../python/names.ts';

export type Mention =
  /** What is installed beside a hook: a requirement, for hooks in Python. */
  | { readonly kind: 'dependency'; readonly scalar: ScalarNode }
  /** The tag of a repository that may be that of a package. */
  | { readonly kind: 'rev'; readonly scalar: ScalarNode; readonly names: readonly string[] };

/** In the order of the file. */
export function mentionsIn(root: DocumentNode): readonly Mention[] {
  return itemsAt(root, 'repos').flatMap((repository) => [
    ...revOf(repository),
    ...itemsAt(repository, 'hooks').flatMap(dependenciesOf),
  ]);
}

function revOf(repository: DocumentNode): readonly Mention[] {
  const [url, scalar] = [scalarAt(repository, 'repo'), scalarAt(repository, 'rev')];
  if (url === undefined || scalar === undefined) return [];
  return [{ kind: 'rev', scalar, names: packagesOf(url.text) }];
}

function dependenciesOf(hook: DocumentNode): readonly Mention[] {
  const list = nodeAt(hook, 'additional_dependencies');
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((scalar) =>
    scalar.kind === 'scalar' ? [{ kind: 'dependency', scalar }] : [],
  );
}

const SUFFIX = /-(?:pre-commit-mirror|pre-commit|mirror|python|hooks)$/;

/**
 * Packages (PEP 503) that a repository's tags can be versions of, by its name alone:
 * `ruff-pre-commit` is that of ruff, `mirrors-mypy` that of mypy.
 */
export function packagesOf(url: string): readonly string[] {
  const last = url.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  const whole = normalizeName(last.replace(/\.git$/, ''));
  const short = whole.replace(/^mirrors-/, '').replace(SUFFIX, '');
  // The hooks of pre-commit itself have versions of their own.
  return whole === 'pre-commit-hooks' ? [whole] : [...new Set([whole, short])];
}
