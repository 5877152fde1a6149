/**
 * The manifest that PDM is shown: with pins, and with a cut-off for what they bring along.
 * Source: PDM 2.29 `pdm/core.py` (`resolution.exclude-newer`), `pdm/resolver/providers.py`.
 */
import { type DocumentNode, nodeAt, scalarsAt } from '../../edits/nodes.ts';
import type { Splice } from '../../edits/splice.ts';
import { textAt } from '../../gates/tree.ts';
import { parseToml, type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { declarationsOf } from '../../locks/pdm/declarations.ts';
import { readLock } from '../../locks/pdm/lock-file.ts';
import { settingsFiles } from '../../locks/pdm/settings.ts';
import { stringAt, tableAt } from '../../locks/values.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { type Pin, pinnedManifest } from './pins.ts';
import type { Setting } from './types.ts';

/** The first whose manifest can have `exclude-newer`. */
const FIRST_WITH_NEWEST = '2.27.0';

interface Shown {
  readonly text: string;
  /** Whether the cut-off of the request is in it. */
  readonly isBound: boolean;
}

export function shownManifest(
  request: RelockRequest,
  { version }: Pick<Setting, 'version'>,
): Shown {
  const { project, tree, newest } = request;
  // With a cut-off of its own `pdm lock` keeps nothing, so the real manifest could not follow.
  if (hasOwnCutOff(request)) return { text: textAt(tree, project.manifest) ?? '', isBound: false };
  const text = pinnedManifest(request, {
    declarations: declarationsOf,
    admits: allows,
    added: (pins, whole, root) => added(pins, whole, root, request),
  });
  if (newest === undefined || !isAtLeast(version, FIRST_WITH_NEWEST)) {
    return { text, isBound: false };
  }
  return withCutOff(text, newest);
}

export function allows(specifiers: string, version: string): boolean {
  const [set, parsed] = [parseSpecifiers(specifiers), parseVersion(version)];
  return set !== undefined && parsed !== undefined && contains(set, parsed);
}

function hasOwnCutOff({ project, tree }: RelockRequest): boolean {
  const own = settingsFiles(project.directory).some(
    (path) => stringAt(tableAt(tableOf(tree, path), 'strategy'), 'exclude-newer') !== undefined,
  );
  return own || cutOffIn(tableOf(tree, project.manifest)) !== undefined;
}

function tableOf(tree: RelockRequest['tree'], path: string): TomlTable {
  const document = tomlDocument(tree, path);
  return document.kind === 'document' ? document.value : {};
}

function cutOffIn(manifest: TomlTable): string | undefined {
  const settings = tableAt(tableAt(manifest, 'tool'), 'pdm');
  return stringAt(tableAt(settings, 'resolution'), 'exclude-newer');
}

const RESOLUTION = /^\[[ \t]*tool[ \t]*\.[ \t]*pdm[ \t]*\.[ \t]*resolution[ \t]*\][^\n]*(?:\n|$)/m;

function withCutOff(text: string, newest: string): Shown {
  const line = `exclude-newer = ${JSON.stringify(newest)}\n`;
  const header = RESOLUTION.exec(text);
  const bound =
    header === null
      ? `${text}\n\n[tool.pdm.resolution]\n${line}`
      : text.replace(RESOLUTION, (whole) => `${whole.trimEnd()}\n${line}`);
  const document = parseToml(bound);
  // Tables can be written in ways in which nothing can be added to them.
  const isBound = document.kind === 'document' && cutOffIn(document.value) === newest;
  return { text: isBound ? bound : text, isBound };
}

const PROJECT = /^\[[ \t]*project[ \t]*\][^\n]*(?:\n|$)/m;

/** In `[project] dependencies`: that is gone once PDM has seen the real manifest. */
function added(
  pins: readonly Pin[],
  text: string,
  root: DocumentNode,
  request: RelockRequest,
): readonly Splice[] {
  const items = pins.flatMap((pin) => requirementFor(pin, request)).map((one) => `${one}, `);
  const list = nodeAt(root, 'project', 'dependencies');
  if (items.length === 0) return [];
  if (list?.kind === 'list') {
    const start = list.span[0] + 1;
    return [{ start, end: start, text: items.join('') }];
  }
  const header = PROJECT.exec(text);
  const isDynamic = scalarsAt(root, 'project', 'dynamic').some(
    (one) => one.text === 'dependencies',
  );
  if (list !== undefined || header === null || isDynamic) return [];
  const start = header.index + header[0].length;
  return [{ start, end: start, text: `\ndependencies = [${items.join('')}]\n` }];
}

/** Where the package is needed, if it is locked once and the lock says it. */
function requirementFor({ name, version }: Pin, { project, tree }: RelockRequest) {
  const { packages } = readLock(project, tableOf(tree, project.lock));
  const [locked, ...others] = packages.filter((one) => one.name === name && !one.extras.length);
  if (locked === undefined || others.length > 0) return [];
  const marker = locked.marker === '' ? '' : `; ${locked.marker}`;
  return [JSON.stringify(`${name}==${version}${marker}`)];
}
