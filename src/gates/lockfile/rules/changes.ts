/** What a change does to a lock: rules about two states. */
import type { Rule } from '../../types.ts';
import { uvExample } from '../examples.ts';
import { change, project, relock, restore } from './words.ts';

export const changesRules = [
  {
    id: 'lockfile/hash-changed',
    title: 'Hash changed, version did not',
    severity: 'violation',
    what: 'An artifact of the same name and version has another hash than before.',
    why: 'A released file never changes. Either the index was tampered with, or the lock was edited.',
    message: change,
    repair: (facts, before) =>
      `Compare the hash with the one that the package index shows, then restore it: ${restore(facts, before)}`,
    before: uvExample(),
    bad: uvExample({ hash: 'sha256:ffff' }),
    good: uvExample({ version: '0.28.2', hash: 'sha256:ffff' }),
  },
  {
    id: 'lockfile/hashes-lost',
    title: 'Hashes were lost',
    severity: 'violation',
    what: 'A package had hashes before this change and has none now.',
    why: 'Its files are no longer verified when they are installed.',
    message: change,
    repair: relock,
    before: uvExample(),
    bad: uvExample({ hash: '' }),
    good: uvExample(),
  },
  {
    id: 'lockfile/source-moved',
    title: 'Package comes from elsewhere',
    severity: 'notice',
    what: 'A package moved to another index, to git, to a URL or to a path.',
    why: 'Where code comes from decides who can change it: a reviewer should see it.',
    message: change,
    repair: (facts, before) => `If this is not intended: ${restore(facts, before)}`,
    before: uvExample(),
    bad: uvExample({ source: '{ registry = "https://mirror.example/simple" }' }),
    good: uvExample(),
  },
  {
    id: 'lockfile/downgrade',
    title: 'Package went backwards',
    severity: 'notice',
    what: 'A package is locked at a lower version than before.',
    why: 'A downgrade can bring back fixed bugs and vulnerabilities; it is easily missed in a long lock diff.',
    message: change,
    repair: relock,
    before: uvExample({ version: '0.28.1' }),
    bad: uvExample({ version: '0.28.0' }),
    good: uvExample({ version: '0.28.2' }),
  },
  {
    id: 'lockfile/format-regression',
    title: 'Lock format went backwards',
    severity: 'notice',
    what: 'The lock was written in an older format than before, so by an older tool.',
    why: 'Versions of the tool that take turns rewrite the whole file each time and hide real changes.',
    message: change,
    repair: (facts) => `Use the newer ${project(facts).tool}, then run: ${relock(facts)}`,
    before: uvExample({ revision: 3 }),
    bad: uvExample({ revision: 2 }),
    good: uvExample({ revision: 3 }),
  },
] as const satisfies readonly Rule[];
