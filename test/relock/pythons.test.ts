import { describe, expect, it } from 'vitest';
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
