import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/store/folder-lock.ts';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'lockkeeper-lock-'));
}

/** What a process writes into its lock. */
function lockOf(pid: number): string {
  if (process.platform !== 'linux') return String(pid);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return `${pid} ${stat.split(') ').at(-1)?.split(' ')[19]}`;
}

describe('one process per folder', () => {
  it('takes the lock and gives it back', () => {
    const place = folder();
    lockFolder(place).release();
    expect(() => lockFolder(place)).not.toThrow();
  });

  it('refuses while another process lives, and says what to do', () => {
    const place = folder();
    // The parent of the test runner lives for sure.
    writeFileSync(join(place, 'lockkeeper.pid'), lockOf(process.ppid));
    expect(() => lockFolder(place)).toThrow(
      /is in use by process \d+\. Stop that process, or give this one another folder/,
    );
  });

  it.each([
    ['a process that is gone (kill -9)', '4194303'],
    ['a process whose number another one has by now', `${process.ppid} 1`],
    ['nothing that is a number', 'hello'],
    ['nothing', ''],
  ])('takes over a lock of %s', (_, content) => {
    const place = folder();
    writeFileSync(join(place, 'lockkeeper.pid'), content);
    lockFolder(place);
    expect(readFileSync(join(place, 'lockkeeper.pid'), 'utf8')).toBe(lockOf(process.pid));
  });
});
