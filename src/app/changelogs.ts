/** Finds the release notes for a bump's pull request. Best effort: without them it says less. */

import { indexesOf, lowestPython } from '../bumps/find/where.ts';
import { type Changelog, changelogOf } from '../bumps/pulls/changelog.ts';
import { sourceRepository } from '../bumps/pulls/source-repository.ts';
import type { MadeBump } from '../bumps/types.ts';
import { readReleases } from '../github/releases.ts';
import { webHostOf } from '../github/web-host.ts';
import { projectUrls } from '../python/core-metadata.ts';
import { lockProjects } from '../relock/repository.ts';
import type { BumpDependencies, BumpScene } from './bump-scene.ts';
import type { Logger } from './log.ts';

interface Dependencies extends Pick<BumpDependencies, 'context'> {
  readonly engine: Pick<BumpDependencies['engine'], 'coreMetadata'>;
}

interface Scene extends Pick<BumpScene, 'client' | 'tree'> {
  readonly state: Pick<BumpScene['state'], 'repo'>;
}

/** Of the packages whose repositories are public on the same GitHub. */
export async function changelogsFor(
  bump: MadeBump,
  lock: string,
  scene: Scene,
  dependencies: Dependencies,
  log: Logger,
): Promise<readonly Changelog[]> {
  try {
    const texts = await metadataOf(bump, lock, scene, dependencies, log);
    const host = webHostOf(scene.client);
    const sources = bump.moves.flatMap((move) => {
      const source = sourceRepository(projectUrls(texts.get(move.name) ?? ''), host);
      return source === 'none' ? [] : [{ move, source }];
    });
    const read = await readReleases(
      scene.client,
      sources.map(({ source }) => source),
    );
    return sources.flatMap(({ move }, index) => {
      const releases = read[index] ?? 'none';
      const changelog = releases === 'none' ? 'none' : changelogOf(move, releases);
      return changelog === 'none' ? [] : [changelog];
    });
  } catch (error) {
    log.debug({ err: error, branch: bump.branch }, 'No release notes');
    return [];
  }
}

async function metadataOf(
  { moves }: MadeBump,
  lock: string,
  { tree, state }: Scene,
  { engine, context }: Dependencies,
  log: Logger,
): Promise<ReadonlyMap<string, string>> {
  const of = lockProjects(tree).find((one) => one.project.lock === lock);
  if (of === undefined) return new Map();
  const { format, project } = of;
  const inputs = format.inputs(project, tree);
  const found = await engine.coreMetadata(
    {
      requirements: moves.map(({ name, to }) => `${name}==${to}`),
      indexes: indexesOf(project, inputs, tree),
      python: lowestPython(project, tree, context.today),
    },
    String(state.repo.id),
  );
  if (found.kind === 'failed') {
    log.debug({ because: found.reason }, 'No release notes');
    return new Map();
  }
  if (found.missed.length > 0) log.debug({ missed: found.missed }, 'No core metadata');
  return found.texts;
}
