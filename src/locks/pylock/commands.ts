/** Which command makes the file again. */
import type { Tree } from '../../gates/types.ts';
import { baseName } from '../paths.ts';
import { shellWord } from '../shell-word.ts';
import type { LockCommands, LockProject } from '../types.ts';
import { type Pylock, pylockOf, readPylock } from './lock-file.ts';
import { openPdmHash } from './pdm-hash.ts';

export function commandsOf(project: LockProject, tree: Tree): LockCommands {
  const document = readPylock(tree, project.lock);
  const lock =
    document.kind === 'document'
      ? pylockOf(project.lock, document.value, document.text)
      : undefined;
  const { tool, relock } = makerOf(lock, shellWord(baseName(project.lock)));
  const folder = project.directory === '' ? '' : `cd ${shellWord(project.directory)} && `;
  return { tool, check: 'consistency', relock: `${folder}${relock}` };
}

/** `created-by` is any text: only names that we know are shown. */
function makerOf(lock: Pylock | undefined, file: string): { tool: string; relock: string } {
  switch (lock?.createdBy) {
    case 'pip':
      return { tool: 'pip', relock: `pip lock -o ${file} .` };
    case 'pdm':
      return {
        tool: 'PDM',
        relock: openPdmHash(lock) ? 'pdm lock' : `pdm export -f pylock -o ${file}`,
      };
    case 'pipenv':
      return { tool: 'Pipenv', relock: 'pipenv lock' };
    case 'poetry-plugin-export':
      return { tool: 'Poetry', relock: `poetry export -f pylock.toml -o ${file}` };
    default:
      return { tool: 'uv', relock: uvCommand(lock?.command ?? [], file) };
  }
}

/** The words of the comment at the top, each quoted: they come from whoever wrote the file. */
function uvCommand(command: readonly string[], file: string): string {
  const isKnown = command[1] === 'export' || (command[1] === 'pip' && command[2] === 'compile');
  if (!isKnown) return `uv export --format pylock.toml -o ${file}`;
  const words = command.map(shellOption).join(' ');
  const hasOutput = command.some((word) => /^(?:-o|--output-file)/.test(word));
  return hasOutput ? words : `${words} -o ${file}`;
}

function shellOption(word: string): string {
  return /^-{1,2}[a-z][a-z-]*$/.test(word) ? word : shellWord(word);
}
