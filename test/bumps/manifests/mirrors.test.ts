/** What repeats a version of the lock follows it; everything else stays as it is, byte for byte. */
import { describe, expect, it } from 'vitest';
import { withMirrors } from '../../../src/bumps/manifests/follow.ts';
import { type BoundPolicy, followed } from '../../../src/bumps/manifests/mirrors.ts';
import { packagesOf } from '../../../src/bumps/manifests/pre-commit.ts';
import { lockDiffs } from '../../../src/gates/lockfile/diff.ts';
import { textAt, treeOfTexts, withTexts } from '../../../src/gates/tree.ts';

const CONFIG = '.pre-commit-config.yaml';

const MOVES = new Map([
  ['ruff', { from: '0.5.0', to: '0.6.1' }],
  ['httpx', { from: '0.26.0', to: '0.28.1' }],
  ['tool', { from: '24.9.1', to: '24.10' }],
  ['pre-commit', { from: '4.0.1', to: '4.1.0' }],
]);

/** The text afterwards; `none` where nothing follows. */
function rewritten(text: string, policy: BoundPolicy = 'widen'): string {
  const follower = followed(CONFIG, treeOfTexts({ [CONFIG]: text }), MOVES, policy);
  return follower === 'none' ? 'none' : follower.text;
}

function hook(dependencies: string): string {
  return `repos:\n  - repo: https://example.com/mirrors-mypy\n    rev: v1.0.0\n    hooks:\n      - id: clean\n      - id: mypy\n        additional_dependencies:${dependencies}\n`;
}

function repository(name: string, rev: string): string {
  return `repos:\n- repo: https://example.com/clean\n  rev: v1.0.0\n  hooks: [{id: clean}]\n- repo: https://example.com/astral-sh/${name}\n  rev: ${rev}\n  hooks:\n  - id: x\n`;
}

describe('what a hook needs beside itself follows', () => {
  it.each<[name: string, before: string, expected: string]>([
    [
      'a pin in a list of lines',
      '\n        - idna==3.7\n        - httpx==0.26.0',
      '\n        - idna==3.7\n        - httpx==0.28.1',
    ],
    [
      'pins in quotes, with comments',
      `\n        - "httpx==0.26.0"  # ours\n        - 'Ruff==0.5'`,
      `\n        - "httpx==0.28.1"  # ours\n        - 'Ruff==0.6.1'`,
    ],
    [
      'a list in brackets',
      ' [idna==3.7, httpx==0.26.0, "ruff[x] == 0.5.0"]',
      ' [idna==3.7, httpx==0.28.1, "ruff[x] == 0.6.1"]',
    ],
    [
      'a bound that keeps the version out',
      '\n        - httpx>=0.25,<0.27',
      '\n        - httpx>=0.25,<0.29',
    ],
    [
      'a marker stays',
      `\n        - httpx==0.26.0 ; python_version < "3.9"`,
      `\n        - httpx==0.28.1 ; python_version < "3.9"`,
    ],
    [
      'Windows line ends',
      '\r\n        - idna\r\n        - httpx==0.26.0\r\n',
      '\r\n        - idna\r\n        - httpx==0.28.1\r\n',
    ],
    [
      'a list that two hooks share',
      ' &deps [httpx==0.26.0]\n      - id: second\n        additional_dependencies: *deps',
      ' &deps [httpx==0.28.1]\n      - id: second\n        additional_dependencies: *deps',
    ],
  ])('%s', (_, before, expected) => {
    expect(rewritten(hook(before))).toBe(hook(expected));
  });

  it.each<[name: string, dependencies: string]>([
    ['a pin to another version', ' [httpx==0.25.0]'],
    ['a bound that has room', ' [httpx>=0.25]'],
    ['a bound that the lock never met', ' ["httpx<0.20"]'],
    ['no version at all', ' [httpx]'],
    ['a package of npm', ' ["httpx@0.26.0"]'],
    ['no list', ' httpx==0.26.0'],
    ['escapes', ' ["httpx\\x3d=0.26.0"]'],
    ['a text over two lines', ' ["httpx\n          ==0.26.0"]'],
    ['an alias that stands elsewhere, too', ' [&pin httpx==0.26.0]\n        args: [*pin]'],
  ])('but not %s', (_, dependencies) => {
    expect(rewritten(hook(dependencies))).toBe('none');
  });

  it('a pin, also where bounds never change', () => {
    const text = hook(' [httpx==0.26.0, "ruff<0.6"]');
    expect(rewritten(text, 'lock-only')).toBe(text.replace('httpx==0.26.0', 'httpx==0.28.1'));
    expect(rewritten(text, 'raise')).toContain('"ruff<0.7"');
  });
});

describe('the tag of a repository follows', () => {
  it.each<[name: string, repository: string, before: string, expected: string]>([
    ['with its v', 'ruff-pre-commit', 'v0.5.0', 'v0.6.1'],
    ['without', 'ruff', '0.5.0', '0.6.1'],
    ['in quotes, with a comment', 'ruff-pre-commit.git', '"v0.5.0"  # ours', '"v0.6.1"  # ours'],
    ['a year, which YAML would take for a number', 'tool/', '24.9.1', "'24.10'"],
    ['a year in quotes', 'tool', "'24.9.1'", "'24.10'"],
  ])('%s', (_, name, before, expected) => {
    expect(rewritten(repository(name, before))).toBe(repository(name, expected));
  });

  it.each<[name: string, repository: string, rev: string]>([
    ['another version', 'ruff-pre-commit', 'v0.4.9'],
    ['a shorter one', 'ruff-pre-commit', 'v0.5'],
    ['a frozen commit', 'ruff-pre-commit', `${'a1'.repeat(20)}  # frozen: v0.5.0`],
    ['a branch', 'ruff-pre-commit', 'main'],
    ['a repository of another name', 'ruffle-pre-commit', 'v0.5.0'],
    ['the hooks of pre-commit itself', 'pre-commit-hooks', 'v4.0.1'],
  ])('but not %s', (_, name, rev) => {
    expect(rewritten(repository(name, rev))).toBe('none');
  });

  it.each([
    ['https://github.com/astral-sh/ruff-pre-commit', 'ruff-pre-commit, ruff'],
    [
      'https://github.com/pre-commit/mirrors-clang_format.git',
      'mirrors-clang-format, clang-format',
    ],
    ['https://github.com/psf/black-pre-commit-mirror', 'black-pre-commit-mirror, black'],
    ['git@github.com:RobertCraigie/pyright-python', 'pyright-python, pyright'],
    ['https://github.com/pre-commit/pre-commit-hooks', 'pre-commit-hooks'],
    ['https://github.com/pre-commit/pre-commit', 'pre-commit'],
    ['local', 'local'],
  ])('%s: %s', (url, expected) => {
    expect(packagesOf(url).join(', ')).toBe(expected);
  });
});

describe('a configuration that is left alone', () => {
  const good = repository('ruff', 'v0.5.0');
  const bomb = Array.from(
    { length: 30 },
    (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : `*a${n - 1}, *a${n - 1}`}]\n`,
  );
  it.each<[name: string, text: string]>([
    ['broken', `${good}  - }{\n`],
    ['empty', ''],
    ['several documents', `${good}---\n${good}`],
    ['a bomb of aliases', `${bomb.join('')}${good}`],
    ['too deep', `${good}deep: ${'['.repeat(20_000)}`],
    ['too large', `${good}#${'x'.repeat(1_000_000)}`],
    ['something else', '- 1\n- 2\n'],
  ])('%s', (_, text) => {
    expect(rewritten(text)).toBe('none');
  });

  it('a byte order mark is none of its text', () => {
    const text = `\u{feff}${good.replaceAll('\n', '\r\n')}`;
    expect(rewritten(text)).toBe(text.replace('v0.5.0', 'v0.6.1'));
  });

  it('a merged mapping does not hide the rest', () => {
    const merged = `x: &x\n  rev: v0.5.0\n${good}- <<: *x\n  repo: https://example.com/ruff\n`;
    expect(rewritten(merged)).toBe(
      merged.replace('  rev: v0.5.0\n  hooks', '  rev: v0.6.1\n  hooks'),
    );
  });
});

describe('of several locks', () => {
  const lock = (version: string) =>
    `version = 1\nrevision = 3\nrequires-python = ">=3.11"\n\n[[package]]\nname = "ruff"\nversion = "${version}"\nsource = { registry = "https://index.example/simple" }\n`;
  const manifest = '[project]\nname = "x"\nversion = "1"\ndependencies = ["ruff"]\n';
  const config = repository('ruff', 'v0.5.0');
  const project = (folder: string) => ({
    [`${folder}pyproject.toml`]: manifest,
    [`${folder}uv.lock`]: lock('0.5.0'),
  });

  function follows(files: Readonly<Record<string, string>>, moved: string): readonly string[] {
    const before = treeOfTexts(files);
    const locked = withTexts(before, { [moved]: lock('0.6.1') });
    const both = { before, after: locked };
    const { tree, notes } = withMirrors(both, lockDiffs(before, locked), 'widen');
    const changed = Object.keys(files).filter((path) => textAt(tree, path) !== files[path]);
    return [...changed.filter((path) => path !== moved), ...notes];
  }

  it('the nearest that holds the package decides', () => {
    const files = { ...project(''), ...project('b/'), 'b/.pre-commit-config.yaml': config };
    expect(follows(files, 'uv.lock')).toEqual([]);
    expect(follows(files, 'b/uv.lock')).toEqual([
      'b/.pre-commit-config.yaml',
      '`b/.pre-commit-config.yaml`: ruff follows.',
    ]);
  });

  it('those below the configuration count where none above has it', () => {
    const files = { [CONFIG]: config, ...project('a/'), ...project('b/') };
    expect(follows(files, 'b/uv.lock')).toEqual([CONFIG, `\`${CONFIG}\`: ruff follows.`]);
  });

  it('those of another folder do not', () => {
    const files = { ...project('a/'), 'b/.pre-commit-config.yaml': config };
    expect(follows(files, 'a/uv.lock')).toEqual([]);
  });
});
