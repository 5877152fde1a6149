/** Which program runs: uv fetches versions of tools, here of a pretended uv, from the local index. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Minor } from '../../src/python/minors.ts';
import type { Tool } from '../../src/relock/installed-tool.ts';
import type { ToolChoice } from '../../src/relock/tool-version/choose.ts';
import { createToolbox, type Toolbox } from '../../src/relock/toolbox.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import type { Release } from '../index/wheel.ts';
import { createFolder, createRepository } from '../support/repository.ts';

function pretended(version: string): Release {
  const script = `#!/bin/sh\necho pretended uv ${version}\n`;
  return { name: 'uv', version, beside: { [`uv-${version}.data/scripts/uv`]: script } };
}

let index: PackageIndex;
let toolbox: Toolbox;
const home = process.cwd();

beforeAll(async () => {
  index = await startIndex([pretended('0.12.3'), pretended('0.12.4'), pretended('0.99.0')]);
  process.env.UV_DEFAULT_INDEX = index.url;
});

afterAll(async () => {
  delete process.env.UV_DEFAULT_INDEX;
  await index.close();
});

beforeEach(() => {
  toolbox = boxOf({ fetches: true });
});

function boxOf({ fetches }: { readonly fetches: boolean }): Toolbox {
  return createToolbox({
    folder: createFolder(),
    installed: process.env.LOCK_TOOLS ?? '',
    fetches,
    pythons: { folder: createFolder(), fetches: false },
  });
}

function range(specifiers: string): ToolChoice {
  return { kind: 'range', tool: 'uv', specifiers, because: 'uv.toml asks for it', python: 'any' };
}

function exact(version: string): ToolChoice {
  return { kind: 'exact', tool: 'uv', version, because: 'ci.yml:7 names it', python: 'any' };
}

/** The Python of the lock tools that the tests run with. */
function ownMinor(): Minor {
  const python = join(process.env.LOCK_TOOLS ?? '', 'python3');
  const code = 'import sys; print("%d.%d" % sys.version_info[:2])';
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim() as Minor;
}

async function found(choice: ToolChoice): Promise<Tool> {
  const tool = await toolbox.find(choice, 'uv');
  if ('problem' in tool) throw new Error(tool.problem);
  return tool;
}

describe('the version that a repository asks for', () => {
  test.each([
    ['the newest of a range', range('==0.12.*'), '0.12.4'],
    ['just one', exact('0.12.3'), '0.12.3'],
  ])(
    'is fetched and runs: %s',
    async (_, choice, version) => {
      const tool = await found(choice);
      expect(tool.version).toBe(version);
      expect(execFileSync(tool.program, { encoding: 'utf8' })).toBe(`pretended uv ${version}\n`);
    },
    30_000,
  );

  test('is the installed one where that will do', async () => {
    const { program, note } = await found(range('>=0.9,<0.99'));
    expect([program, note]).toEqual([expect.stringMatching(/\/uv$/), undefined]);
    expect(index.requests).not.toContain('/files/uv-0.99.0-py3-none-any.whl');
  });

  test('is fetched once, also when two ask at the same time', async () => {
    const before = index.requests.length;
    const [one, other] = await Promise.all([found(exact('0.12.3')), found(exact('0.12.3'))]);
    expect(other.program).toBe(one.program);
    const asked = index.requests.slice(before).filter((path) => path === '/simple/uv/');
    expect(asked).toHaveLength(1);
  }, 30_000);

  test('runs in the Python that is wanted', async () => {
    const { python } = await found({ ...exact('0.12.3'), python: ownMinor() });
    expect(python).toBe(ownMinor());
  }, 30_000);

  // On the command line people stand in the repository, and uv reads the settings around it.
  test('is fetched whatever the repository around says about uv', async () => {
    const repository = createRepository();
    repository.write({ 'uv.toml': 'required-version = "==0.12.3"\nno-index = true\n' });
    process.chdir(repository.path);
    const tool = await found(exact('0.12.3')).finally(() => process.chdir(home));
    expect(tool.version).toBe('0.12.3');
  }, 30_000);
});

describe('where it cannot be had', () => {
  test('another version stands in, and that is said', async () => {
    const { version, note } = await found(exact('0.11.0'));
    expect(note?.replaceAll(version, 'VERSION')).toMatchInlineSnapshot(
      `"uv VERSION stood in for uv 0.11.0 (ci.yml:7 names it): it could not be fetched (cause: Because there is no version of uv==0.11.0 and you require uv==0.11.0, we can conclude that your requirements are unsatisfiable.)"`,
    );
  }, 30_000);

  test('not in another Python: it would lock for that one', async () => {
    const choice: ToolChoice = {
      ...{ kind: 'range', tool: 'pip-tools', specifiers: '', because: '' },
      python: '3.5',
    };
    const none = await boxOf({ fetches: false }).find(choice, 'pip-compile');
    expect('problem' in none && none.problem.replace(ownMinor(), 'X')).toBe(
      'pip-tools runs in Python X here, and the lock was made in Python 3.5: fetching tools is switched off',
    );
  });

  test('also when fetching is switched off', async () => {
    toolbox = boxOf({ fetches: false });
    const { version, note } = await found(range('==0.12.*'));
    expect(note?.replaceAll(version, 'VERSION')).toMatchInlineSnapshot(
      `"uv VERSION stood in for uv==0.12.* (uv.toml asks for it): fetching tools is switched off"`,
    );
  });
});
