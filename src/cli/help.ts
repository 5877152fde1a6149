/** The examples below the help of each command. */

const EXIT_CODES = `Exit codes:
  0  nothing found that counts (remarks and what was there before do not)
  1  findings, or mistakes in the configuration
  2  could not run; the message says why and what to do`;

export const PROGRAM_HELP = `
Examples:
  lockkeeper check                    judge what you changed since the default branch
  lockkeeper check --all              judge everything
  lockkeeper diff                     what happened to the packages of every lock
  lockkeeper explain lockfile/stale   what a finding means and how to repair it

${EXIT_CODES}
`;

export const CHECK_HELP = `
What is judged:
  The working tree, with files that git does not know yet, or the commit of --head. Findings
  count where the change caused them: since the merge base with the base branch, as on GitHub.
  What was there before is listed, and counts with --all. PATH only says which repository: the
  whole of it is judged, and all paths and commands shown are those of its root.

Configuration:
  .github/lockkeeper.yml of the base branch, so that a change cannot loosen its own gates;
  with --all the judged state's own.

Examples:
  lockkeeper check
  lockkeeper check ../service --all
  lockkeeper check --base main --head my-branch
  lockkeeper check --base HEAD~1
  lockkeeper check --fix --dry-run
  lockkeeper check --required test,lint
  lockkeeper check --format json | jq .conclusion
  lockkeeper check --format sarif --exit-zero > lockkeeper.sarif

In GitHub Actions (check out with fetch-depth: 0):
  lockkeeper check --format github --base "origin/$GITHUB_BASE_REF"

${EXIT_CODES}
`;

export const DIFF_HELP = `
What changed the versions, where a package comes from, or its hashes; risks first, then what the
manifest asks for, then the rest. Ends with 0, or with 2 when it could not run.

Examples:
  lockkeeper diff                     the working tree, since the default branch
  lockkeeper diff HEAD~1 HEAD
  lockkeeper diff main my-branch --format markdown
  lockkeeper diff --format json | jq '.locks[].rows[] | select(.risks != [])'
`;

export const CHECKS_HELP = `
Required are the names of --required, those of \`required-checks.contexts\` in
.github/lockkeeper.yml, and with --token what GitHub says of the branch. The names are computed as GitHub computes them; a part that is known at
run time only is shown as …

Examples:
  lockkeeper checks
  lockkeeper checks --required "test (3.12),lint"
  lockkeeper checks --required required.txt --base develop --format markdown
  GITHUB_TOKEN=$(gh auth token) lockkeeper checks --token
`;

export const PYTHON_HELP = `
Examples:
  lockkeeper python                   the working tree
  lockkeeper python --format html > python.html
  lockkeeper python --format json | jq '.projects[].pin'
  lockkeeper python set 3.13 --dry-run
`;

export const PYTHON_SET_HELP = `
What changes:
  Pins and images; jobs, hooks and documentation that ran on the old version; matrices and
  classifiers get the new version at their end; an upper bound of requires-python that leaves it
  out moves. With --floor also the lower bound, and everything older goes.

What does not:
  Jobs on other versions, PyPy, pre-releases, examples and templates. Nothing is written that
  does not read back as what was meant; such places are listed. Locks are left to their tools.

Examples:
  lockkeeper python set 3.13 --dry-run
  lockkeeper python set 3.13 --floor
`;

export const EXPLAIN_HELP = `
Examples:
  lockkeeper explain                  list all rules
  lockkeeper explain lockfile/stale
`;

export const SERVE_HELP = `
Settings come from the environment, see .env.example.

Examples:
  lockkeeper serve
  PORT=8080 lockkeeper serve
`;

export const INIT_HELP = `
The workflow is made from what is there: the lock tool (uv, Poetry, PDM, Pipenv, pip), the checkers
that the lock has, the supported Python versions, the packages to import. Its actions are pinned to
commits. A file that is there is never overwritten.

Examples:
  lockkeeper init --workflow --dry-run
  lockkeeper init --workflow --branch trunk
`;

/** Of `relock` and `bump`. */
export const ALLOW_BUILDS =
  'build packages that have no wheel: code of packages runs, in the sandbox (needs bubblewrap)';

export const RELOCK_HELP = `
The tool runs in a sandbox: on a copy of the manifests and locks alone, with a HOME of its own, no
credentials, and no network but to the hosts that the project names. Only locks are written, and
only such as \`lockkeeper check\` calls fresh. What the sandbox is on this machine, lockkeeper
--version tells.

Nothing is built, so packages need wheels; of those that uv.lock holds already uv need not know
more. With --allow-builds a package without one is built to
learn what it requires: whatever code its author put there runs, in the sandbox. It can read the
manifests and talk to the indexes. Without bubblewrap nothing would hold it, so nothing is built.

Which version of the tool runs: the one that the project requires (uv's required-version), that
wrote the lock (Poetry says so), or that pre-commit, workflows, mise or a Dockerfile name. A version
that is not installed is fetched into the user's cache.

Environment:
  LOCK_TOOLS=DIR             look for installed tools here first
  RELOCK_FETCH_TOOLS=never   run what is installed, whatever its version
  RELOCK_FETCH_PYTHON=never  fetch no Python that a project needs and this machine lacks
  RELOCK_INDEXES=URL,…       indexes in your own network that tools may reach
  RELOCK_BUILDS=allow        as --allow-builds

Examples:
  lockkeeper relock                            every lock that is not in step
  lockkeeper relock services/api --dry-run
  lockkeeper relock --package httpx            to the newest version that the manifest allows
  lockkeeper relock --package httpx==0.28.1

Exit codes:
  0  every lock is in step
  1  a lock could not be made; nothing of it was written
  2  could not run; the message says why and what to do
`;

export const BUMP_HELP = `
What is taken: patch and minor updates, at most \`max-packages\` of them, the longest waiting
first; one major update by itself; before all of them what leaves known vulnerabilities behind,
which are looked up at OSV. What is left, and why: releases of the last \`min-release-age\` days,
packages that are ignored, what cannot be locked. The section \`bumps\` of .github/lockkeeper.yml
decides; its \`mode\` and \`schedule\` are for the app alone. Places that name a patch version of
Python (3.12.4) move together to the newest one of the same minor that uv knows.

Every lock is made by its own tool in a sandbox, as with lockkeeper relock, and is fresh by
lockkeeper check. Nothing is built; with --allow-builds code of packages without a wheel runs, in
that sandbox.

Environment:
  OSV_URL=URL|off            another server that knows vulnerabilities, or none
  LOCK_TOOLS, RELOCK_…       as for lockkeeper relock

Examples:
  lockkeeper bump --dry-run
  lockkeeper bump --security
  lockkeeper bump --group weekly
  lockkeeper bump services/api

Exit codes:
  0  everything that is proposed could be locked
  1  something could not be; the reason is shown
  2  could not run; the message says why and what to do
`;
