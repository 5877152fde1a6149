/**
 * The vocabulary of the places that name a Python version: a `.python-version`, a classifier, the
 * tag of an image. A reader takes the text of one file and says what stands there; whether the
 * places agree is the question of the gate.
 */
import type { Span } from '../../edits/nodes.ts';

/**
 * What a place says.
 *
 * | kind | example |
 * | --- | --- |
 * | `version` | `3.12`, `3.12.4`; two or three numbers, `preRelease` for `3.15-dev` and `3.15.0rc1` |
 * | `range` | `>=3.10,<4`: a PEP 440 specifier list, translated where the place has a syntax of its own |
 * | `loose` | `3`, `3.x`, `latest`, nothing at all: names no minor version |
 * | `float` | YAML's unquoted `3.10`, which is read as 3.1 |
 * | `file` | another file says it: `python-version-file: .python-version`; `isOptional` if that is only looked for |
 * | `other` | not the ordinary CPython: `pypy3.10`, `3.13t`, `system` |
 * | `dynamic` | known only at run time: an expression, a build argument without default |
 * | `invalid` | no version at all where one has to be |
 */
export type Versions =
  | { readonly kind: 'version'; readonly release: Release; readonly preRelease?: true }
  | { readonly kind: 'range'; readonly specifiers: string }
  | { readonly kind: 'loose' }
  | { readonly kind: 'float'; readonly written: string; readonly read: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly isOverruled?: true;
      readonly isOptional?: true;
    }
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'dynamic'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** `[3, 12]` or `[3, 12, 4]`. */
export type Release = readonly [major: number, minor: number, micro?: number];

/**
 * What a place is for.
 *
 * | role | means |
 * | --- | --- |
 * | `pin` | the version that people and machines run |
 * | `environment` | what a conda environment holds: a version, or a range |
 * | `range` | what the project supports |
 * | `claim` | metadata: a classifier |
 * | `tested` | what a job that runs the tests runs on, a tox environment, a nox session |
 * | `tooling` | what another job, an earlier stage of an image, or a hook runs on |
 * | `deploy` | what production runs |
 * | `floor-target` | what a tool may write syntax for: at most the floor (ruff, black, pyupgrade) |
 * | `range-target` | what a type checker assumes: inside the range (mypy, pyright, ty) |
 * | `docs` | what builds the documentation |
 * | `lock` | what a lock was made for: follows the manifest, judged by the lockfile gate |
 */
export type Role =
  | 'pin'
  | 'environment'
  | 'range'
  | 'claim'
  | 'tested'
  | 'tooling'
  | 'deploy'
  | 'floor-target'
  | 'range-target'
  | 'docs'
  | 'lock';

/** A place that names a Python version, or could and does not. */
export interface PythonPlace {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Of `raw` in the text: UTF-16 offsets, the end excluded. Empty where nothing is written. */
  readonly span: Span;
  /** As written, the version alone: `3.12.4` of `python:3.12.4-slim`, `311` of `py311`. */
  readonly raw: string;
  /** What it is called there: `requires-python`, `FROM python`, `matrix python-version`. */
  readonly label: string;
  readonly role: Role;
  readonly versions: Versions;
  /** A cell that may fail, or is meant to be ahead of the range: never out of place. */
  readonly isTolerated?: true;
  /** Of a workflow: the job, so that several statements of one job can be seen together. */
  readonly job?: string;
}

/** What one file says, or why nobody can tell. */
export type Reading =
  | { readonly kind: 'places'; readonly places: readonly PythonPlace[] }
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string };

/** Reads the files of one kind. Pure, never throws. */
export type ReadPlaces = (path: string, text: string) => Reading;
