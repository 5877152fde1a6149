/** All places of a project and what each of them says. */
import type { MeantPlace, PythonProject } from '../../python/projects/projects.ts';
import type { Table } from '../types.ts';
import { saysOf } from './facts.ts';

export function placesTable({ path, places }: PythonProject): Table {
  return {
    title: `Where ${path} names its Python version`,
    columns: ['place', 'what', 'says', 'role'],
    rows: places
      .toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
      .map((place) => [
        `${place.path}:${place.line}`,
        place.job === undefined ? place.label : `${place.label} (job ${place.job})`,
        saidBy(place),
        ROLES[place.role],
      ]),
  };
}

/** What it says; and what that comes to, where it is not the same. */
function saidBy(place: MeantPlace): string {
  const says = saysOf(place);
  const { versions, meant } = place;
  if (versions.kind === 'float') return `${versions.written}, read as ${versions.read}`;
  if (versions.kind === 'file' && meant.kind === 'version') return `${says}, from ${versions.path}`;
  return meant.kind === 'dynamic' || meant.kind === 'invalid' ? `${says}: ${meant.reason}` : says;
}

const ROLES: Readonly<Record<MeantPlace['role'], string>> = {
  range: 'supported',
  pin: 'pinned',
  environment: 'environment',
  deploy: 'deployed',
  tested: 'tested',
  claim: 'claimed',
  'floor-target': 'written for',
  'range-target': 'checked for',
  tooling: 'tooling',
  docs: 'documentation',
  lock: 'locked for',
};

const ORDER = Object.keys(ROLES);
