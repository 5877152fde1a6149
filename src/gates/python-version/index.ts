/**
 * The python-version gate: is the Python version pinned, and does every place that names it agree?
 * A finding stands at the place to change and shows all others. Who decides: what the manifest
 * supports, then what is deployed, then what is pinned, then what tools assume.
 */
import { loadReaders } from '../../python/places/index.ts';
import { placePaths } from '../../python/projects/collect.ts';
import { modelOf, type ProjectModel } from '../../python/projects/model.ts';
import { type PythonProjects, pythonProjects } from '../../python/projects/projects.ts';
import type {
  Finding,
  Gate,
  GateContext,
  Judgement,
  Subject,
  Table,
  Tree,
  Undecided,
} from '../types.ts';
import { checks } from './checks/index.ts';
import { rules } from './rules.ts';
import { placesTable } from './table.ts';

export const pythonVersion: Gate = {
  id: 'python-version',
  title: 'Python version',
  question: 'Is the Python version pinned, and does every place agree?',
  rules,
  prepare: (tree) => loadReaders(placePaths(tree)),
  inputs: placePaths,
  judge,
  overview,
};

function judge(tree: Tree, { today }: GateContext): Judgement {
  const found = pythonProjects(tree);
  const models = found.projects.map(modelOf);
  const judged = models.map((model) => {
    const findings = checks.flatMap((check) => check(model, { tree, today, models }));
    return { model, findings };
  });
  return {
    subjects: judged.map(({ model, findings }) => subjectOf(model, findings)),
    findings: judged.flatMap(({ findings }) => findings),
    undecided: [...unreadable(found), ...models.flatMap(invalid)],
  };
}

function subjectOf({ project, pins, ranges }: ProjectModel, findings: readonly Finding[]): Subject {
  const counts = findings.some(({ rule, severity }) => {
    return (severity ?? rules.find(({ id }) => id === rule)?.severity) === 'violation';
  });
  const says = pins[0]?.release.join('.') ?? ranges[0]?.specifiers ?? '';
  const label = says === '' ? project.path : `${project.path} (Python ${says})`;
  return { path: project.path, label, status: counts ? 'failed' : 'passed' };
}

function unreadable({ unreadable: files }: PythonProjects): readonly Undecided[] {
  return files.map(({ path, name, line, reason }) => ({
    path,
    reason: `What this ${name} says about Python cannot be read: line ${line}, ${reason}.`,
    remedy: 'Correct the file; all other places were judged.',
  }));
}

/** A manifest or a pin that says what is no version. */
function invalid({ project }: ProjectModel): readonly Undecided[] {
  return project.places.flatMap(({ path, line, role, meant }) => {
    if (meant.kind !== 'invalid' || (role !== 'range' && role !== 'pin')) return [];
    const remedy = 'Write a version (3.12) or a list of specifiers (>=3.12).';
    return [{ path, reason: `Line ${line}: ${meant.reason}.`, remedy }];
  });
}

function overview(tree: Tree): readonly Table[] {
  return pythonProjects(tree).projects.map(placesTable);
}
