/** Small projects as texts, and verdicts on them as words. */
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { Location } from '../../../src/gates/types.ts';
import type { Located, LockJudgement, LockProject } from '../../../src/locks/types.ts';
import { uv } from '../../../src/locks/uv/index.ts';

export const INDEX = 'https://index.example/simple';

export type Texts = Readonly<Record<string, string>>;

/** A `pyproject.toml`: `[project]` with these dependencies, then whatever else. */
export function project(dependencies: readonly string[] = [], ...more: readonly string[]): string {
  return `[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ${JSON.stringify(dependencies)}
${more.join('\n')}
`;
}

/** A member or path dependency of that name. */
export function library(name: string, dependencies: readonly string[] = [], more = ''): string {
  return project(dependencies, more).replace('name = "app"', `name = "${name}"`);
}

/** A `uv.lock` of the newest revision with these blocks. */
export function lock(...blocks: readonly string[]): string {
  return ['version = 1\nrevision = 5\nrequires-python = ">=3.10"', ...blocks].join('\n\n');
}

/** The project's own package, as locked for these `requires-dist` entries. */
export function app(requiresDist: readonly string[] = [], ...more: readonly string[]): string {
  return tree('app', 'virtual = "."', requiresDist, ...more);
}

/** A source tree as locked. */
export function tree(
  name: string,
  source: string,
  requiresDist: readonly string[] = [],
  ...more: readonly string[]
): string {
  const names = requiresDist.map((entry) => /name = "([^"]+)"/.exec(entry)?.[1] ?? '');
  const edges = [...new Set(names)].map((dependency) => `{ name = "${dependency}" }`).join(', ');
  return `[[package]]
name = "${name}"
version = "0.1.0"
source = { ${source} }
dependencies = [${edges}]
[package.metadata]
requires-dist = [${requiresDist.join(', ')}]
${more.join('\n')}`;
}

/** A package from the index, with one wheel. */
export function registry(name: string, version = '1.0', ...more: readonly string[]): string {
  const file = `${name}-${version}-py3-none-any.whl`;
  return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "${INDEX}" }
wheels = [{ url = "https://files.example/${file}", hash = "sha256:${'0'.repeat(64)}" }]
${more.join('\n')}`;
}

/** The usual project: depends on `idna>=3`, freshly locked. */
export const IDNA_LOCK = lock(
  app(['{ name = "idna", specifier = ">=3" }']),
  registry('idna', '3.1'),
);

export function judge(texts: Texts, path = 'uv.lock'): LockJudgement {
  const files = treeOfTexts(texts);
  return uv.judge(projectOf(texts, path), files, { defaultIndex: INDEX });
}

export function projectOf(texts: Texts, path = 'uv.lock'): LockProject {
  const found = uv.find(treeOfTexts(texts)).find((candidate) => candidate.lock === path);
  if (found === undefined) throw new Error(`no project with the lock ${path}`);
  return found;
}

/** The judgement in words, one line for each thing that it says. */
export function verdict(texts: Texts, path = 'uv.lock'): string {
  const { freshness, problems } = judge(texts, path);
  const found = problems.map((problem) => `problem: ${words(problem)}`);
  switch (freshness.status) {
    case 'fresh':
      return ['fresh', ...found].join('\n');
    case 'unable':
      return ['unable', ...freshness.undecided.map(({ reason }) => reason), ...found].join('\n');
    case 'refused':
      return ['refused', ...freshness.reasons.map(words)].join('\n');
    case 'stale': {
      const open = freshness.undecided.map(({ reason }) => `open: ${reason}`);
      return ['stale', ...freshness.reasons.map(words), ...open, ...found].join('\n');
    }
  }
}

function words({ reason, at, related = [] }: Located<{ readonly kind: string }>): string {
  const { kind, ...facts } = reason;
  const values = Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const places = [at, ...related.map((item) => item.at)].map(place);
  return `${kind}: ${values.join(' ')} @ ${places.join(' <- ')}`;
}

function place(location: Location): string {
  if ('key' in location) return [location.path, ...location.key].join(' ');
  return 'line' in location ? `${location.path}:${location.line}` : location.path;
}
