import { versionMatrix } from '../../python/projects/matrix.ts';
import { modelOf } from '../../python/projects/model.ts';
import type { MeantPlace, PythonProjects } from '../../python/projects/projects.ts';
import type { Decided, PythonView } from '../python-view.ts';
import { placesTable } from './table.ts';

/** What there is to show of all projects; `today` as ISO 8601. */
export function pythonView(
  repository: string,
  { projects, unreadable }: PythonProjects,
  today: string,
): PythonView {
  return {
    repository,
    projects: projects.map((project) => {
      const model = modelOf(project);
      const [pin] = model.pins;
      const [range] = model.ranges;
      return {
        path: project.path,
        pin: pin === undefined ? 'none' : decided(pin, pin.release.join('.')),
        range: range === undefined ? 'none' : decided(range, range.specifiers || 'any'),
        matrix: versionMatrix(model, today),
        places: placesTable(project),
      };
    }),
    unreadable: unreadable.map(({ path, line, reason }) => ({
      path,
      reason: `line ${line}, ${reason}`,
    })),
  };
}

function decided({ path, line }: MeantPlace, says: string): Decided {
  return { says, path, line };
}
