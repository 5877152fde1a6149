/** What a file says, one line a place, for inline snapshots. */
import { loadReaders, readPlaces } from '../../../src/python/places/index.ts';
import type { PythonPlace, Versions } from '../../../src/python/places/types.ts';

/** `LINE ROLE LABEL: RAW = MEANING`; or why the file cannot be read. */
export async function said(path: string, text: string): Promise<string> {
  await loadReaders([path]);
  const reading = readPlaces(path, text);
  if (reading.kind === 'unreadable') return `unreadable, line ${reading.line}: ${reading.reason}`;
  return reading.places.map((place) => line(place, text)).join('\n');
}

function line(place: PythonPlace, text: string): string {
  const { role, label, raw, versions, isTolerated, job, span } = place;
  if (text.slice(...span) !== raw) throw new Error(`${raw} does not stand at ${span}`);
  const where = job === undefined ? '' : ` in ${job}`;
  const may = isTolerated ? ' (may fail)' : '';
  return `${place.line} ${role} ${label}${where}: ${raw} = ${meaning(versions)}${may}`;
}

function meaning(versions: Versions): string {
  switch (versions.kind) {
    case 'version':
      return `${versions.release.join('.')}${versions.preRelease ? ' pre-release' : ''}`;
    case 'range':
      return `range ${versions.specifiers}`;
    case 'float':
      return `float ${versions.read}`;
    case 'file':
      return `file ${versions.path}${versions.isOverruled ? ', overruled' : ''}${versions.isOptional ? ', if there is one' : ''}`;
    case 'other':
      return `other ${versions.name}`;
    case 'loose':
      return 'loose';
    default:
      return `${versions.kind}: ${versions.reason}`;
  }
}
