/** Requirements in the form in which uv compares those of a manifest with those of a lock. */
import type { Location } from '../../gates/types.ts';
import type { Marker } from '../../python/markers/index.ts';
import type { Requirement } from '../../python/requirement.ts';
import type { SpecifierSet } from '../../python/specifiers.ts';
import type { Files } from './files.ts';
import type { SourceLocation } from './locations.ts';
import type { Manifest } from './manifest.ts';
import type { Settings } from './settings.ts';
import type { Workspace } from './workspace.ts';

/** A requirement as uv compares it, from a manifest or from a lock. */
export interface Declaration {
  readonly name: string;
  /** Normalised, sorted. */
  readonly extras: readonly string[];
  readonly marker: Marker;
  readonly specifiers: SpecifierSet;
  /** Equal for equal sources; registries differ by index and by the conflict they belong to. */
  readonly source: string;
  readonly origin: Origin;
}

/** What the reader sees of a declaration. */
export interface Origin {
  readonly at: Location;
  /** `project.dependencies`, `dependency-groups.dev` */
  readonly section: string;
  /** Version specifier or location, as written. */
  readonly text: string;
  /** Marker as written, empty if none. */
  readonly marker: string;
}

/** A parsed requirement of a manifest, its marker complete with the extra or group it stands in. */
export interface Written {
  readonly requirement: Requirement;
  readonly marker: Marker;
  readonly origin: Origin;
}

/** Where a requirement is lowered: a project inside its workspace. */
export interface Scope {
  readonly files: Files;
  readonly settings: Settings;
  readonly manifest: Manifest;
  readonly workspace: Workspace;
  /** The project's own name; constraints and the like belong to no project. */
  readonly projectName: string | undefined;
}

export function declare(written: Written, marker: Marker, source: string): Declaration {
  const { name, extras, specifiers } = written.requirement;
  return { name, extras, marker, specifiers, source, origin: written.origin };
}

/** Versions do not count for a package that comes from one place. */
export function located(written: Written, marker: Marker, location: SourceLocation): Declaration {
  const { name, extras } = written.requirement;
  const origin = { ...written.origin, text: location.text };
  return { name, extras, marker, specifiers: [], source: location.key, origin };
}

/** The source of a package from an index; `conflict` as `conflictText` writes it. */
export function registryKey(index: string | undefined, conflict: string | undefined): string {
  return index === undefined && conflict === undefined
    ? ''
    : JSON.stringify(['registry', index ?? '', conflict ?? '']);
}

/** The conflict that a source for one extra or group belongs to. */
export function conflictText(name: string, kind: 'extra' | 'group', of: string): string {
  return `${name} ${kind} ${of}`;
}
