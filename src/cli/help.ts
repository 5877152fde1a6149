/** The examples below the help of each command. */

export const PROGRAM_HELP = `
Examples:
  lockkeeper check                    judge what you changed since the default branch
  lockkeeper check --all              judge everything
  lockkeeper explain lockfile/stale   what a finding means and how to repair it

Exit codes: 0 nothing found, 1 findings, 2 could not run (the message says why).
`;

export const CHECK_HELP = `
What is judged:
  The working tree, with files that git does not know yet, or the commit of --head. Findings
  count where the change caused them: since the merge base with the base branch, as on GitHub.
  What was there before is listed, and counts with --all.

Configuration:
  .github/lockkeeper.yml of the base branch, so that a change cannot loosen its own gates;
  with --all the judged state's own.

Examples:
  lockkeeper check
  lockkeeper check ../service --all
  lockkeeper check --base main --head my-branch
  lockkeeper check --base HEAD~1
  lockkeeper check --format json | jq .conclusion
  lockkeeper check --format sarif --exit-zero > lockkeeper.sarif

In GitHub Actions (check out with fetch-depth: 0):
  lockkeeper check --format github --base "origin/$GITHUB_BASE_REF"

Exit codes: 0 nothing found, 1 findings, 2 could not run (the message says why).
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
