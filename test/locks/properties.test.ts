/** What never changes a verdict, and what always does, for every lock with a check of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { lockFormats } from '../../src/locks/index.ts';
import { CONTEXT } from '../support/context.ts';

type Texts = Readonly<Record<string, string>>;

function fixture(name: string): Texts {
  const folder = new URL(`../../fixtures/repos/${name}/`, import.meta.url);
  const names = readdirSync(folder).filter((file) => /\.(?:toml|lock)$|^Pipfile/.test(file));
  return Object.fromEntries(
    names.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
}

function verdict(texts: Texts): string {
  const tree = treeOfTexts(texts);
  const statuses = lockFormats.flatMap((format) =>
    format.find(tree).map((project) => format.judge(project, tree, CONTEXT).freshness.status),
  );
  return statuses.join();
}

/** A name that no fixture uses. */
const name = fc.stringMatching(/^zz[a-z0-9]{1,8}$/);

/** Fixture, its manifest, and how its first requirement table grows by one. */
const PROJECTS: readonly (readonly [string, string, (text: string, added: string) => string])[] = [
  ['uv-app', 'pyproject.toml', growArray],
  ['pdm-service', 'pyproject.toml', growArray],
  [
    'poetry-service',
    'pyproject.toml',
    (text, added) => text.replace(/^(python = .*)$/m, `$1\n${added} = "*"`),
  ],
  [
    'pipenv-service',
    'Pipfile',
    (text, added) => text.replace('[packages]', `[packages]\n${added} = "*"`),
  ],
];

function growArray(text: string, added: string): string {
  return text.replace(/^dependencies = \[/m, `dependencies = ["${added}", `);
}

describe.each(PROJECTS)('%s', (project, manifest, grow) => {
  const texts = fixture(project);
  const text = texts[manifest] ?? '';
  const withManifest = (changed: string) => verdict({ ...texts, [manifest]: changed });

  test('is fresh to begin with', () => expect(verdict(texts)).toBe('fresh'));

  test('comments and blank lines change nothing', () => {
    const lines = text.split('\n');
    const insert = fc.record({
      at: fc.nat({ max: lines.length - 1 }),
      put: fc.constantFrom('', '   ', '\t', '# a remark', '  # "[tool]" = {'),
    });
    fc.assert(
      fc.property(fc.array(insert, { maxLength: 8 }), (inserts) => {
        const changed = [...lines];
        for (const { at, put } of inserts) changed.splice(at, 0, put);
        expect(withManifest(changed.join('\n'))).toBe('fresh');
      }),
    );
  });

  test('line ends change nothing', () => {
    const crlf = Object.entries(texts).map(([path, one]) => [path, one.replaceAll('\n', '\r\n')]);
    expect(verdict(Object.fromEntries(crlf))).toBe('fresh');
  });

  test('the spelling of keys and blanks around `=` change nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }), (choices) => {
        const changed = text
          .split('\n')
          .map((line, index) => {
            if (choices[index % choices.length] !== true) return line;
            return line.replace(/^([A-Za-z][\w-]*) = /, '"$1"   =\t');
          })
          .join('\n');
        expect(withManifest(changed)).toBe('fresh');
      }),
    );
  });

  test('a new requirement makes it stale, whatever its name', () => {
    fc.assert(
      fc.property(name, (added) => {
        expect(withManifest(grow(text, added))).toBe('stale');
      }),
    );
  });
});
