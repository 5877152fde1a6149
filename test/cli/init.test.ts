import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { createProject, lockkeeper } from './lockkeeper.ts';

const PATH = '.github/workflows/python-ci.yml';

function clone(fixture: string): TestRepository {
  const repository = createRepository();
  const folder = fileURLToPath(new URL(`../../fixtures/repos/${fixture}`, import.meta.url));
  cpSync(folder, repository.path, { recursive: true });
  repository.commit({});
  return repository;
}

describe('lockkeeper init --workflow', () => {
  test('writes a workflow that fits the lock', async () => {
    const repository = clone('uv-app');
    const { code, stdout, stderr } = await lockkeeper(['init', '--workflow', repository.path]);
    expect(code).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "Wrote .github/workflows/python-ci.yml. Once it is merged, require its result: {"required_status_checks":[{"context":"python-ci"}]}
      "
    `);
    expect(stdout).toMatchInlineSnapshot(`
      "--- /dev/null
      +++ b/.github/workflows/python-ci.yml
      @@ -0,0 +1,56 @@
      +# Written by \`lockkeeper init --workflow\`; change it as you like. Require the check \`python-ci\`.
      +name: python-ci
      +
      +on:
      +  pull_request:
      +  merge_group:
      +  push:
      +    branches: [main]
      +
      +permissions: {}
      +
      +concurrency:
      +  group: \${{ github.workflow }}-\${{ github.ref }}
      +  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
      +
      +jobs:
      +  lint:
      +    runs-on: ubuntu-latest
      +    timeout-minutes: 20
      +    permissions:
      +      contents: read
      +    steps:
      +      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      +        with:
      +          persist-credentials: false
      +      - uses: astral-sh/setup-uv@ae62891fec2bb8e7d6c99fc78c9fec3a63790f8d # v10.0.0
      +        with:
      +          enable-cache: true
      +      - run: uv sync --locked --all-groups
      +      - run: uv run --no-sync python -m compileall -q -x '\\.venv' .
      +
      +  smoke:
      +    runs-on: ubuntu-latest
      +    timeout-minutes: 20
      +    permissions:
      +      contents: read
      +    steps:
      +      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      +        with:
      +          persist-credentials: false
      +      - uses: astral-sh/setup-uv@ae62891fec2bb8e7d6c99fc78c9fec3a63790f8d # v10.0.0
      +        with:
      +          enable-cache: true
      +      - run: uv sync --locked --all-groups
      +      - run: uv pip check
      +      - run: uv run --no-sync python -c "import weather_api"
      +
      +  python-ci:
      +    needs: [lint, smoke]
      +    if: always()
      +    runs-on: ubuntu-latest
      +    permissions: {}
      +    steps:
      +      - name: Fail unless the needed jobs succeeded
      +        if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled') || contains(needs.*.result, 'skipped')
      +        run: exit 1
      "
    `);
  });

  test.each(['uv-app', 'poetry-service', 'pdm-service', 'pipenv-service', 'compiled-requirements'])(
    'passes every gate: %s',
    async (fixture) => {
      const repository = clone(fixture);
      await lockkeeper(['init', '--workflow', repository.path]);
      const args = ['check', '--all', '--required', 'python-ci', repository.path];
      const { code, stdout } = await lockkeeper(args);
      expect(code).toBe(0);
      expect(stdout).toContain('1 required check will be reported');
      // No remark on the workflow either.
      expect(stdout).not.toMatch(/^ {2}\.github/m);
    },
  );

  test('writes nothing with --dry-run, and never over a file that is there', async () => {
    const repository = createProject();
    const dry = await lockkeeper(['init', '--workflow', '--dry-run', repository.path]);
    expect([dry.code, dry.stderr]).toEqual([0, 'Nothing was written (--dry-run).\n']);
    repository.write({ [PATH]: 'on: push\n' });
    const { code, stderr } = await lockkeeper(['init', '--workflow', repository.path]);
    expect([code, stderr]).toMatchInlineSnapshot(`
      [
        2,
        "lockkeeper: .github/workflows/python-ci.yml is there already.
        Rename it, or remove it.
      ",
      ]
    `);
  });

  test.each([
    ['nothing to write', ['init']],
    ['no lock', ['init', '--workflow']],
  ])('says what it needs: %s', async (_, args) => {
    const repository = createRepository();
    repository.commit({ 'README.md': 'hello\n' });
    const { code, stderr } = await lockkeeper([...args, repository.path]);
    expect(code).toBe(2);
    expect(stderr).toMatchSnapshot();
  });
});
