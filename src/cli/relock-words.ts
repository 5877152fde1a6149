/** What the command `relock` says about each lock. */
import { type Asked, askedBy } from '../bumps/manifests/manifest.ts';
import type { Tree } from '../gates/types.ts';
import { lockProjects, type Outcome } from '../relock/repository.ts';
import type { Upgrade } from '../relock/types.ts';
import { visible } from '../report/visible.ts';

export interface Wish {
  readonly upgrades: readonly Upgrade[];
  /** As it was before. */
  readonly tree: Tree;
  readonly isDryRun: boolean;
}

export function sentences({ project, result }: Outcome, wish: Wish): readonly string[] {
  const { lock } = project;
  switch (result.kind) {
    case 'fresh':
      return [`${lock} is in step already.`];
    case 'unchanged': {
      const kept = constraints(project, wish).map(constraintText);
      const because = kept.length === 0 ? '' : ` within ${kept.join(', ')}`;
      const words = `${lock} stays as it is: ${result.tool.name} found nothing to change${because}.`;
      return [words, ...result.notes];
    }
    case 'relocked': {
      const { name, version, because } = result.tool;
      const verb = wish.isDryRun ? 'would be written' : 'was written';
      return [`${lock} ${verb} by ${name} ${version} (${because}).`, ...result.notes];
    }
    case 'refused':
      return result.refusals.flatMap(({ reason, remedy }) => [
        `${lock} was not made: ${reason}.`,
        `  ${remedy}`,
      ]);
    case 'failed': {
      const kept = constraints(project, wish)
        .filter(({ name, admits }) =>
          wish.upgrades.some(
            (one) => one.name === name && one.version !== undefined && !admits(one.version),
          ),
        )
        .map(
          (one) => `${constraintText(one)} keeps it out: edit that, or let lockkeeper bump do it.`,
        );
      return [
        `${lock} was not made: ${visible(result.reason)}.`,
        ...linesOf(result.diagnosis).map((line) => `  | ${visible(line)}`),
        ...(kept.length === 0 ? [result.remedy] : kept).map((line) => `  ${line}`),
      ];
    }
  }
}

/** On what was to be moved. */
function constraints({ lock }: Outcome['project'], { upgrades, tree }: Wish): readonly Asked[] {
  const found = lockProjects(tree).find(({ project }) => project.lock === lock);
  if (found === undefined) return [];
  const { format, project } = found;
  return askedBy(project, format.inputs(project, tree), tree).filter(
    ({ role, name, constraint }) =>
      role === 'input' && constraint !== '' && upgrades.some((one) => one.name === name),
  );
}

function constraintText({ name, constraint, path }: Asked): string {
  return visible(`\`${name}${/^\w|^\^/.test(constraint) ? ' ' : ''}${constraint}\` in ${path}`);
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}
