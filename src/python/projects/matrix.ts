/** Which versions a project declares, tests and deploys, minor by minor. */
import type { MatrixRow, VersionMatrix } from '../../gates/python-view.ts';
import { hasEnded, newestReleased } from '../end-of-life.ts';
import { admits, compareMinors, type Minor, minorAfter, releaseOf } from '../minors.ts';
import { type ProjectModel, releasesOf } from './model.ts';

/** More columns than this nobody has (`requires-python = ">=2.7"` has 25). */
const MAX_COLUMNS = 40;

/** Rows without any version are left out; no columns where nothing is named. `today` as ISO 8601. */
export function versionMatrix(model: ProjectModel, today: string): VersionMatrix {
  const { project, ranges, tested, deployed, pins, floor } = model;
  const claimed = releasesOf(project.places, 'claim');
  const [range] = ranges;
  const named = [...claimed, ...tested.places, ...deployed, ...pins].map(({ minor }) => minor);
  const columns = columnsFor([...named, ...(floor === undefined ? [] : [floor])], today);
  const minorsOf = (places: readonly { readonly minor: Minor }[]) =>
    new Set(places.map(({ minor }) => minor));
  const row = (
    name: MatrixRow['name'],
    has: (minor: Minor) => boolean,
    isPartial = false,
  ): MatrixRow => ({ name, cells: columns.map(has), isPartial });
  const among = (name: MatrixRow['name'], minors: ReadonlySet<Minor>, isPartial = false) =>
    row(name, (minor) => minors.has(minor), isPartial);
  return {
    minors: columns.map((minor) => ({ minor, hasEnded: hasEnded(minor, today) })),
    rows: [
      row(
        'supported',
        (minor) => range !== undefined && admits(range.specifiers, releaseOf(minor)),
      ),
      among('claimed', minorsOf(claimed)),
      among('tested', new Set(tested.minors), tested.known !== 'all'),
      among('deployed', minorsOf(deployed)),
      among('pinned', minorsOf(pins)),
    ].filter(({ cells, isPartial }) => isPartial || cells.includes(true)),
  };
}

function columnsFor(named: readonly Minor[], today: string): readonly Minor[] {
  const threes = named.filter((minor) => releaseOf(minor)[0] === 3).sort(compareMinors);
  const [first] = threes;
  if (first === undefined) return [];
  const last = [newestReleased(today), ...threes].sort(compareMinors).at(-1) ?? first;
  const amount = releaseOf(last)[1] - releaseOf(first)[1] + 1;
  const start = Math.max(0, amount - MAX_COLUMNS);
  return Array.from({ length: amount - start }, (_, index) => minorAfter(first, start + index));
}
