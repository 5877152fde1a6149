/** Release notes of the packages of a bump, as blocks of its pull request's text. */
import type { Changelog, ReleaseNote } from '../../bumps/pulls/changelog.ts';
import type { Block } from '../blocks.ts';
import { cell, code, inHtml } from '../escape.ts';
import { excerpt } from '../foreign-markdown.ts';
import { clampCharacters } from '../limits.ts';
import { count } from '../words.ts';

/** Of each release. */
const LIMITS = { characters: 1500, lines: 40 };
const MAX_TITLE = 100;
/** The first to go where room is short. */
const IMPORTANCE = 1;

export function changelogBlocks(changelogs: readonly Changelog[]): readonly Block[] {
  const told = changelogs.filter(({ notes }) => notes.length > 0);
  const others = changelogs.filter(({ notes }) => notes.length === 0);
  return [...told.map(notesBlock), ...(others.length === 0 ? [] : [pagesBlock(others)])];
}

function notesBlock({ name, from, to, url, notes, more }: Changelog): Block {
  const hosts = new Set(['github.com', URL.parse(url)?.host ?? 'github.com']);
  const rest = `and ${linked(count(more, ['more release', 'more releases']), url)}`;
  const range = `${inHtml(from)} to ${inHtml(to)}`;
  return {
    importance: IMPORTANCE,
    head: [`<details><summary>Release notes of <b>${inHtml(name)}</b> (${range})</summary>`, ''],
    items: notes.map((note) => `${noteText(note, hosts)}\n`),
    tail: [...(more === 0 ? [] : [rest, '']), '</details>'],
    noun: [`release of ${code(name)}`, `releases of ${code(name)}`],
  };
}

function noteText(
  { tag, title, url, published, text }: ReleaseNote,
  hosts: ReadonlySet<string>,
): string {
  const name = clampCharacters(named(tag, title.trim()), MAX_TITLE);
  const day = published === 'unknown' ? '' : ` (${cell(published.slice(0, 10))})`;
  const body = excerpt(text, LIMITS, hosts);
  return `**${linked(cell(name), url)}**${day}${body === '' ? '' : `\n\n${body}`}`;
}

/** A title that does not say which version it is gets the tag before it. */
function named(tag: string, title: string): string {
  if (title === '') return tag;
  return title.includes(tag.replace(/^v/, '')) ? title : `${tag}: ${title}`;
}

/** Where there is nothing to show, the place to look. */
function pagesBlock(changelogs: readonly Changelog[]): Block {
  const pages = changelogs.map(({ name, url }) => linked(code(name), url));
  return {
    importance: IMPORTANCE,
    head: [`Releases without notes for these versions: ${pages.join(', ')}.`],
    items: [],
    noun: ['page', 'pages'],
  };
}

/** GitHub's own address, in which a tag may have any character. */
function linked(text: string, url: string): string {
  return /^https?:\/\/[\w\-./~%+=?:;@!]+$/.test(url) ? `[${text}](${url})` : text;
}
