/** The text of a bump pull request, as GitHub's Markdown. */
import type { Changelog } from '../../bumps/pulls/changelog.ts';
import type { Candidate, Left, MadeBump } from '../../bumps/types.ts';
import type { BumpSchedule } from '../../config/bumps.ts';
import { type Block, renderBlocks } from '../blocks.ts';
import { cell, code, literal, prose } from '../escape.ts';
import { MAX_COMMENT_BYTES } from '../limits.ts';
import { lockDiffBlocks } from '../lockdiff/blocks.ts';
import { changelogBlocks } from './changelog.ts';
import { ageText, stepText, whyText } from './words.ts';

export interface PullTextInput {
  readonly bump: MadeBump;
  readonly lock: string;
  /** Of the whole plan. */
  readonly left: readonly Left[];
  /** Our own verdict on it, in one sentence. */
  readonly verdict: string;
  readonly changelogs: readonly Changelog[];
  readonly schedule: BumpSchedule;
  readonly now: Date;
  /** The comment for ourselves. */
  readonly marker: string;
  /** The page of a package. */
  link(name: string): string | undefined;
}

export function renderPullText(input: PullTextInput): string {
  const { bump, lock, verdict, marker } = input;
  const { name, version, because } = bump.tool;
  const blocks: readonly Block[] = [
    line(
      `This moves ${bump.moves.length === 1 ? 'a package' : `${bump.moves.length} packages`} in ${code(lock)}.`,
    ),
    movesBlock(bump.moves, input),
    fixesBlock(bump.moves),
    ...changelogBlocks(input.changelogs),
    line(
      `The lock was made by ${code(`${name} ${version}`)} (${prose(because)}) and is in step with its manifest. Lockkeeper's own verdict: ${prose(verdict)}.`,
    ),
    ...bump.notes.map((note) => line(prose(note))),
    ...lockDiffBlocks(bump.diffs),
    leftBlock(input.left),
    line(footer(input.schedule)),
    choicesBlock(bump.moves.length > 1 ? 'parts' : 'whole'),
  ];
  const room = MAX_COMMENT_BYTES - Buffer.byteLength(marker) - 2;
  const shown = blocks.filter(({ head, items }) => items.length > 0 || head.length === 1);
  return `${renderBlocks(shown, room)}\n\n${marker}`;
}

export function line(text: string): Block {
  return { importance: 9, head: [text], items: [], noun: ['line', 'lines'] };
}

function movesBlock(moves: readonly Candidate[], { now, link }: PullTextInput): Block {
  return {
    importance: 8,
    head: [
      '| Package | From | To | Step | Age | Why it is there |',
      '| --- | --- | --- | --- | --- | --- |',
    ],
    items: moves.map((move) => {
      const cells = [
        linked(move.name, link(move.name)),
        code(move.from),
        code(move.to),
        stepText(move),
        ageText(move.uploaded, now),
        cell(whyText(move)),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    noun: ['package', 'packages'],
  };
}

function fixesBlock(moves: readonly Candidate[]): Block {
  return {
    importance: 8,
    head: ['**Security**: these known vulnerabilities are left behind.', ''],
    items: moves.flatMap(({ name, from, fixes }) =>
      fixes.map(({ id, url, severity, summary }) => {
        const rating = severity === 'unknown' ? '' : ` (${severity})`;
        const title = summary === '' ? '' : `: ${literal(summary)}`;
        return `- ${code(`${name} ${from}`)}: [${cell(id)}](${url})${rating}${title}`;
      }),
    ),
    noun: ['vulnerability', 'vulnerabilities'],
  };
}

function linked(name: string, link: string | undefined): string {
  return link === undefined ? code(name) : `[${cell(name)}](${link})`;
}

export function leftBlock(left: readonly Left[]): Block {
  return {
    importance: 2,
    head: [
      '<details><summary>What was left, and why</summary>',
      '',
      '| Package | From | To | Why |',
      '| --- | --- | --- | --- |',
    ],
    items: left.map(
      ({ name, from, to, because }) =>
        `| ${code(name)} | ${code(from)} | ${code(to)} | ${prose(because)} |`,
    ),
    tail: ['', '</details>'],
    noun: ['package', 'packages'],
  };
}

const EVERY = { week: 'every', fortnight: 'every second', month: 'the first' } as const;

/** Commands that help where packages move. */
const COMMANDS = [
  'rebase',
  'ignore PACKAGE',
  'ignore PACKAGE until 2027-01-31',
  'split',
  'now',
] as const;

export function footer(
  { every, day, hour, timezone }: BumpSchedule,
  commands: readonly string[] = COMMANDS,
): string {
  const name = `${day.charAt(0).toUpperCase()}${day.slice(1)}`;
  const month = every === 'month' ? ' of the month' : '';
  const time = `${EVERY[every]} ${name}${month} from ${String(hour).padStart(2, '0')}:00 (${timezone})`;
  return [
    '---',
    '',
    `Opened ${literal(time)}; the section \`bumps\` of \`.github/lockkeeper.yml\` changes that. It follows the base branch by itself until somebody else pushes to it; closing it declines these versions.`,
    '',
    `Comments that help: ${commands.map((one) => `\`@lockkeeper ${one}\``).join(', ')}.`,
  ].join('\n');
}

/** Boxes that do the same as comments; `src/app/checkboxes.ts` reads them. */
export function choicesBlock(kind: 'parts' | 'whole'): Block {
  return {
    importance: 9,
    head: [],
    items: [
      '- [ ] <!-- @lockkeeper rebase --> Make this again on the base branch as it is now',
      ...(kind === 'parts'
        ? ['- [ ] <!-- @lockkeeper split --> Close this, and open one for each package']
        : []),
    ],
    noun: ['choice', 'choices'],
  };
}
