/** A plan of bumps on a terminal. */
import type { Candidate, Left, MovedPlace, Obstacle, Proposal } from '../../bumps/types.ts';
import { type Paint, painter } from '../terminal.ts';
import { visible } from '../visible.ts';
import { count } from '../words.ts';
import { ageText, stepText, whyText } from './words.ts';

export function renderProposals(
  proposals: readonly Proposal[],
  { color, now }: { readonly color: boolean; readonly now: Date },
): string {
  const paint = painter(color);
  return `${proposals.map((one) => section(one, paint, now).join('\n')).join('\n\n')}\n`;
}

function section(proposal: Proposal, paint: Paint, now: Date): readonly string[] {
  const { project, bumps, left, obstacles } = proposal;
  const amount = count(bumps.length, ['pull request', 'pull requests']);
  const none = obstacles.length === 0 ? 'nothing to bump' : 'cannot be bumped';
  const title = bumps.length === 0 ? none : amount;
  return [
    `${paint.path(project.lock)}  ${title}`,
    ...bumps.flatMap(({ branch, moves, diffs, tool, notes, places }) => [
      `  ${paint.heading(visible(branch))}  (${tool.name} ${visible(tool.version)})`,
      ...table(places?.map(placeCells) ?? moves.map((move) => cells(move, now))),
      ...moves.flatMap(({ name, fixes }) => fixes.map((one) => fixLine(name, one))),
      ...along(moves, diffs, paint),
      ...notes.map((note) => `    ${paint.words(note)}`),
    ]),
    ...leftLines(left, paint),
    ...obstacles.flatMap((one) => obstacleLines(one, paint)),
  ];
}

function cells(move: Candidate, now: Date): readonly string[] {
  const { name, from, to, uploaded } = move;
  const versions = `${visible(from)} → ${visible(to)}`;
  return [visible(name), versions, stepText(move), ageText(uploaded, now), visible(whyText(move))];
}

function fixLine(name: string, { id, severity, summary }: Candidate['fixes'][number]): string {
  const rating = severity === 'unknown' ? '' : ` (${severity})`;
  return `    ${visible(`${name} leaves behind ${id}${rating}${summary === '' ? '' : `: ${summary}`}`)}`;
}

function placeCells({ path, line, label, from, to }: MovedPlace): readonly string[] {
  return [visible(`${path}:${line}`), `${visible(from)} → ${visible(to)}`, visible(label)];
}

/** What moves because of the others. */
function along(
  moves: readonly Candidate[],
  diffs: Proposal['bumps'][number]['diffs'],
  paint: Paint,
): readonly string[] {
  const names = new Set(moves.map(({ name }) => name));
  const rows = diffs.flatMap(({ rows: all }) => all).filter(({ name }) => !names.has(name));
  if (rows.length === 0) return [];
  const shown = rows.map(({ name, after, change }) =>
    visible(change === 'removed' ? `${name} leaves` : `${name} ${after}`),
  );
  return [paint.quiet(`    along with them: ${[...new Set(shown)].join(', ')}`)];
}

function leftLines(left: readonly Left[], paint: Paint): readonly string[] {
  if (left.length === 0) return [];
  const rows = left.map(({ name, from, to, because }) => [
    visible(name),
    from === to ? visible(from) : `${visible(from)} → ${visible(to)}`,
    paint.words(because),
  ]);
  return [`  ${paint.heading('left')}`, ...table(rows)];
}

function obstacleLines({ reason, remedy, diagnosis }: Obstacle, paint: Paint): readonly string[] {
  return [
    `  ${paint.level('warning', 'obstacle')}: ${paint.words(reason)}.`,
    ...(diagnosis === '' ? [] : diagnosis.split('\n').map((line) => `    | ${visible(line)}`)),
    `    ${paint.words(remedy)}`,
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => {
    const padded = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `    ${padded.join('  ').trimEnd()}`;
  });
}
