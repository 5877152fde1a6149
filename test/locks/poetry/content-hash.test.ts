import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../src/locks/documents.ts';
import {
  contentHash,
  type Formula,
  isBeforeGroups,
} from '../../../src/locks/poetry/content-hash.ts';

const LEGACY = '[tool.poetry.dependencies]\npython = "^3.9"\nrequests = "^2.31"\n';
const PROJECT = '[project]\nrequires-python = ">=3.9"\ndependencies = ["requests>=2.31"]\n';
const GROUPS = '[dependency-groups]\ndev = ["pytest>=8"]\n';
const SOURCE =
  '[[tool.poetry.source]]\nname = "corp"\nurl = "https://pypi.corp.example/simple"\npriority = "explicit"\n';

function hash(text: string, formula: Formula = 'current'): string {
  const document = parseToml(text);
  if (document.kind !== 'document') throw new Error(document.kind);
  return contentHash(document.value, formula);
}

describe("Poetry's content hash", () => {
  it.each<[string, string, Formula, string]>([
    [
      'nothing relevant',
      '',
      'current',
      '115cf985d932e9bf5f540555bbdd75decbb62cac81e399375fc19f6277f8c1d8',
    ],
    [
      '[tool.poetry] only',
      LEGACY,
      'current',
      '786d0ca677688c5a04ee14df90dcb6166b5acc8ad5e290b7d5e261ef2f7a26e6',
    ],
    [
      'groups and extras of Poetry',
      '[tool.poetry.dependencies]\npython = "^3.9"\nrequests = {version = "^2.31", optional = true}\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n[tool.poetry.extras]\nnet = ["requests"]\n',
      'current',
      'f688891e2b5f82c58a84a573ff23826ea5114ce414bf5d3aa3251054f41b5782',
    ],
    [
      '[project]',
      PROJECT,
      'current',
      '89fb8763073ed7a5f51b64674d9fe94229e162a494e6941f9cb95e53cea471f4',
    ],
    [
      'and [dependency-groups]',
      PROJECT + GROUPS,
      'current',
      'c5500a59407575139ff71374f516578b92fe7a71c8c8339df6ca8a74041a6260',
    ],
    [
      'which Poetry before 2.3 left out',
      PROJECT + GROUPS,
      'before 2.3',
      '89fb8763073ed7a5f51b64674d9fe94229e162a494e6941f9cb95e53cea471f4',
    ],
    [
      'a source',
      PROJECT + SOURCE,
      'current',
      '841d485aa6f0b57501bee94c1b83245783715d9142e1b147307cd3b8be6c9ce7',
    ],
    [
      'Poetry 1.x knew no [project]',
      PROJECT + LEGACY,
      '1.x',
      '786d0ca677688c5a04ee14df90dcb6166b5acc8ad5e290b7d5e261ef2f7a26e6',
    ],
  ])('covers %s', (_, manifest, formula, expected) =>
    expect(hash(manifest, formula)).toBe(expected),
  );

  it.each([
    ['comments and blank lines', `# note\n\n${PROJECT}\n# end\n`],
    ['CRLF', PROJECT.replaceAll('\n', '\r\n')],
    ['another spelling of the same string', PROJECT.replace('">=3.9"', "'>=3.9'")],
    ['a description', `${PROJECT}description = "x"\nversion = "2"\n`],
  ])('does not see %s', (_, manifest) => expect(hash(manifest)).toBe(hash(PROJECT)));

  it.each([
    ['blanks inside a specifier', PROJECT.replace('>=3.9', '>= 3.9')],
    ['the case of a name', PROJECT.replace('requests', 'Requests')],
    ['an empty group table entry', `${PROJECT}[dependency-groups]\ndev = []\n`],
    ['an empty table of extras', `${PROJECT}[project.optional-dependencies]\n`],
    ['an added dependency', PROJECT.replace('"]', '", "idna"]')],
  ])('sees %s', (_, manifest) => expect(hash(manifest)).not.toBe(hash(PROJECT)));

  it.each([
    ['2.2.1', true],
    ['2.3.0.dev0', true],
    ['2.3.0rc1', true],
    ['2.3.0', false],
    ['2.5.1', false],
    ['nonsense', false],
    [undefined, false],
  ])('a lock of Poetry %s may leave out groups: %s', (writer, expected) => {
    expect(isBeforeGroups(writer)).toBe(expected);
  });

  it('stops at dates, as Poetry does', () => {
    expect(() => hash('[tool.poetry.dependencies]\nx = 2020-01-01\n')).toThrow(/JSON/);
  });
});
