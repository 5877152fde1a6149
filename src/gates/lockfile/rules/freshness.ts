/** Is there a lock, can it be read, and is it in step with its manifest? */
import type { Rule } from '../../types.ts';
import { conflictedExample, twoProjects, uvExample, uvExampleWith } from '../examples.ts';
import { correct, lockPath, missing, project, refused, relock, restore, stale } from './words.ts';

export const freshnessRules = [
  {
    id: 'lockfile/stale',
    title: 'Lock out of step with its manifest',
    severity: 'violation',
    what: "The lock was made for other dependencies than the manifest now declares. The verdict is that of the tool's own check (`uv lock --check`, `poetry check --lock`, `pdm lock --check`, `pipenv verify`, `pixi lock --check`), computed from the files alone. Where a tool has no such check (compiled requirements, pylock.toml, conda-lock), the verdict is on consistency: manifest and lock contradict each other.",
    why: 'Installs differ from what was reviewed: a strict install fails, a lenient one silently installs something else.',
    message: stale,
    repair: relock,
    bad: uvExample({ locked: '>=0.27' }),
    good: uvExample(),
  },
  {
    id: 'lockfile/conflict-markers',
    title: 'Merge conflict markers',
    severity: 'violation',
    what: 'A lock or its manifest holds the markers of an unresolved merge (`<<<<<<<`, `=======`, `>>>>>>>`).',
    why: 'No tool can read the file, so every install fails.',
    message: refused,
    repair: (facts, before) =>
      project(facts).path === project(facts).lockPath
        ? restore(facts, before)
        : `Resolve the conflict in ${project(facts).path}, then run: ${relock(facts)}`,
    masks: true,
    bad: conflictedExample(),
    good: uvExample(),
  },
  {
    id: 'lockfile/unparsable',
    title: 'Lock cannot be read',
    severity: 'violation',
    what: 'The lock is empty, cannot be parsed, or is not a lock of its tool.',
    why: 'Every install from this lock fails.',
    message: refused,
    repair: restore,
    masks: true,
    bad: uvExample({ more: '\n[[package]\n' }),
    good: uvExample(),
  },
  {
    id: 'lockfile/unknown-version',
    title: 'Lock format is not known',
    severity: 'violation',
    what: 'The lock has a format version that its tool does not read.',
    why: 'Installs fail until everybody has a tool that reads this format, or the lock is made again.',
    message: refused,
    repair: (facts, before) =>
      `Use a newer ${project(facts).tool}, or go back to the format that this one reads: ${restore(facts, before)}`,
    masks: true,
    bad: uvExampleWith('version = 1\n', 'version = 2\n'),
    good: uvExample(),
  },
  {
    id: 'lockfile/inconsistent',
    title: 'Lock contradicts itself',
    severity: 'violation',
    what: 'The lock parses, but its parts do not fit together: an edge to a package that is not there, one package twice, an artifact of another version. Usually a merge or a hand edit.',
    why: 'The tool refuses to read the lock, so every install fails.',
    message: refused,
    repair: restore,
    masks: true,
    bad: uvExampleWith('dependencies = [{ name = "httpx" }]', 'dependencies = [{ name = "trio" }]'),
    good: uvExample(),
  },
  {
    id: 'lockfile/manifest-invalid',
    title: 'Manifest is refused by its tool',
    severity: 'violation',
    what: 'The manifest cannot be read, or asks for something impossible (a missing workspace member, a group that includes itself), so that its tool stops before it looks at the lock.',
    why: 'Neither locking nor installing works.',
    message: refused,
    repair: correct,
    masks: true,
    bad: {
      ...uvExample(),
      'pyproject.toml': `${uvExample()['pyproject.toml']}[dependency-groups]\ndev = [{ include-group = "test" }]\n`,
    },
    good: uvExample(),
  },
  {
    id: 'lockfile/manifest-missing',
    title: 'Lock without a manifest',
    severity: 'violation',
    what: 'A lock stands where no manifest is that it could belong to.',
    why: 'Nothing says what it was made for: no tool can check, update or install it as a project.',
    message: refused,
    repair: (facts, before) =>
      before.restore(project(facts).manifestPath) ?? `git rm -- ${lockPath(facts)}`,
    masks: true,
    bad: { 'uv.lock': uvExample()['uv.lock'] ?? '' },
    good: uvExample(),
  },
  {
    id: 'lockfile/missing',
    title: 'Project without a lock',
    severity: 'violation',
    what: 'A manifest has dependencies and no lock, though the repository wants one: this change removed it, other projects have locks, or a workflow installs from one. A library (a project with a build system) needs none.',
    why: 'Every install resolves anew and can bring other versions than the ones that were tested.',
    message: missing,
    repair: (facts, before) => before.restore(project(facts).lockPath) ?? relock(facts),
    bad: twoProjects({ withSecondLock: false }),
    good: twoProjects({ withSecondLock: true }),
  },
] as const satisfies readonly Rule[];
