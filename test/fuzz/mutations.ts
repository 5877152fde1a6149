/** Arbitrary damage to the files of a project, for fast-check. */
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { parse as parseYaml, stringify as stringifyYaml } from 'yaml';

export type Files = Readonly<Record<string, string>>;

/** What broken files hold: markers, other encodings' bytes, brackets, very long things. */
const SHARDS = [
  '',
  '\0',
  '\u{feff}',
  '\ud800',
  '\r',
  '\n',
  '"',
  '"""',
  "'''",
  '[',
  ']]',
  '{',
  '}',
  '=',
  '#',
  '\\',
  '../',
  '<<<<<<< HEAD\n',
  '=======\n',
  '>>>>>>> main\n',
  '[[package]]\n',
  'version = 1\n',
  '-e .\n',
  '-r requirements.txt\n',
  '9'.repeat(400),
  '['.repeat(2000),
  '{a='.repeat(500),
  '__proto__',
  'constructor',
  '&a [*a, *a]',
  '${{ ',
  `\${{ matrix.x }}`,
  '<<: *env\n',
  'needs: test\n',
];

const shard = fc.oneof(fc.constantFrom(...SHARDS), fc.string({ maxLength: 12, unit: 'binary' }));

/** Cuts, repeats and replaces parts of one file. */
export function damagedText(files: Files): fc.Arbitrary<Files> {
  const cut = fc.record({
    path: fc.constantFrom(...Object.keys(files)),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 5000 })),
    put: shard,
    isRepeated: fc.boolean(),
  });
  return fc.array(cut, { minLength: 1, maxLength: 3 }).map((cuts) => {
    const result: Record<string, string> = { ...files };
    for (const { path, from, length, put, isRepeated } of cuts) {
      const text = result[path] ?? '';
      const at = Math.floor(from * text.length);
      const part = text.slice(at, at + length);
      result[path] =
        `${text.slice(0, at)}${put}${isRepeated ? part + part : ''}${text.slice(at + length)}`;
    }
    return result;
  });
}

type Tree = { [key: string]: unknown } | unknown[];

/** Puts a value of another shape somewhere into a parsed TOML or JSON file, or takes one out. */
export function damagedStructure(files: Files): fc.Arbitrary<Files> {
  const readable = Object.entries(files).filter(([path]) => formatOf(path) !== undefined);
  if (readable.length === 0) return damagedText(files);
  const value = fc.oneof(
    fc.constantFrom<unknown>('', '*', '>=1,<0', 0, -1, 1.5, true, [], {}, [[]], [{}], '__proto__'),
    fc.jsonValue({ maxDepth: 3 }).filter((one) => one !== null),
  );
  const change = fc.record({
    file: fc.constantFrom(...readable),
    steps: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 }),
    value: fc.option(value, { nil: undefined }),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const result: Record<string, string> = { ...files };
    for (const { file, steps, value: put } of changes) {
      const [path] = file;
      const format = formatOf(path);
      const text = result[path];
      if (format === undefined || text === undefined) continue;
      try {
        const tree = format.read(text);
        changeAt(tree, steps, put);
        result[path] = format.write(tree);
      } catch {
        // A second change can make a tree that its format cannot hold.
      }
    }
    return result;
  });
}

function changeAt(tree: Tree, steps: readonly number[], put: unknown): void {
  let node = tree;
  for (const [depth, step] of steps.entries()) {
    const keys = Object.keys(node);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return;
    const entries = node as Record<string, unknown>;
    const child = entries[key];
    const isLast = depth === steps.length - 1 || typeof child !== 'object' || child === null;
    if (!isLast) {
      node = child as Tree;
      continue;
    }
    if (put === undefined) delete entries[key];
    else entries[key] = put;
    return;
  }
}

interface Format {
  read(text: string): Tree;
  write(tree: Tree): string;
}

function formatOf(path: string): Format | undefined {
  if (/(?:\.toml|(?:uv|poetry|pdm)\.lock|Pipfile)$/.test(path)) {
    return { read: (text) => parse(text) as Tree, write: (tree) => stringify(tree) };
  }
  if (/(?:\.json|Pipfile\.lock)$/.test(path)) {
    return { read: (text) => JSON.parse(text) as Tree, write: (tree) => JSON.stringify(tree) };
  }
  if (/\.ya?ml$/.test(path)) {
    return { read: (text) => parseYaml(text) as Tree, write: (tree) => stringifyYaml(tree) };
  }
  return undefined;
}
