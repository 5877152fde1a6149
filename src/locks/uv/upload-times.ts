/** When the files of locked releases appeared, as `uv.lock` records it since revision 2. */
import { parseToml } from '../documents.ts';
import { isTable, stringAt, tableAt, tablesAt } from '../values.ts';

export interface UploadTimes {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** Only of packages with times; none of a text that cannot be read. */
export function uploadTimes(lock: string): readonly UploadTimes[] {
  const document = parseToml(lock);
  if (document.kind !== 'document') return [];
  return tablesAt(document.value, 'package').flatMap((table): readonly UploadTimes[] => {
    const files = [tableAt(table, 'sdist'), ...tablesAt(table, 'wheels')].filter(isTable);
    const times = files
      .map((file) => new Date(stringAt(file, 'upload-time') ?? ''))
      .filter((time) => !Number.isNaN(time.getTime()))
      .map((time) => time.toISOString())
      .sort();
    const [first, last] = [times.at(0), times.at(-1)];
    const [name, version] = [stringAt(table, 'name') ?? '', stringAt(table, 'version') ?? ''];
    return first === undefined || last === undefined ? [] : [{ name, version, first, last }];
  });
}
