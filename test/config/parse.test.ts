import { describe, expect, it } from 'vitest';
import { CONFIGURATION_PATH, defaultConfiguration } from '../../src/config/defaults.ts';
import { loadConfiguration } from '../../src/config/load.ts';
import { parseConfiguration } from '../../src/config/parse.ts';

function parse(text: string) {
  return parseConfiguration(text, CONFIGURATION_PATH, 'base');
}

/** The problems as a person reads them: line, key, message. */
function problemsOf(text: string): readonly string[] {
  return parse(text).problems.map(({ line, key, message }) => `${line} ${key}: ${message}`);
}

describe('a right configuration', () => {
  it('sets what it names and leaves the rest at its default', () => {
    const text = 'lockfile:\n  mode: enforce\n  ignore:\n    - examples/**\n';
    expect(parse(text)).toEqual({
      configuration: {
        ...defaultConfiguration,
        lockfile: { mode: 'enforce', scope: 'introduced', ignore: ['examples/**'] },
      },
      problems: [],
    });
  });

  it.each([
    ['an empty file', ''],
    ['only comments', '# nothing here yet\n'],
    ['an empty section', 'lockfile:\n'],
    ['an empty mapping', '{}'],
    ['a byte order mark and CRLF', '\u{feff}lockfile:\r\n  mode: warn\r\n'],
    ['an explicit document start', '---\nlockfile:\n  scope: introduced\n'],
  ])('%s means the defaults', (_, text) => {
    expect(parse(text)).toEqual({ configuration: defaultConfiguration, problems: [] });
  });

  it('may use anchors', () => {
    const text = 'lockfile:\n  mode: &mode observe\n  ignore: [*mode]\n';
    expect(parse(text).configuration.lockfile).toMatchObject({
      mode: 'observe',
      ignore: ['observe'],
    });
  });

  it('`off` is the word, not a boolean', () => {
    expect(parse('lockfile:\n  mode: off\n').configuration.lockfile.mode).toBe('off');
  });
});

describe('a mistake', () => {
  it('says which key, which line, what was expected and what was found', () => {
    expect(problemsOf('lockfile:\n  scope: all\n  mode: enforced\n')).toMatchInlineSnapshot(`
      [
        "3 lockfile.mode: Expected \`off\`, \`observe\`, \`warn\` or \`enforce\`, found \`enforced\`. Did you mean \`enforce\`? The default applies: \`warn\`.",
      ]
    `);
  });

  it('costs only its own key: the others keep their values', () => {
    const text = 'lockfile:\n  mode: enforced\n  scope: all\n  ignore: [docs, 7, tools]\n';
    expect(parse(text).configuration.lockfile).toEqual({
      mode: 'warn',
      scope: 'all',
      ignore: ['docs', 'tools'],
    });
  });

  it.each([
    ['a gate with a typo', 'lockfiles:\n  mode: enforce\n'],
    ['a gate that is not there yet', 'lockfile:\n  mode: warn\ninstall:\n  mode: warn\n'],
    ['an empty section with a typo', 'lockfiles:\n'],
    ['a key with a typo', 'lockfile:\n  ignored:\n    - docs\n'],
    ['a text instead of a section', 'lockfile: enforce\n'],
    ['a text instead of a list', 'lockfile:\n  ignore: docs/**\n'],
    ['a boolean instead of a mode', 'lockfile:\n  mode: false\n'],
    ['a mode left empty', 'lockfile:\n  mode:\n'],
    ['a list as the document', '- lockfile\n'],
    ['a text as the document', 'enforce\n'],
    ['a key written twice', 'lockfile:\n  mode: warn\n  mode: enforce\n'],
    ['a section written twice', 'lockfile:\n  mode: warn\nlockfile:\n  mode: enforce\n'],
    ['a negated glob', 'lockfile:\n  ignore:\n    - docs\n    - "!docs/uv.lock"\n'],
    ['a glob with braces', 'lockfile:\n  ignore: ["{a,b}/**"]\n'],
    ['a glob above the root', 'lockfile:\n  ignore: [../other]\n'],
    ['a glob that names nothing', 'lockfile:\n  ignore: [""]\n'],
    ['a merge key', 'x: &x {mode: off}\nlockfile:\n  <<: *x\n'],
    ['a key named like the prototype', '__proto__:\n  mode: enforce\n'],
    ['a hostile value', `lockfile:\n  mode: "\`\`\`\\n@everyone ${'x'.repeat(100)}"\n`],
    ['two mistakes, by line', 'lockfile:\n  scope: some\n  mode: 3\n  color: red\n'],
  ])('%s', (_, text) => {
    expect(problemsOf(text)).toMatchSnapshot();
  });

  it('in a section written twice leaves its defaults: nobody can tell which one was meant', () => {
    const text = 'lockfile:\n  mode: off\nlockfile:\n  mode: enforce\n';
    expect(parse(text).configuration).toEqual(defaultConfiguration);
  });
});

it('thousands of mistakes are counted, not listed, and take no time', () => {
  const keys = Array.from({ length: 6_000 }, (_, index) => `key${index}:`);
  const problems = problemsOf(keys.join('\n'));
  expect(problems).toHaveLength(21);
  expect(problems).toContain('1 : There are 5980 more mistakes.');
});

describe('broken YAML ends in one problem and the defaults', () => {
  it.each([
    ['an indentation by tab', 'lockfile:\n\tmode: warn\n'],
    ['an open quote', 'lockfile:\n  mode: "warn\n'],
    ['an open bracket', 'lockfile:\n  ignore: [docs\n'],
    ['merge conflict markers', '<<<<<<< HEAD\nlockfile:\n=======\nlockfile: {}\n>>>>>>> main\n'],
    ['two documents', 'lockfile: {}\n---\nlockfile: {}\n'],
    ['an unknown alias', 'lockfile: *nowhere\n'],
    ['a file that is too large', `# ${'x'.repeat(64 * 1024)}\n`],
    ['nesting that exhausts the stack', `lockfile: ${'['.repeat(30_000)}\n`],
    ['a bomb of aliases', aliasBomb()],
  ])('%s', (_, text) => {
    const { configuration, problems } = parse(text);
    expect(configuration).toEqual(defaultConfiguration);
    expect(problems).toHaveLength(1);
    expect(problemsOf(text)).toMatchSnapshot();
  });
});

function aliasBomb(): string {
  const levels = Array.from({ length: 12 }, (_, level) => {
    return `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`;
  });
  return ['l0: &l0 x', ...levels].join('\n');
}

describe('loading', () => {
  it('gives the defaults where there is no file', async () => {
    expect(await loadConfiguration('none', CONFIGURATION_PATH, 'base')).toEqual({
      configuration: defaultConfiguration,
      problems: [],
    });
  });

  it('marks the problems of a change as those of the head', async () => {
    const loaded = await loadConfiguration('lockfile: 1', CONFIGURATION_PATH, 'head');
    expect(loaded.problems.map(({ path, state }) => [path, state])).toEqual([
      [CONFIGURATION_PATH, 'head'],
    ]);
  });
});
