/**
 * A line of a stranger's Markdown, for a text of ours. Only what is made here is markup: bold, code,
 * and links that lead away from GitHub. All else is shown as it is written, by `cell`.
 */
import { cell, code } from './escape.ts';
import { clampCharacters } from './limits.ts';

export interface InlineOptions {
  /** Hosts of GitHub's pages: a link to an issue there would show up in that issue. */
  readonly hosts: ReadonlySet<string>;
  /** What may not stand within itself. */
  readonly without: 'nothing' | 'links' | 'bold';
}

const TOKEN = new RegExp(
  [
    String.raw`(?<ticks>\`+)(?<code>.+?)(?<!\`)\k<ticks>(?!\`)`,
    String.raw`<?(?<url>(?:https?://|(?<![a-z\d])www\.)[^\s<>"'\`\])}|\\]+)>?`,
    String.raw`!\[(?<alt>[^\]]*)\]\([^)]*\)`,
    String.raw`\[(?<label>(?:[^[\]]|\[[^[\]]*\])*)\]\((?<target>[^\s)]*)(?:\s[^)]*)?\)`,
    String.raw`\*\*(?=\S)(?<bold>.+?)(?<=\S)\*\*`,
    String.raw`<img\b[^>]*?\balt="(?<image>[^"]*)"[^>]*>`,
    '</?[a-z][^>]*>',
  ].join('|'),
  'gi',
);

export function foreignInline(text: string, options: InlineOptions): string {
  // Where markup is left out, its neighbours must not become one: `@<b>name`.
  return inline(text, options)
    .replaceAll(/(?<=[\w@#:/.-])\0+(?=[\w@#:/.-])/g, '&#8203;')
    .replaceAll('\0', '');
}

function inline(text: string, options: InlineOptions): string {
  let shown = '';
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    shown += cell(text.slice(end, match.index)) + token(match, options);
    end = match.index + match[0].length;
  }
  return shown + cell(text.slice(end));
}

function token({ groups = {} }: RegExpMatchArray, options: InlineOptions): string {
  const { code: span, url, label, target = '', bold, alt, image } = groups;
  if (span !== undefined) return code(span.trim());
  if (url !== undefined) return address(url, options);
  if (label !== undefined) return link(label, target, options);
  if (bold === undefined) return bare(cell(alt ?? image ?? ''));
  if (options.without !== 'nothing') return bare(inline(bold, options));
  return `**${inline(bold, { ...options, without: 'bold' })}**`;
}

/** What stood in markup that is left out; no text of others has this character. */
function bare(text: string): string {
  return `\0${text}\0`;
}

function link(label: string, target: string, options: InlineOptions): string {
  const inner = inline(label, { ...options, without: 'links' });
  const isLink = options.without !== 'links' && leadsAway(target, options);
  return isLink && /[^\s\0]/.test(inner) ? `[${inner}](${target})` : bare(inner);
}

const REFERENCE = /^\/([\w.-]+\/[\w.-]+)\/(?:pull|issues|discussions)\/(\d+)/;
const MAX_ADDRESS = 100;

/** A bare address; what names an issue in few characters does so as code. */
function address(text: string, options: InlineOptions): string {
  const [, url = text, after = ''] = /^(.*?)([.,;:!?*_~]*)$/.exec(text) ?? [];
  const { host = '', pathname = '' } = URL.parse(url.replace(/^www\./i, 'https://$&')) ?? {};
  const [, repository, number] = REFERENCE.exec(pathname) ?? [];
  const rest = cell(after);
  if (isGitHub(host, options) && repository !== undefined) {
    return `${code(`${repository}#${number}`)}${rest}`;
  }
  const short = clampCharacters(url.replace(/^https?:\/\//i, ''), MAX_ADDRESS);
  if (options.without === 'links' || !leadsAway(url, options)) return `${code(short)}${rest}`;
  return `[${cell(short)}](${url})${rest}`;
}

/** Nothing in it ends a link of Markdown, and its host is what it seems to be. */
const PLAIN =
  /^https:\/\/[a-z\d-]+(?:\.[a-z\d-]+)+(?:\/[\w\-./~%+=?,:;]*)?(?:#[\w\-./~%+=?,:;]*)?$/i;
const MAX_LINK = 300;

function leadsAway(text: string, options: InlineOptions): boolean {
  const host = URL.parse(text)?.host ?? '';
  return text.length <= MAX_LINK && PLAIN.test(text) && !isGitHub(host, options);
}

function isGitHub(host: string, { hosts }: InlineOptions): boolean {
  const name = host.replace(/\.$/, '');
  return [...hosts].some((one) => name === one || name.endsWith(`.${one}`));
}
