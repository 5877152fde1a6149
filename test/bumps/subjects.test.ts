import { expect, it } from 'vitest';
import { leftAlone, subjectsOf } from '../../src/bumps/subjects.ts';
import { defaultConfiguration } from '../../src/config/defaults.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { loadReaders } from '../../src/python/places/index.ts';

const MANIFEST = '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.11"\n';
const LOCK = 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n';

const FILES = Object.fromEntries([
  ...['', 'api/', 'tests/', 'tests/fixtures/one/', 'vendor/two/'].flatMap((folder) => [
    [`${folder}pyproject.toml`, MANIFEST],
    [`${folder}uv.lock`, LOCK],
  ]),
  ['.python-version', '3.12.4\n'],
  ['Dockerfile', 'FROM python:3.12.4\n'],
]);

const ignoring = (path: string) => ({ ...defaultConfiguration.lockfile, ignore: [path] });

it.each<
  [
    name: string,
    configuration: Partial<typeof defaultConfiguration>,
    copies: 'too' | 'not',
    titles: string,
  ]
>([
  ['no copies of other projects', {}, 'not', 'api/uv.lock, tests/uv.lock, uv.lock, Python'],
  [
    'copies where somebody means them',
    {},
    'too',
    'api/uv.lock, tests/fixtures/one/uv.lock, tests/uv.lock, uv.lock, vendor/two/uv.lock, Python',
  ],
  [
    'no lock that the gate ignores',
    { lockfile: ignoring('api') },
    'not',
    'tests/uv.lock, uv.lock, Python',
  ],
  [
    'no Python whose places are ignored',
    { 'python-version': ignoring('*') },
    'not',
    'api/uv.lock, tests/uv.lock, uv.lock',
  ],
])('bumps are about %s', async (_, configuration, copies, titles) => {
  await loadReaders(Object.keys(FILES));
  const alone = leftAlone({ ...defaultConfiguration, ...configuration }, copies);
  const subjects = subjectsOf(treeOfTexts(FILES), alone);
  expect(
    subjects
      .map(({ title }) => title)
      .sort((a, b) => Number(a === 'Python') - Number(b === 'Python') || (a < b ? -1 : 1))
      .join(', '),
  ).toBe(titles);
});
