/** Titles of bump pull requests and their commits, in the repository's own style. Pure. */
import { listed } from '../../gates/words.ts';
import { isOwnGroup, isSecurityGroup } from '../plan/groups.ts';
import type { Bump, MadeBump } from '../types.ts';

/** What stands before a title; empty where commits have no types. */
export type Style = string;

const CONVENTIONAL = /^(?<type>[a-z]+)(?:\((?<scope>[^()]+)\))?!?: \S/;
const DEPENDENCIES = /^(?:deps|dependencies|deps-dev)$/;
const USUAL: Style = 'chore(deps): ';

/**
 * From the first lines of the last commits, newest first: where most of them follow Conventional
 * Commits (https://www.conventionalcommits.org/), the prefix that dependencies had before.
 */
export function styleOf(headlines: readonly string[]): Style {
  const own = headlines.filter((one) => !/^(?:Merge|Revert) /.test(one));
  const matches = own.map((one) => CONVENTIONAL.exec(one)).filter((match) => match !== null);
  if (matches.length === 0 || matches.length * 2 < own.length) return '';
  const before = matches.find(({ groups }) =>
    DEPENDENCIES.test(groups?.scope ?? groups?.type ?? ''),
  );
  if (before?.groups === undefined) return USUAL;
  const { type, scope } = before.groups;
  // Dependabot's for development alone; what we move may be for production.
  const wider = (name: string) => (name === 'deps-dev' ? 'deps' : name);
  return scope === undefined ? `${wider(type ?? '')}: ` : `${type}(${wider(scope)}): `;
}

/** At most these are named in a title. */
const NAMED = 3;

/** `chore(deps): bump httpx to 0.28.1`, `Bump 5 packages in backend/uv.lock`. */
export function titleOf({ moves, group }: Bump, lock: string, style: Style): string {
  const [{ name, to }] = moves;
  const names = moves.map((move) => move.name);
  const isNamed = !isOwnGroup(group);
  const what =
    moves.length === 1
      ? `bump ${name} to ${to}`
      : isNamed
        ? `bump the group ${group}`
        : moves.length <= NAMED
          ? `bump ${listed(names)}`
          : `bump ${moves.length} packages`;
  const where = lock.includes('/') ? ` in ${printable(lock)}` : '';
  return styled(`${what}${where}${isSecurityGroup(group) ? ' [security]' : ''}`, style);
}

/** `chore(deps): bump Python to 3.12.7`; `directory` is that of the project. */
export function pythonTitle({ moves }: Bump, directory: string, style: Style): string {
  const where = directory === '' ? '' : ` in ${printable(directory)}`;
  return styled(`bump Python to ${listed(moves.map(({ to }) => to))}${where}`, style);
}

function styled(text: string, style: Style): string {
  return style === '' ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : `${style}${text}`;
}

/** A path may hold anything, line ends too. */
function printable(path: string): string {
  return path.replaceAll(/[^\x20-\x7e]/g, '?');
}

type Described = Pick<MadeBump, 'moves' | 'places'>;

/** The commit: the title, then what moves, one a line. */
export function commitMessage({ moves, places }: Described, title: string): string {
  const lines =
    places === undefined
      ? moves.map(({ name, from, to }) => `- ${name} ${from} -> ${to}`)
      : places.map(({ path, line, from, to }) => `- ${printable(path)}:${line} ${from} -> ${to}`);
  return [title, '', ...lines].join('\n');
}
