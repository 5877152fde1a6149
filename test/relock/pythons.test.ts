import { describe, expect, it } from 'vitest';
import { manifestFor } from './projects.ts';
import { useBench } from './support.ts';

const local = useBench();

describe('the releases of Python that uv knows', () => {
  it('are stable ones of CPython, the newest first, listed once', async () => {
    const result = await local.bench.engine.pythons();
    const versions = result.kind === 'found' ? result.versions : [];
    const of312 = versions.filter((version) => version.startsWith('3.12.'));
    expect(of312.slice(-3)).toEqual(['3.12.2', '3.12.1', '3.12.0']);
    expect(of312.indexOf('3.12.10')).toBeLessThan(of312.indexOf('3.12.9'));
    expect(versions.filter((version) => !/^3\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(new Set(versions).size).toBe(versions.length);
    expect(result).toMatchObject({ kind: 'found', tool: { name: 'uv', version: '0.13.9' } });
    expect(await local.bench.engine.pythons()).toBe(result);
  });
});

/** What decides uv's choice where a project does not say which Pythons it supports. */
it.each([
  ['in the manner of pyenv', '3.11.99\n'],
  ['as a request', '# ours\ncpython@3.11.99\n'],
])('a pinned patch that is not here keeps nobody from locking, %s', async (_, pin) => {
  const [path, manifest] = ['pyproject.toml', manifestFor('uv', local.index, '==1.0')];
  const open = { [path]: manifest[path]?.replace('requires-python = ">=3.11"\n', '') ?? '' };
  const { files } = await local.bench.relock('uv', { ...open, '.python-version': pin }, 'none');
  expect(files['uv.lock']).toContain('requires-python = ">=3.11"\n');
  expect(files['.python-version']).toBe(pin);
});
