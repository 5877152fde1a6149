/** All places of a project and what each of them says. */
import type { MeantPlace, PythonProject } from '../../python/projects/projects.ts';
import type { Table } from '../types.ts';
import { saysOf } from './facts.ts';

export function placesTable({ path, places }: PythonProject): Table {
  const ordered = places.toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role));
  return {
    title: `Where ${path} names its Python version`,
    columns: ['place', 'what', 'says', 'role'],
    rows: [...Map.groupBy(ordered, rowKey).values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [rowOf(first, [first, ...others])],
    ),
  };
}

/** What stands on one line is one row. */
function rowKey({ path, line, label, job, role }: MeantPlace): string {
  return JSON.stringify([path, line, label, job, role]);
}

function rowOf(first: MeantPlace, all: readonly MeantPlace[]): readonly string[] {
  const { path, line, label, job, role } = first;
  return [
    `${path}:${line}`,
    job === undefined ? label : `${label} (job ${job})`,
    [...new Set(all.map(saidBy))].join(', '),
    ROLES[role],
  ];
}

/** What it says; and what that comes to, where it is not the same. */
function saidBy(place: MeantPlace): string {
  const says = saysOf(place);
  const { versions, meant } = place;
  if (versions.kind === 'float') return `${versions.written}, read as ${versions.read}`;
  if (versions.kind === 'file' && meant.kind === 'version') return `${says}, from ${versions.path}`;
  return meant.kind === 'dynamic' || meant.kind === 'invalid' ? meant.reason : says;
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
