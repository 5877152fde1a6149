/**
 * The Python versions that a project asks for, and the interpreter that uv would take to lock it.
 * Source: uv-python-discovery `project.rs`, `version_files.rs`.
 */
import type { Location } from '../../gates/types.ts';
import {
  intersectPython,
  isEmptyPython,
  parseRequiresPython,
  type RequiresPython,
  samePython,
} from '../../python/requires-python.ts';
import { compareReleases } from '../../python/version.ts';
import { fileIn } from '../paths.ts';
import type { Files } from './files.ts';
import type { Manifest } from './manifest.ts';
import { Refusal, refuseManifest } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/**
 * The newest Python that uv can be expected to find or to download. uv refuses to lock when it has
 * no interpreter that fits, and the files cannot tell which ones there are.
 */
const NEWEST_PYTHON: readonly number[] = [3, 14];

export interface Demand {
  readonly range: RequiresPython;
  readonly text: string;
  /** Where the strictest declaration stands. */
  readonly at: Location;
}

/** `undefined` when no member declares any; throws a `Refusal` when no Python fits them all. */
export function workspaceDemand(workspace: Workspace): Demand | undefined {
  const declaring = [...workspace.members.values()].flatMap((member) =>
    member.project?.requiresPython === undefined
      ? []
      : [{ member, entry: member.project.requiresPython }],
  );
  const [first, ...others] = declaring;
  if (first === undefined) return undefined;
  const range = intersectPython(declaring.map(({ entry }) => entry.range));
  if (isEmptyPython(range)) {
    const texts = declaring.map(
      ({ member, entry }) => `${member.project?.name}: \`${entry.text}\``,
    );
    throw refuseManifest(
      first.member.path,
      first.entry.key,
      `found conflicting Python requirements: ${texts.join(', ')}`,
    );
  }
  const strictest = declaring.find(({ entry }) => samePython(entry.range, range)) ?? first;
  const text =
    others.length === 0 || strictest !== first
      ? strictest.entry.text
      : [...new Set(declaring.map(({ entry }) => entry.text))].join(', ');
  return { range, text, at: placeOf(strictest.member, strictest.entry.key) };
}

function placeOf(manifest: Manifest, key: readonly (string | number)[]): Location {
  return { path: manifest.path, key };
}

/** What uv would record for a project that declares nothing: its interpreter's `>=X.Y`. */
export type InterpreterDemand =
  | { readonly kind: 'known'; readonly demand: Demand }
  | { readonly kind: 'unknown' };

/**
 * Looks at `.python-version`, from `directory` up to `root`. Throws a `Refusal` when the version it
 * asks for cannot fit `range`.
 */
export function interpreterDemand(
  files: Files,
  directories: readonly string[],
  range: RequiresPython | undefined,
): InterpreterDemand {
  const pin = findPin(files, directories);
  if (pin === undefined) {
    if (range?.lower !== undefined && compareReleases(range.lower.release, NEWEST_PYTHON) > 0) {
      const minor = range.lower.release.slice(0, 2).join('.');
      if (minor !== NEWEST_PYTHON.join('.')) leavePythonOpen(files, `Python ${minor} or newer`);
    }
    return { kind: 'unknown' };
  }
  const release = releaseOf(pin.request);
  if (release === undefined) {
    if (!isRange(pin.request)) leavePythonOpen(files, `\`${pin.request}\` (\`${pin.path}\`)`);
    return { kind: 'unknown' };
  }
  const [major = 0, minor = 0] = release;
  if (compareReleases([major, minor], NEWEST_PYTHON) > 0) {
    leavePythonOpen(files, `Python ${pin.request} (\`${pin.path}\`)`);
  }
  const own = parseRequiresPython(
    release.length > 2 ? `==${release.join('.')}` : `==${release.join('.')}.*`,
  );
  if (range !== undefined && own !== undefined && isEmptyPython(intersectPython([range, own]))) {
    throw new Refusal(
      {
        kind: 'manifest-invalid',
        message: `the Python request from \`${pin.path}\` (\`${pin.request}\`) is incompatible with the project's Python requirement`,
      },
      { path: pin.path, line: pin.line },
    );
  }
  const text = `>=${major}.${minor}`;
  const parsed = parseRequiresPython(text);
  if (release.length < 2 || parsed === undefined) return { kind: 'unknown' };
  return { kind: 'known', demand: { range: parsed, text, at: { path: pin.path, line: pin.line } } };
}

interface Pin {
  readonly path: string;
  readonly request: string;
  readonly line: number;
}

function findPin(files: Files, directories: readonly string[]): Pin | undefined {
  for (const directory of directories) {
    for (const name of ['.python-version', '.python-versions']) {
      const path = fileIn(directory, name);
      const text = files.text(path);
      if (text === undefined) continue;
      for (const [index, line] of text.split(/\r?\n/).entries()) {
        const request = line.trim();
        if (request === '' || request.startsWith('#') || isExecutable(request)) continue;
        return { path, request, line: index + 1 };
      }
      return undefined;
    }
  }
  return undefined;
}

/** uv passes over names of executables, such as pyenv's `my-venv`. */
function isExecutable(request: string): boolean {
  return (
    /^[a-z]/i.test(request) && !/^(?:python|cpython|pypy|graalpy|pyodide|cp|pp|gp)/i.test(request)
  );
}

/** `3.12`, `cpython@3.12.1`, `python3.12`, `3.13t` */
function releaseOf(request: string): readonly number[] | undefined {
  const match =
    /^(?:c?python[@-]?|cp)?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:t|\+[a-z]+|(?:a|b|rc)\d+)?$/i.exec(
      request,
    );
  if (match === null) return undefined;
  return match.slice(1).flatMap((part) => (part === undefined ? [] : [Number(part)]));
}

function isRange(request: string): boolean {
  return /^[<>=~!]/.test(request);
}

function leavePythonOpen(files: Files, what: string): void {
  files.leaveOpen({
    reason: `uv checks a lock only with a Python that fits, and whether it finds ${what} is not in the files`,
    remedy: 'ask for a released version of CPython',
  });
}
