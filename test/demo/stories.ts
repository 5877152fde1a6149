/** The pull requests that the demo opens, one after the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Changes, FakeGitHub, FakePull, FakeRepository } from '../fake-github/index.ts';

type Files = Readonly<Record<string, string>>;

export interface Story {
  readonly title: string;
  readonly repository: string;
  readonly pull: string;
  readonly change: (files: Files) => Changes;
  /** Pushes to the pull request of an earlier story instead of opening one. */
  readonly follows?: string;
}

/** The files of a folder of `fixtures/repos`. */
export function fixture(name: string): Files {
  const root = fileURLToPath(new URL(`../../fixtures/repos/${name}`, import.meta.url));
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
  );
}

function edit(files: Files, path: string, from: string, to: string): string {
  const text = files[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return text.replace(from, to);
}

const SOURCES: Readonly<Record<string, string>> = {
  'acme/weather-api': 'uv-app',
  'acme/billing': 'poetry-service',
  'acme/mailer': 'docker-service',
  'acme/pager': 'docker-service',
};

/** What rulesets require. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'acme/pager': ['test (3.12)', 'test (3.13)'],
};

const CI = '.github/workflows/test.yml';

export const stories: readonly Story[] = [
  {
    title: 'A change of the code alone: the lock stays in step',
    repository: 'acme/weather-api',
    pull: 'Say good morning',
    change: () => ({ 'src/weather_api/greeting.py': 'GREETING = "Good morning"\n' }),
  },
  {
    title: 'The manifest asks for a newer httpx, the lock was forgotten',
    repository: 'acme/weather-api',
    pull: 'Use httpx 0.28',
    change: (files) => ({
      'pyproject.toml': edit(files, 'pyproject.toml', 'httpx>=0.27', 'httpx>=0.28'),
    }),
  },
  {
    title: 'The author runs `uv lock` and pushes: repaired',
    repository: 'acme/weather-api',
    pull: 'Use httpx 0.28',
    follows: 'Use httpx 0.28',
    change: (files) => ({
      'uv.lock': edit(
        files,
        'uv.lock',
        '{ name = "httpx", specifier = ">=0.27" }',
        '{ name = "httpx", specifier = ">=0.28" }',
      ),
    }),
  },
  {
    title: 'A merge left its markers in the lock',
    repository: 'acme/weather-api',
    pull: 'Merge the release branch',
    change: (files) => ({
      'uv.lock': edit(
        files,
        'uv.lock',
        'version = 1\n',
        '<<<<<<< HEAD\nversion = 1\n=======\nversion = 1\n>>>>>>> release\n',
      ),
    }),
  },
  {
    title: 'Poetry: a dependency changed, the content hash of the lock did not',
    repository: 'acme/billing',
    pull: 'Raise idna',
    change: (files) => ({
      'pyproject.toml': edit(files, 'pyproject.toml', 'idna = "^3.7"', 'idna = "^3.9"'),
    }),
  },
  {
    title: 'The image moves to another Python, everything else stays behind',
    repository: 'acme/mailer',
    pull: 'Run on Python 3.14',
    change: (files) => ({
      Dockerfile: edit(files, 'Dockerfile', 'PYTHON_VERSION=3.12.4', 'PYTHON_VERSION=3.14'),
    }),
  },
  {
    title: 'The tests run on macOS too: the required checks get other names',
    repository: 'acme/pager',
    pull: 'Test on macOS',
    change: (files) => ({
      [CI]: edit(files, CI, 'matrix:\n', 'matrix:\n        os: [ubuntu-latest, macos-latest]\n'),
    }),
  },
];

/** Plays the stories in order and tells each pull request when it has its verdict. */
export async function playStories(
  gh: FakeGitHub,
  all: readonly Story[],
  onVerdict: (story: Story, pull: FakePull, milliseconds: number) => void,
): Promise<void> {
  const repositories = new Map<string, FakeRepository>();
  const pulls = new Map<string, FakePull>();
  for (const story of all) {
    const files = fixture(SOURCES[story.repository] ?? '');
    const repository =
      repositories.get(story.repository) ??
      (await gh.createRepository(story.repository, {
        files,
        requires: [...(REQUIRED[story.repository] ?? [])],
      }));
    repositories.set(story.repository, repository);
    const start = performance.now();
    const earlier = pulls.get(story.follows ?? '');
    const pull = earlier ?? (await open(repository, story, files));
    if (earlier !== undefined) await earlier.push(story.change(files), story.title);
    pulls.set(story.pull, pull);
    await pull.check('Lockkeeper');
    onVerdict(story, pull, performance.now() - start);
  }
}

function open(repository: FakeRepository, story: Story, files: Files): Promise<FakePull> {
  return repository.openPull({ title: story.pull, change: story.change(files) });
}
