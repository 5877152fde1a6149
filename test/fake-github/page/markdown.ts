/**
 * The part of GitHub's Markdown that check runs use, as HTML. Everything is escaped; of raw HTML
 * only a few tags without attributes survive.
 */
import { escapeHtml } from './html.ts';

const TOKEN =
  /\\([!-/:-@[-`{-~])|(`+)(.+?)(?<!`)\2(?!`)|(&(?:amp|lt|gt|quot|nbsp|#\d+);)|<(\/?(?:code|details|summary|br|sub|sup|kbd|b|i))\s*\/?>|\[([^\]]*)\]\(([^)\s]+)\)|(\*\*|__)(?=\S)(.+?)(?<=\S)\8|(\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\10(?!(?<=_)\w)/gs;

/** Text within a line. */
function inlineMarkdown(text: string): string {
  let html = '';
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    html += escapeHtml(text.slice(end, found.index)) + token(found);
    end = found.index + found[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

function token(found: RegExpExecArray): string {
  const [all, escaped, ticks, code, entity, tag, label, url, , strong, , emphasis] = found;
  if (escaped !== undefined) return escapeHtml(escaped);
  if (ticks !== undefined)
    return `<code>${escapeHtml((code ?? '').replace(/^ (.+) $/s, '$1'))}</code>`;
  if (entity !== undefined) return entity;
  if (tag !== undefined) return `<${tag}>`;
  if (url !== undefined) return link(label ?? '', url);
  if (strong !== undefined) return `<strong>${inlineMarkdown(strong)}</strong>`;
  if (emphasis !== undefined) return `<em>${inlineMarkdown(emphasis)}</em>`;
  return escapeHtml(all);
}

function link(label: string, url: string): string {
  if (!/^(https?:\/\/|\/|#)/.test(url)) return inlineMarkdown(label);
  return `<a href="${escapeHtml(url)}">${inlineMarkdown(label)}</a>`;
}

/** A whole text. */
export function markdown(text: string): string {
  return blocks(text.replaceAll('\r\n', '\n').split('\n'));
}

const LIST = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const SPECIAL = /^\s*(#{1,6}\s|`{3,}|~{3,}|>|\||([-*+]|\d+[.)])\s|<\/?(details|summary))/;

function blocks(lines: readonly string[]): string {
  const html: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const [part, next] = block(lines, at);
    html.push(part);
    at = next;
  }
  return html.filter((part) => part !== '').join('\n');
}

/** The block that starts at a line, and the line after it. */
function block(lines: readonly string[], at: number): readonly [string, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return ['', at + 1];
  const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
  if (fence !== undefined) return fenced(lines, at, fence);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    return [`<h${level}>${inlineMarkdown(heading[2] ?? '')}</h${level}>`, at + 1];
  }
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) return ['<hr>', at + 1];
  if (line.includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[at + 1] ?? ''))
    return table(lines, at);
  if (LIST.test(line)) return list(lines, at);
  if (line.startsWith('>')) {
    const end = until(lines, at, (candidate) => !candidate.startsWith('>'));
    const inner = lines.slice(at, end).map((quoted) => quoted.replace(/^> ?/, ''));
    return [`<blockquote>${blocks(inner)}</blockquote>`, end];
  }
  if (/^\s*<\/?(details|summary)/.test(line)) return [inlineMarkdown(line), at + 1];
  const end = until(lines, at + 1, (next) => next.trim() === '' || SPECIAL.test(next));
  return [`<p>${inlineMarkdown(lines.slice(at, end).join('\n'))}</p>`, end];
}

function until(lines: readonly string[], from: number, test: (line: string) => boolean): number {
  const found = lines.findIndex((line, index) => index >= from && test(line));
  return found < 0 ? lines.length : found;
}

function fenced(lines: readonly string[], at: number, fence: string): readonly [string, number] {
  const end = until(lines, at + 1, (line) => line.trim() === fence);
  const code = lines.slice(at + 1, end).join('\n');
  return [`<pre><code>${escapeHtml(code)}</code></pre>`, end + 1];
}

function cells(line: string): readonly string[] {
  const inner = line.trim().replace(/^\||(?<!\\)\|$/g, '');
  return inner.split(/(?<!\\)\|/).map((cell) => inlineMarkdown(cell.trim()));
}

function table(lines: readonly string[], at: number): readonly [string, number] {
  const end = until(lines, at + 2, (line) => !line.includes('|'));
  const row = (tag: string) => (line: string) =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${cell}</${tag}>`)
      .join('')}</tr>`;
  const body = lines
    .slice(at + 2, end)
    .map(row('td'))
    .join('\n');
  return [`<table>${row('th')(lines[at] ?? '')}\n${body}</table>`, end];
}

/** A list; what is indented below an item belongs to it. */
function list(lines: readonly string[], at: number): readonly [string, number] {
  const [, indent = '', marker = ''] = LIST.exec(lines[at] ?? '') ?? [];
  const tag = /\d/.test(marker) ? 'ol' : 'ul';
  const items: string[] = [];
  let next = at;
  while (next < lines.length) {
    const found = LIST.exec(lines[next] ?? '');
    if (found === null || found[1] !== indent) break;
    const end = until(lines, next + 1, (line) => !line.startsWith(`${indent}  `));
    const inner = lines
      .slice(next + 1, end)
      .map((line) => (line.trimStart() === line ? line : line.slice(indent.length + 2)));
    const rest = inner.length === 0 ? '' : blocks(inner);
    items.push(`<li>${inlineMarkdown(found[3] ?? '')}${rest}</li>`);
    next = end;
  }
  return [`<${tag}>${items.join('\n')}</${tag}>`, next];
}
