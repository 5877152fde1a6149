/** Small projects for the rules' pages; every one is judged by a test. */
import type { ExampleFiles } from '../types.ts';

/** An application that supports the Pythons of `requires`. */
export function project({ requires }: { readonly requires: string }): ExampleFiles {
  return {
    'pyproject.toml': `[project]
name = "app"
version = "1.0.0"
requires-python = "${requires}"
`,
  };
}

/** A workflow that tests on each of `versions`. */
export function workflow(
  versions: readonly string[],
  { isQuoted = true }: { readonly isQuoted?: boolean } = {},
): string {
  const written = versions.map((version) => (isQuoted ? `"${version}"` : version));
  return `on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python-version: [${written.join(', ')}]
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ matrix.python-version }}
      - run: pytest
`;
}
