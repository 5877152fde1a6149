/**
 * INI files as Python's `configparser` reads them, with positions: sections of options, values that
 * go on in indented lines, `#` and `;` comments on lines of their own.
 * Source: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
 */
import type { Entry, MapNode, NodesOrProblem, ScalarNode } from './nodes.ts';
import { tooLong } from './nodes.ts';
import { linesOf, type TextLine } from './text-lines.ts';

interface Section extends MapNode {
  readonly entries: Map<string, Entry>;
}

/** Reads an INI text: a map of sections. Option names are in lower case. Linear; never throws. */
export function readIniNodes(text: string): NodesOrProblem {
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  const sections = new Map<string, Entry>();
  let section: Section | undefined;
  let option: Option | undefined;
  const endOption = () => {
    if (section !== undefined && option !== undefined) addOption(section, option, text);
    option = undefined;
  };
  for (const line of linesOf(text)) {
    const content = line.text.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    const indent = line.text.search(/\S/);
    if (option !== undefined && indent > option.indent) {
      // The value goes on; comments in between are part of `raw` alone.
      option = { ...option, end: line.start + line.text.trimEnd().length };
      continue;
    }
    endOption();
    const header = /^\[([^\]]+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      section = sectionOf(sections, header, line);
      continue;
    }
    if (section === undefined) {
      return { kind: 'unreadable', line: line.line, reason: 'an option stands before any section' };
    }
    option = optionAt(line, indent);
  }
  endOption();
  return {
    kind: 'document',
    root: { kind: 'map', entries: sections, span: [0, text.length], line: 1 },
  };
}

/** An option whose value may go on in the next line. */
interface Option {
  /** As written. */
  readonly name: string;
  readonly indent: number;
  readonly keyStart: number;
  /** Of the value, as offsets. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

function optionAt({ text, start, line }: TextLine, indent: number): Option {
  const at = text.search(/[=:]/);
  const name = text.slice(indent, at < 0 ? undefined : at).trimEnd();
  const value = at < 0 ? '' : text.slice(at + 1).trim();
  const begin = value === '' ? text.length : text.indexOf(value, at + 1);
  const span = { start: start + begin, end: start + begin + value.length };
  return { name, indent, keyStart: start + indent, ...span, line };
}

function sectionOf(sections: Map<string, Entry>, name: string, line: TextLine): Section {
  const known = sections.get(name)?.node;
  if (known?.kind === 'map') return known as Section;
  const start = line.start + line.text.indexOf('[') + 1;
  const span = [start, start + name.length] as const;
  const section: Section = { kind: 'map', entries: new Map(), span, line: line.line };
  sections.set(name, { node: section, keySpan: span, keyLine: line.line });
  return section;
}

function addOption(section: Section, option: Option, text: string): void {
  const { name, keyStart, start, end, line } = option;
  section.entries.set(name.toLowerCase(), {
    node: scalar([start, end], line, text),
    keySpan: [keyStart, keyStart + name.length],
    keyLine: line,
  });
}

function scalar(span: ScalarNode['span'], line: number, text: string): ScalarNode {
  const raw = text.slice(...span);
  const lines = raw.split(/\r?\n/).filter((one) => !/^\s*[#;]/.test(one));
  const meant = lines.map((one) => one.trim()).join('\n');
  return { kind: 'scalar', text: meant.trim(), raw, isString: true, span, line };
}
