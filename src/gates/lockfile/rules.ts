/** The rules of the lockfile gate: their words, examples and severities. */
import { shellWord } from '../../locks/shell-word.ts';
import type { Facts, Rule } from '../types.ts';
import { conflictedExample, poetryExample, uvExample } from './examples.ts';
import {
  type ChangeFacts,
  changeSentence,
  type ProblemFacts,
  type ProjectFacts,
  problemSentence,
  type RefusedFacts,
  refusedSentence,
  type StaleFacts,
  staleSentence,
} from './sentences.ts';

// The shapes are settled where findings are made (findings.ts), one builder a shape.
const stale = (facts: Facts) => staleSentence(facts as StaleFacts);
const refused = (facts: Facts) => refusedSentence(facts as RefusedFacts);
const problem = (facts: Facts) => problemSentence(facts as ProblemFacts);
const change = (facts: Facts) => changeSentence(facts as ChangeFacts);
const project = (facts: Facts) => facts as ProjectFacts;
const relock = (facts: Facts) => project(facts).relock;
const lockPath = (facts: Facts) => shellWord(project(facts).lockPath);
const restore = (facts: Facts) =>
  `git checkout origin/HEAD -- ${lockPath(facts)} && ${relock(facts)}`;

/** A new package section that nothing depends on. */
const ORPHAN = `
[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/idna-3.10.tar.gz", hash = "sha256:${'3c4d'.repeat(16)}" }
`;

export const rules = [
  {
    id: 'lockfile/stale',
    title: 'Lock out of step with its manifest',
    severity: 'violation',
    what: "The lock was made for other dependencies than the manifest now declares. The verdict is that of the tool's own check (`uv lock --check`, `poetry check --lock`), computed from the files alone.",
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
    repair: (facts) =>
      `Take one side (git checkout --theirs -- ${lockPath(facts)}), then run: ${relock(facts)}`,
    bad: conflictedExample(),
    good: uvExample(),
  },
  {
    id: 'lockfile/unparsable',
    title: 'Lock cannot be read',
    severity: 'violation',
    what: 'The lock is not valid TOML or YAML, or not a lock of its tool.',
    why: 'Every install from this lock fails.',
    message: refused,
    repair: restore,
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
    repair: relock,
    bad: replaceInLock('version = 1\n', 'version = 2\n'),
    good: uvExample(),
  },
  {
    id: 'lockfile/inconsistent',
    title: 'Lock contradicts itself',
    severity: 'violation',
    what: 'The lock parses, but its parts do not fit together: an edge to a package that is not there, one package twice, an artifact of another version. Usually a merge or a hand edit.',
    why: 'The tool refuses to read the lock, so every install fails.',
    message: refused,
    repair: relock,
    bad: replaceInLock('dependencies = [{ name = "httpx" }]', 'dependencies = [{ name = "trio" }]'),
    good: uvExample(),
  },
  {
    id: 'lockfile/manifest-invalid',
    title: 'Manifest is refused by its tool',
    severity: 'violation',
    what: 'The manifest cannot be read, or asks for something impossible (a missing workspace member, a group that includes itself), so that its tool stops before it looks at the lock.',
    why: 'Neither locking nor installing works.',
    message: refused,
    repair: (facts) => `Correct ${project(facts).manifestPath}, then run: ${relock(facts)}`,
    bad: {
      ...uvExample(),
      'pyproject.toml': `${uvExample()['pyproject.toml']}[dependency-groups]\ndev = [{ include-group = "test" }]\n`,
    },
    good: uvExample(),
  },
  {
    id: 'lockfile/outside-specifier',
    title: 'Locked version is not allowed',
    severity: 'violation',
    what: 'A package is locked at a version that a requirement in the same repository excludes. The check of the tool itself does not look at this.',
    why: 'The lock was edited or merged by hand; what gets installed is not what the manifest allows.',
    message: problem,
    repair: relock,
    bad: uvExample({ version: '0.27.2' }),
    good: uvExample(),
  },
  {
    id: 'lockfile/missing-dependency',
    title: 'Dependency missing in the lock',
    severity: 'violation',
    what: 'A declared requirement applies, but the lock has no edge or package for it.',
    why: 'The installed environment lacks a package that the project imports.',
    message: problem,
    repair: relock,
    bad: replaceInLock('dependencies = [{ name = "httpx" }]\n', ''),
    good: uvExample(),
  },
  {
    id: 'lockfile/orphan',
    title: 'Package that nothing needs',
    severity: 'violation',
    what: 'A package of the lock cannot be reached from any project, extra or group. Tools do not notice it.',
    why: 'A sign of a bad merge; it also makes scanners report packages that are never installed.',
    message: problem,
    repair: relock,
    bad: uvExample({ more: ORPHAN }),
    good: uvExample(),
  },
  {
    id: 'lockfile/missing-hash',
    title: 'Artifact without a hash',
    severity: 'violation',
    what: 'An artifact of a package index has no hash, while others of that index have one.',
    why: 'Without a hash nobody notices when the index serves another file.',
    message: problem,
    repair: relock,
    bad: uvExample({
      hash: '',
      more: ORPHAN,
    }),
    good: uvExample(),
  },
  {
    id: 'lockfile/hash-changed',
    title: 'Hash changed, version did not',
    severity: 'violation',
    what: 'An artifact of the same name and version has another hash than before.',
    why: 'A released file never changes. Either the index was tampered with, or the lock was edited.',
    message: change,
    repair: (facts) =>
      `Compare the hash with the one that the package index shows, then restore it: ${restore(facts)}`,
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
    repair: (facts) => `If this is not intended: ${restore(facts)}`,
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
  {
    id: 'lockfile/unused-lock',
    title: 'Lock that nothing reads',
    severity: 'notice',
    what: 'A workspace member has a lock of its own. Its tool uses the lock of the workspace root.',
    why: 'Scanners and people read versions from it that are never installed.',
    message: problem,
    repair: (facts) => `git rm -- ${lockPath(facts)}`,
    bad: workspaceWithMemberLock(true),
    good: workspaceWithMemberLock(false),
  },
  {
    id: 'lockfile/byte-order-mark',
    title: 'Byte order mark',
    severity: 'notice',
    what: 'The file starts with a byte order mark (U+FEFF). uv accepts it, other tools do not.',
    why: 'The same file works for one tool and fails for another.',
    message: problem,
    repair: () => 'Save the file as UTF-8 without BOM.',
    bad: { ...uvExample(), 'uv.lock': `\u{feff}${uvExample()['uv.lock']}` },
    good: uvExample(),
  },
  {
    id: 'lockfile/uncovered-path-dependency',
    title: 'Path dependency outside the hash',
    severity: 'notice',
    what: "Poetry's hash covers one manifest. When a path dependency changes its own dependencies, the lock stays “fresh”.",
    why: 'The lock can miss packages that the path dependency needs.',
    message: problem,
    repair: relock,
    bad: poetryExample({ hasPathDependency: true }),
    good: poetryExample(),
  },
  {
    id: 'lockfile/old-format',
    title: 'Old lock format',
    severity: 'notice',
    what: 'The lock is valid, but in a format that current tools no longer write.',
    why: 'The next relock rewrites the whole file; old formats also record less to verify.',
    message: problem,
    repair: relock,
    bad: poetryExample({ format: '1.1' }),
    good: poetryExample(),
  },
] as const satisfies readonly Rule[];

export type LockfileRuleId = (typeof rules)[number]['id'];

function replaceInLock(from: string, to: string): ReturnType<typeof uvExample> {
  const files = uvExample();
  return { ...files, 'uv.lock': (files['uv.lock'] ?? '').replace(from, to) };
}

function workspaceWithMemberLock(present: boolean): ReturnType<typeof uvExample> {
  const files: Record<string, string> = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
    'packages/api/pyproject.toml':
      '[project]\nname = "api"\nversion = "1.0.0"\nrequires-python = ">=3.12"\n',
    'uv.lock': `version = 1
revision = 3
requires-python = ">=3.12"

[manifest]
members = ["api"]

[[package]]
name = "api"
version = "1.0.0"
source = { virtual = "packages/api" }
`,
  };
  if (present) {
    files['packages/api/uv.lock'] =
      'version = 1\nrevision = 3\nrequires-python = ">=3.12"\n\n[[package]]\nname = "api"\nversion = "1.0.0"\nsource = { virtual = "." }\n';
  }
  return files;
}
