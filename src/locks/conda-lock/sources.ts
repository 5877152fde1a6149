/** The files that the lock was made from, as `metadata.sources` names them. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { baseName, isOutside, resolvePath } from '../paths.ts';
import { readYamlDocument, unreadYaml } from '../read-document.ts';
import type { Located, LockProject, RefusedReason, Undecidable } from '../types.ts';
import type { CondaLock } from './lock-file.ts';

export interface EnvironmentFile {
  readonly path: string;
  readonly text: string;
  readonly table: TomlTable;
}

export interface Sources {
  readonly environments: readonly EnvironmentFile[];
  readonly refused: readonly Located<RefusedReason>[];
  readonly undecided: readonly Undecidable[];
}

export function sourcePaths({ directory }: LockProject, lock: CondaLock): readonly string[] {
  return lock.sources.map((source) => resolvePath(directory, source));
}

/** Only environment files say in themselves what they ask conda for. */
export function readSources(project: LockProject, lock: CondaLock, tree: Tree): Sources {
  const environments: EnvironmentFile[] = [];
  const refused: Located<RefusedReason>[] = [];
  const undecided: Undecidable[] = [];
  for (const [index, path] of sourcePaths(project, lock).entries()) {
    const at = { path: lock.path, key: ['metadata', 'sources', index] };
    if (isOutside(path)) {
      undecided.push(
        open(`the source \`${lock.sources[index] ?? ''}\` lies outside the repository`),
      );
    } else if (!tree.files.has(path)) {
      const message = `\`metadata.sources\` names \`${path}\`, which is not in the repository`;
      refused.push({ reason: { kind: 'lock-inconsistent', message }, at });
    } else if (!/\.ya?ml$/.test(path) || /^meta\.ya?ml$/.test(baseName(path))) {
      undecided.push(
        open(
          `what \`${path}\` asks conda for depends on a table of names that conda-lock downloads, or on templates`,
        ),
      );
    } else {
      const unread = unreadYaml(tree, path);
      const document = readYamlDocument(tree, path, 'manifest');
      if (unread !== undefined) undecided.push(unread);
      else if (document.kind === 'refused') refused.push(document.reason);
      else environments.push({ path, text: textAt(tree, path) ?? '', table: document.value });
    }
  }
  if (lock.sources.length === 0) undecided.push(open('the lock does not name its sources'));
  return { environments, refused, undecided };
}

function open(reason: string): Undecidable {
  return { reason, remedy: 'Lock again and look whether the file changes.' };
}
