/** Remarks on a lock and what stands around it. */
import type { ExampleFiles, Rule } from '../../types.ts';
import { layersExample, poetryExample, uvExample } from '../examples.ts';
import { lockPath, problem, project, relock } from './words.ts';

export const surroundingsRules = [
  {
    id: 'lockfile/two-locks',
    title: 'Two locks for one manifest',
    severity: 'notice',
    what: 'Two tools have locked the same manifest. Each lock is judged for itself.',
    why: 'They drift apart, and readers cannot tell which one is installed.',
    message: problem,
    repair: () => 'Keep the lock that is installed from, and remove the other one (git rm).',
    bad: {
      ...poetryExample(),
      ...uvExample(),
      'poetry.lock': poetryExample()['poetry.lock'] ?? '',
    },
    good: uvExample(),
  },
  {
    id: 'lockfile/layer-differs',
    title: 'Layers of requirements differ',
    severity: 'notice',
    what: 'A compiled requirements file was made from another compiled one (`-r base.txt`), and they pin a package at different versions.',
    why: 'Environments that should agree install different versions until all layers are compiled again.',
    message: problem,
    repair: relock,
    bad: layersExample('3.9'),
    good: layersExample('3.10'),
  },
  {
    id: 'lockfile/ignored',
    title: 'Lock that git ignores',
    severity: 'notice',
    what: 'The lock is tracked, but a `.gitignore` names it.',
    why: 'Once the file is removed or renamed, `git add` leaves its successor out without a word.',
    message: problem,
    repair: (facts) => `Take the pattern out of ${project(facts).path}.`,
    bad: { ...uvExample(), '.gitignore': '*.lock\n' },
    good: uvExample(),
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

function workspaceWithMemberLock(present: boolean): ExampleFiles {
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
