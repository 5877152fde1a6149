/** Where the steps of a job, or of a composite action, name a Python version. */
import {
  type DocumentNode,
  entriesAt,
  itemsAt,
  type ScalarNode,
  scalarAt,
} from '../../../edits/nodes.ts';
import { placeAt, type Said, type Source, scalarVersions } from '../source.ts';
import type { PythonPlace } from '../types.ts';
import { versionsOf } from '../versions.ts';
import { versionsInCommands } from './commands.ts';
import { inputVersions, wordsOfInput } from './inputs.ts';
import type { Cell } from './matrix.ts';
import { type Scope, valuesOf } from './values.ts';

/** What all places of a job have in common. */
export type JobSaid = Pick<Said, 'role' | 'job' | 'isTolerated'>;

const PYTHON_INPUT = /^python[-_]?versions?$/i;

export function stepPlaces(source: Source, scope: Scope, said: JobSaid): readonly PythonPlace[] {
  return itemsAt(scope.job, 'steps').flatMap((step) => {
    const inner = { ...scope, step };
    const run = scalarAt(step, 'run');
    const python = scalarAt(step, 'env', 'UV_PYTHON');
    return [
      ...actionPlaces(source, inner, step, said),
      ...(python === undefined ? [] : valuePlaces(source, python, inner, said, 'UV_PYTHON')),
      ...(run === undefined
        ? []
        : versionsInCommands(run).map(({ text, span }) =>
            placeAt(source, span, { ...said, label: 'command', versions: versionsOf(text) }),
          )),
    ];
  });
}

/** Inputs of any action: those of a repository's own are called like those of setup-python. */
export function actionPlaces(
  source: Source,
  scope: Scope,
  step: DocumentNode,
  said: JobSaid,
): readonly PythonPlace[] {
  const uses = scalarAt(step, 'uses');
  const inputs = entriesAt(step, 'with').filter(
    ([name, value]) => PYTHON_INPUT.test(name) && value.kind === 'scalar' && isSaidHere(value.text),
  );
  const action = /^([^@]+)(?:@|$)/.exec(uses?.text ?? '')?.[1] ?? '';
  const name = action.split('/').slice(1).join('/') || action;
  const isSetup = action.toLowerCase() === 'actions/setup-python';
  const versions = inputs.flatMap(([, value]) =>
    value.kind === 'scalar'
      ? valuePlaces(source, value, scope, said, `${name} python-version`)
      : [],
  );
  const file = isSetup ? scalarAt(step, 'with', 'python-version-file') : undefined;
  const isOverruled = versions.length > 0;
  if (file !== undefined && file.text !== '') {
    const path = file.text.replace(/^\.\//, '');
    const named = path.includes('${{')
      ? ({ kind: 'dynamic', reason: `\`${path}\` is known only at run time` } as const)
      : ({ kind: 'file', path, ...(isOverruled ? { isOverruled: true as const } : {}) } as const);
    const label = `${name} python-version-file`;
    return [...versions, placeAt(source, file.span, { ...said, label, versions: named })];
  }
  if (!isSetup || uses === undefined || isOverruled) return versions;
  // Without inputs it takes `.python-version`, and without that what the runner has.
  const implicit = { kind: 'file', path: '.python-version' } as const;
  const empty = [uses.span[1], uses.span[1]] as const;
  return [placeAt(source, empty, { ...said, label: name, versions: implicit })];
}

/** The output of another step is what that step was given. */
function isSaidHere(text: string): boolean {
  return text !== '' && !/^\$\{\{\s*steps\.[\w-]+\.outputs\.python/.test(text);
}

/** Every value that `scalar` can be, where it is written. */
export function valuePlaces(
  source: Source,
  scalar: ScalarNode,
  scope: Scope,
  said: JobSaid,
  label: string,
): readonly PythonPlace[] {
  const values = valuesOf(scalar, scope);
  if (values.kind === 'dynamic') {
    const { text, span } = values.at;
    const versions = { kind: 'dynamic', reason: `\`${text}\` is known only at run time` } as const;
    return [placeAt(source, span, { ...said, label, versions })];
  }
  return values.cells.flatMap((cell) => cellPlaces(source, cell, said, label));
}

function cellPlaces(
  source: Source,
  { scalar, mayFail }: Cell,
  said: JobSaid,
  label: string,
): readonly PythonPlace[] {
  const words = wordsOfInput(scalar);
  return words.map(({ text, span }) => {
    const versions = scalarVersions({ ...scalar, text }, inputVersions);
    const isAhead = versions.kind === 'version' && versions.preRelease === true;
    return placeAt(source, span, {
      ...said,
      label,
      versions,
      ...(mayFail || isAhead ? { isTolerated: true } : {}),
    });
  });
}
