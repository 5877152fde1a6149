import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gates } from '../../src/gates/index.ts';
import { lockkeeper } from './lockkeeper.ts';

describe('lockkeeper --help', () => {
  test.each([[[]], [['check']], [['explain']], [['serve']]])(
    'has examples: %j',
    async (command) => {
      const { code, stdout } = await lockkeeper([...command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(['Usage: lockkeeper', ...command].join(' '));
      expect(stdout).toContain('Examples:\n  ');
    },
  );
});

describe('lockkeeper explain', () => {
  test('lists all rules', async () => {
    const { code, stdout } = await lockkeeper(['explain']);
    expect(code).toBe(0);
    for (const { id } of gates.flatMap(({ rules }) => rules)) expect(stdout).toContain(id);
  });

  test('lists the rules of one gate', async () => {
    const { code, stdout } = await lockkeeper(['explain', 'lockfile']);
    expect(code).toBe(0);
    expect(stdout).toContain('lockfile/stale');
  });

  test('prints the page of a rule', async () => {
    const { code, stdout } = await lockkeeper(['explain', 'lockfile/stale']);
    expect(code).toBe(0);
    expect(stdout).toContain('lockfile/stale');
    expect(stdout).toContain('Why it matters:');
    expect(stdout).toContain('To repair (here with uv):');
  });

  test.each([
    ['lockfile/stael', 'Did you mean lockfile/stale? '],
    ['stale', 'Did you mean lockfile/stale? '],
    ['nonsense-nobody-would-write', ''],
  ])('says what else there is for %s', async (rule, hint) => {
    expect(await lockkeeper(['explain', rule])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `lockkeeper: No rule is called \`${rule}\`.\n` +
        `  ${hint}List all rules: lockkeeper explain\n`,
    });
  });
});

test.each(['--version', '-V'])('lockkeeper %s tells what runs here', async (flag) => {
  const { code, stdout } = await lockkeeper([flag]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^lockkeeper +\d+\.\d+\.\d+\n/);
  expect(stdout).toContain(`node        ${process.versions.node}\n`);
});

test('lockkeeper --version shows the lock tools that would run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockkeeper-tools-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'uv'), '#!/bin/sh\necho uv 9.8.7\n', { mode: 0o755 });
  const { stdout } = await lockkeeper(['--version'], { env: { LOCK_TOOLS: folder } });
  expect(stdout).toContain('uv          9.8.7\n');
});
