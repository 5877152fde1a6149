import { CONFIGURATION_PATH } from '../config/defaults.ts';
import type { Blobs } from '../gates/gather.ts';
import { treeOf } from '../gates/tree.ts';
import type { BlobText, ObjectId, State } from '../gates/types.ts';
import type { Repository } from './repository.ts';

export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

export async function configurationAt({ objects }: Repository, commit: ObjectId) {
  const object = await objects.read(`${commit}:${CONFIGURATION_PATH}`);
  return object === 'missing' || object.type !== 'blob' ? 'none' : fileOf(object.content);
}

export function configurationIn(state: State, blobs: Blobs): ConfigurationFile | 'none' {
  const file = treeOf(state, blobs).read(CONFIGURATION_PATH);
  return file.kind === 'absent' || file.kind === 'unfetched' ? 'none' : fileOf(file);
}

function fileOf(content: BlobText): ConfigurationFile {
  // A file that is not text; NUL makes the YAML reader say so.
  return { path: CONFIGURATION_PATH, text: content.kind === 'text' ? content.text : '\0' };
}

export function configurationChange(
  before: State,
  after: State,
  blobs: Blobs,
): ConfigurationFile | 'removed' | 'unchanged' {
  const [old, current] = [before, after].map(({ files }) => {
    return files.find(({ path }) => path === CONFIGURATION_PATH)?.oid;
  });
  if (old === current) return 'unchanged';
  const file = configurationIn(after, blobs);
  return file === 'none' ? 'removed' : file;
}
