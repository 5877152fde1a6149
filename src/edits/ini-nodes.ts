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

/** Reads an INI text: a map of sections. Option names are in lower case. Never throws. */
export function readIniNodes(text: string): NodesOrProblem {
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  const sections = new Map<string, Entry>();
  let section: Section | undefined;
  let option: { readonly name: string; readonly indent: number } | undefined;
  for (const line of linesOf(text)) {
    const content = line.text.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    const indent = line.text.search(/\S/);
    const known = option && section?.entries.get(option.name);
    if (section && option && known?.node.kind === 'scalar' && indent > option.indent) {
      section.entries.set(option.name, { ...known, node: continued(known.node, line, text) });
      continue;
    }
    const header = /^\[([^\]]+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      section = sectionOf(sections, header, line);
      option = undefined;
      continue;
    }
    if (section === undefined) {
      return { kind: 'unreadable', line: line.line, reason: 'an option stands before any section' };
    }
    option = { name: addOption(section, line, text), indent };
  }
  return {
    kind: 'document',
    root: { kind: 'map', entries: sections, span: [0, text.length], line: 1 },
  };
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

function addOption(section: Section, line: TextLine, text: string): string {
  const [whole = '', written = ''] = /^\s*([^=:]*?)\s*(?:[=:]\s*|$)/.exec(line.text) ?? [];
  const name = written.toLowerCase();
  const start = line.start + whole.length;
  const end = line.start + line.text.trimEnd().length;
  const keyStart = line.start + line.text.search(/\S/);
  section.entries.set(name, {
    node: scalar([start, Math.max(start, end)], line.line, text),
    keySpan: [keyStart, keyStart + written.length],
    keyLine: line.line,
  });
  return name;
}

/** The value with one more line; comments in between are part of `raw` alone. */
function continued(node: ScalarNode, line: TextLine, text: string): ScalarNode {
  const end = line.start + line.text.trimEnd().length;
  return scalar([node.span[0], end], node.line, text);
}

function scalar(span: ScalarNode['span'], line: number, text: string): ScalarNode {
  const raw = text.slice(...span);
  const lines = raw.split(/\r?\n/).filter((one) => !/^\s*[#;]/.test(one));
  const meant = lines.map((one) => one.trim()).join('\n');
  return { kind: 'scalar', text: meant.trim(), raw, isString: true, span, line };
}
