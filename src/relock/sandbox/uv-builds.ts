/**
 * uv builds what is editable also with `--no-build`. The environment of a build is made in a folder
 * of uv's cache: with a file in its place there is none, and nothing runs.
 * Source: uv `crates/uv-cache/src/lib.rs`, `CacheBucket::Builds`, the same from 0.4 through 0.13
 */
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const UV_BUILDS = 'builds-v0';

/** @param cache uv's own; need not be there */
export async function setUvBuilds(cache: string, mode: 'allow' | 'forbid'): Promise<void> {
  const place = join(cache, UV_BUILDS);
  const there = await lstat(place).catch(() => 'nothing' as const);
  const isForbidden = there !== 'nothing' && there.isFile();
  if (isForbidden === (mode === 'forbid')) return;
  await rm(place, { recursive: true, force: true });
  if (mode === 'allow') return;
  await mkdir(cache, { recursive: true });
  await writeFile(place, 'Lockkeeper builds nothing.\n');
}
