/**
 * What a requirement asks for once `tool.pdm.resolution.overrides` have had their say.
 * Source: pdm 2.29.3 `lockfile/freshness.py` (`_project_overrides`, `_file_source_identity`),
 * `utils.py` (`get_requirement_from_override`).
 */
import { contains, parseSpecifiers, type SpecifierSet } from '../../../python/specifiers.ts';
import { parseVersion } from '../../../python/version.ts';
import type { TomlTable } from '../../documents.ts';
import { resolvePath } from '../../paths.ts';
import { OpenQuestion } from '../../uv/refusal.ts';
import type { PdmPackage } from '../lock-file.ts';
import { normalizeGroup } from '../manifest.ts';
import { type Line, type LineSource, readLine } from './requirement-line.ts';

type KnownLine = Line & { readonly kind: 'known' };

export type Overrides = ReadonlyMap<string, { readonly line: KnownLine; readonly text: string }>;

export interface Demand {
  readonly isNamed: boolean;
  /** Of the override, where there is one. */
  readonly text: string | undefined;
  admits(item: PdmPackage): boolean;
}

/** Throws `OpenQuestion` for an override that is no plain version, specifier or URL. */
export function overridesOf(table: TomlTable): Overrides {
  return new Map(
    Object.entries(table).map(([written, value]) => {
      const name = normalizeGroup(written);
      const text = typeof value === 'string' ? overrideLine(name, value) : '';
      const line = readLine(text);
      if (line.kind === 'opaque' || line.name !== name || line.extras.length > 0) {
        throw new OpenQuestion(`tool.pdm.resolution.overrides has ${written} in a form of its own`);
      }
      return [name, { line, text }];
    }),
  );
}

function overrideLine(name: string, value: string): string {
  if (value.includes('://')) return `${name} @ ${value}`;
  return parseSpecifiers(value) === undefined ? `${name}==${value}` : name + value;
}

export function demandOf(line: KnownLine, overrides: Overrides): Demand {
  const override = overrides.get(line.name);
  const { source, requirement } = override?.line ?? line;
  const text = override?.text;
  if (source !== undefined) return { isNamed: false, text, admits: (item) => isFrom(item, source) };
  const specifiers = requirement?.specifiers ?? [];
  return { isNamed: true, text, admits: (item) => isInside(item, specifiers) };
}

function isInside({ version }: PdmPackage, specifiers: SpecifierSet): boolean {
  const parsed = parseVersion(version);
  return parsed !== undefined && contains(specifiers, parsed);
}

function isFrom({ from }: PdmPackage, source: LineSource): boolean {
  if (from === undefined || from.isEditable !== source.isEditable) return false;
  if (from.kind !== source.kind || from.reference !== source.reference) return false;
  return source.kind === 'path'
    ? resolvePath('', from.location) === resolvePath('', source.location)
    : from.location === source.location;
}
