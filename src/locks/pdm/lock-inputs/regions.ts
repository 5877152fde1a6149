/**
 * Where requirements and locked packages apply. PDM compares markers with dep-logic, which
 * simplifies by rules; a decision diagram decides exactly. Both agree on plain shapes; where
 * dep-logic may not see what is so, the answer is `unsure`.
 */
import { type Marker, parseMarker } from '../../../python/markers/index.ts';
import { pythonMarker } from '../../../python/requires-python.ts';
import type { PdmLock } from '../lock-file.ts';
import { type MarkerText, markerText } from './marker-text.ts';

export interface Region {
  readonly marker: MarkerText;
  /** One for each target of the lock where the marker can come true. */
  readonly parts: readonly Marker[];
  /** Where exactly takes more than files: what seems to be missing need not be. */
  readonly isVague: boolean;
}

export interface Regions {
  of(marker: MarkerText): Region | 'empty' | 'unsure';
  /** Whether a package with this marker applies somewhere in the region. */
  overlap(region: Region, marker: string): 'yes' | 'no' | 'unsure';
  /** Whether packages with these markers are enough everywhere in the region. */
  covers(region: Region, markers: readonly string[]): 'met' | 'unmet' | 'unsure';
}

/** All of them may throw `MarkerTooComplex`. */
export function createRegions({ targets }: PdmLock): Regions {
  // Platforms of a target stand for markers of their own; without targets PDM takes its own Python.
  const isExact = targets.length > 0 && targets.every(({ isPartial }) => !isPartial);
  const pythons = isExact ? targets.map(({ python }) => pythonMarker(python)) : [pythonMarker('')];
  return {
    of(marker) {
      const own = parseMarker(marker.text);
      if (own === undefined) return 'unsure';
      const parts = pythons.map((python) => own.and(python)).filter((part) => !part.isFalse());
      if (parts.length < pythons.length && !marker.isConjunction) return 'unsure';
      const isVague = !isExact && marker.text !== '';
      return parts.length === 0 ? 'empty' : { marker, parts, isVague };
    },
    overlap({ marker, parts }, text) {
      if (text === '' || text === marker.text) return 'yes';
      const [other, shape] = [parseMarker(text), markerText(text)];
      if (other === undefined || shape === undefined || !isExact) return 'unsure';
      if (parts.some((part) => !part.isDisjoint(other))) return 'yes';
      return shape.isConjunction && marker.isConjunction ? 'no' : 'unsure';
    },
    covers(region, texts) {
      if (texts.length === 0) return region.isVague ? 'unsure' : 'unmet';
      if (texts.includes('')) return 'met';
      if (texts.length === 1 && texts[0] === region.marker.text) return 'met';
      return isExact ? coverage(region, texts) : 'unsure';
    },
  };
}

function coverage({ marker, parts }: Region, texts: readonly string[]): 'met' | 'unmet' | 'unsure' {
  const others = texts.map(parseMarker).filter((other) => other !== undefined);
  if (others.length < texts.length) return 'unsure';
  const isCovered = parts.every((part) =>
    others.reduce((rest, other) => rest.and(other.not()), part).isFalse(),
  );
  if (!isCovered) return 'unmet';
  return isSimple([marker, ...texts.map(markerText)]) ? 'met' : 'unsure';
}

/** One comparison with Python each, which dep-logic joins exactly. */
function isSimple(markers: readonly (MarkerText | undefined)[]): boolean {
  return markers.every(
    (marker) =>
      marker?.isPlain && marker.variables.every((variable) => variable === 'python_version'),
  );
}
