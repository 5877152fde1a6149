/** What stands in a lock beside its freshness: no tool looks at it. */
import type { Rule } from '../../types.ts';
import { uvExample, uvExampleWith } from '../examples.ts';
import { problem, relock } from './words.ts';

/** A new package section that nothing depends on. */
const ORPHAN = `
[[package]]
name = "idna"
version = "3.10"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://files.example/idna-3.10.tar.gz", hash = "sha256:${'3c4d'.repeat(16)}" }
`;

export const contentRules = [
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
    bad: uvExampleWith('dependencies = [{ name = "httpx" }]\n', ''),
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
] as const satisfies readonly Rule[];
