/** Small whole projects, one or more a lock format, to be damaged. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockfile } from '../../src/gates/lockfile/index.ts';
import type { Files } from './mutations.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/repos', import.meta.url));

export interface Project {
  readonly name: string;
  readonly files: Files;
}

/** Every fixture repository, and the good examples of the rules, each once. */
export function projects(): readonly Project[] {
  const all: readonly Project[] = [
    ...readdirSync(FIXTURES).map((name) => ({ name, files: filesIn(join(FIXTURES, name)) })),
    ...lockfile.rules.map(({ id, good }) => ({ name: `good example of ${id}`, files: good })),
  ];
  return [...Map.groupBy(all, ({ files }) => JSON.stringify(files)).values()].flatMap(
    ([first]) => first ?? [],
  );
}

function filesIn(directory: string): Files {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(directory.length + 1), readFileSync(path, 'utf8')];
      }),
  );
}
