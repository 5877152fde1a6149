/**
 * A stranger's Markdown within a text of ours, such as release notes: short, and without effect. It
 * mentions nobody, refers to no issue, loads no image, and opens or closes nothing of ours.
 */
import { atStart, fence } from './escape.ts';
import { foreignInline, type InlineOptions } from './foreign-inline.ts';
import { clampCharacters } from './limits.ts';
import { visible } from './visible.ts';

export interface ExcerptLimits {
  /** Of what was written, UTF-16 units. */
  readonly characters: number;
  readonly lines: number;
}

const MAX_LINE = 1000;
/** More is not looked at: comments and blank lines do not count as lines. */
const MAX_INPUT = 20_000;

/** The beginning of a text, cut at a line; empty where it shows nothing. */
export function excerpt(
  text: string,
  limits: ExcerptLimits,
  hosts: InlineOptions['hosts'],
): string {
  const { lines, isCut } = beginning(text, limits);
  const shown = [...rendered(lines, { hosts, without: 'nothing' }), ...(isCut ? ['', '…'] : [])];
  return (
    shown
      .join('\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim()
      // Also in code: we find our own comments by looking for them.
      .replaceAll('<!--', '<! --')
  );
}

function beginning(text: string, { characters, lines: most }: ExcerptLimits) {
  const all = text
    .slice(0, MAX_INPUT)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/<!--(?:(?!-->)[\s\S])*(?:-->|$)/g, '')
    .trim()
    .split('\n');
  const lines: string[] = [];
  let [left, used] = [characters, 0];
  for (const line of all) {
    const isBlank = line.trim() === '';
    const short = clampCharacters(line, Math.min(MAX_LINE, characters));
    if (!isBlank && (used === most || short.length > left)) return { lines, isCut: true };
    lines.push(short);
    left -= short.length;
    used += isBlank ? 0 : 1;
  }
  return { lines, isCut: text.length > MAX_INPUT };
}

const FENCE = /^\s*(`{3,}(?=[^`]*$)|~{3,})/;

function rendered(lines: readonly string[], options: InlineOptions): readonly string[] {
  const shown: string[] = [];
  let depth = 0;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const mark = FENCE.exec(line)?.[1];
    if (mark !== undefined) {
      const end = lines.findIndex((one, index) => index > at && one.trim().startsWith(mark));
      const last = end < 0 ? lines.length : end;
      const inner = lines.slice(at + 1, last).map(visible);
      const ticks = fence(inner);
      shown.push('', ticks, ...inner, ticks, '');
      at = last;
      depth = 0;
    } else {
      const one = block(line, depth, options);
      shown.push(...one.lines);
      depth = one.depth;
    }
  }
  return shown;
}

interface RenderedLine {
  readonly lines: readonly string[];
  /** How deep a list may be on the next line. */
  readonly depth: number;
}

/** Thematic breaks, underlines of headings and of the heads of tables. */
const RULE = /^[-=*_|: ]{3,}$/;
const HEADING = /^#{1,6}\s+(?<heading>.*?)[\s#]*$/;
/** What could be ticked is not: ticking is for what we ask ourselves. */
const ITEM = /^(?<indent>\s*)(?:[-*+]|(?<number>\d{1,9})[.)])\s+(?:\[[ x]\]\s+)?(?<content>.*)$/i;

function block(raw: string, depth: number, options: InlineOptions): RenderedLine {
  const line = raw.replace(/^\s*(?:>\s?)+/, '').trimEnd();
  if (line.trim() === '') return { lines: [''], depth };
  if (RULE.test(line.trim())) return { lines: [''], depth: 0 };
  const heading = HEADING.exec(line.trim())?.groups?.heading;
  if (heading !== undefined) {
    const text = foreignInline(heading, { ...options, without: 'bold' }).trim();
    return { lines: text === '' ? [''] : ['', `**${text}**`, ''], depth: 0 };
  }
  const { indent = '', number, content = '' } = ITEM.exec(line)?.groups ?? {};
  if (content !== '') {
    const level = Math.min(depth, Math.floor(indent.length / 2));
    const bullet = number === undefined ? '-' : `${number}.`;
    const text = atStart(foreignInline(content.trim(), options).trim());
    const space = '   '.repeat(level);
    return { lines: text === '' ? [] : [`${space}${bullet} ${text}`], depth: level + 1 };
  }
  const text = atStart(foreignInline(line.trim(), options).trim());
  return { lines: [text], depth: 0 };
}
