/**
 * What `setup.cfg` asks for: setuptools' `install_requires` and extras, both "list-semi": a value of
 * one line is split at `;`, any other one has an item a line. Pure.
 * Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html; setuptools
 * `config/setupcfg.py` (`_parse_list`, `_parse_requirements_list`).
 */
import { readIniNodes } from '../../edits/ini-nodes.ts';
import { entriesAt, type ScalarNode } from '../../edits/nodes.ts';
import { linesOf } from '../../edits/text-lines.ts';
import { type WrittenRequirement, writtenRequirement } from './written.ts';

/** Nothing for a text that cannot be read; `file:` names none. */
export function setupConfigRequirements(text: string): readonly WrittenRequirement[] {
  const read = readIniNodes(text);
  if (read.kind !== 'document') return [];
  const lists = [
    // Older versions of setuptools take dashes, too.
    ...entriesAt(read.root, 'options').filter(([key]) => /^install[-_]requires$/.test(key)),
    ...entriesAt(read.root, 'options.extras_require'),
  ];
  return lists.flatMap(([, node]) => (node.kind === 'scalar' ? requirementsIn(node) : []));
}

function requirementsIn({ raw, span: [start] }: ScalarNode): readonly WrittenRequirement[] {
  return itemsOf(raw).flatMap(({ text, start: inside }): readonly WrittenRequirement[] => {
    if (/^\s*[#;]/.test(text)) return [];
    const [content = ''] = text.split(/\s#/, 1);
    const requirement = writtenRequirement(content, start + inside);
    return requirement === undefined ? [] : [requirement];
  });
}

interface Item {
  readonly text: string;
  readonly start: number;
}

function itemsOf(raw: string): readonly Item[] {
  if (raw.includes('\n')) return linesOf(raw);
  return [...raw.matchAll(/[^;]+/g)].map(({ 0: text, index }) => ({ text, start: index }));
}
