import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asApp } from '../fake-github/client.ts';
import { createFakeGitHub, type FakeGitHub } from '../fake-github/index.ts';
import { createRepository } from '../support/repository.ts';
import { lockkeeper } from './lockkeeper.ts';

const WORKFLOW = `on: pull_request
jobs:
  test:
    strategy:
      matrix:
        python: ["3.12", "3.13"]
  lint:
    if: github.event_name == 'push'
`;

function repository() {
  const created = createRepository();
  created.commit({
    '.github/workflows/ci.yml': WORKFLOW,
    '.github/lockkeeper.yml': 'required-checks:\n  contexts: [lint]\n',
  });
  return created;
}

test('prints what is required, and all that is reported', async () => {
  const args = ['checks', '--required', 'test (3.12), test', repository().path];
  const { code, stdout } = await lockkeeper(args);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Who reports what is required
      required     by             verdict           reported by                 on this pull request  in the merge queue
      test (3.12)  ruleset        will be reported  .github/workflows/ci.yml:3  starts                no (event not listed)
      test         ruleset        never reported
      lint         configuration  will be reported  .github/workflows/ci.yml:7  starts                no (event not listed)

    What the workflows report
      name         job                         runs     on a pull request  in the merge queue
      test (3.12)  .github/workflows/ci.yml:3  runs     starts             no (event not listed)
      test (3.13)  .github/workflows/ci.yml:3  runs     starts             no (event not listed)
      lint         .github/workflows/ci.yml:7  skipped  starts             no (event not listed)
    "
  `);
});

test('takes the names from a file, and prints for programs and for people', async () => {
  const project = repository();
  project.write({ 'required.txt': '# ours\ntest (3.12)\n\n' });
  const args = ['checks', '--required', 'required.txt', '--format'];
  const json = await lockkeeper([...args, 'json'], { cwd: project.path });
  expect(JSON.parse(json.stdout).tables[0].rows.map(([name]: string[]) => name)).toEqual([
    'test (3.12)',
    'lint',
  ]);
  const markdown = await lockkeeper([...args, 'markdown'], { cwd: project.path });
  expect(markdown.stdout).toContain('| test (3.12) | ruleset | will be reported |');
});

describe('asks GitHub', () => {
  let gh: FakeGitHub;
  beforeAll(async () => {
    gh = await createFakeGitHub();
    const repository = await gh.createRepository('acme/api', {
      files: { '.github/workflows/ci.yml': WORKFLOW },
      requires: ['lint', 'zebra'],
    });
    const pull = await repository.openPull({ change: { 'a.txt': 'a' } });
    await pull.runWorkflows();
    await pull.report('zebra', 'success', 254);
    await pull.merge();
  });
  afterAll(() => gh.stop());

  async function ask(more: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const args = ['checks', repository().path, ...more];
    return lockkeeper(args, { env: { GITHUB_API_URL: gh.url, GITHUB_TOKEN: '', ...env } });
  }

  test('what is required, and who reported it', async () => {
    const { data } = await asApp(gh).request(
      'POST /app/installations/{installation_id}/access_tokens',
      { installation_id: gh.app.installationId },
    );
    const GITHUB_TOKEN = data.token;
    const { stdout, stderr } = await ask(['--repository', 'acme/api', '--token'], { GITHUB_TOKEN });
    expect(stderr).toBe('');
    expect(stdout.split('\n\n')[0]).toMatchInlineSnapshot(`
      "Who reports what is required
        required  by       verdict            reported by                 on this pull request  in the merge queue
        zebra     ruleset  by another system
        lint      ruleset  will be reported   .github/workflows/ci.yml:7  starts                no (event not listed)"
    `);
  });

  test.each([
    ['no token', ['--repository', 'acme/api', '--token'], ''],
    ['a wrong one', ['--repository', 'acme/api', '--token', 'wrong'], ''],
    ['no repository', ['--token', 'x'], ''],
  ])('%s', async (_, args) => {
    const { code, stderr } = await ask(args);
    expect(code).toBe(2);
    expect(stderr).toMatchSnapshot();
  });
});
