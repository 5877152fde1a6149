/** Wheels of a few hundred bytes, made in memory. */
import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';

/** A release of a package, as tests write it down. */
export interface Release {
  /** As people write it: `Flask-Login`. */
  readonly name: string;
  readonly version: string;
  /** Requirements (PEP 508). */
  readonly requires?: readonly string[];
  readonly requiresPython?: string;
  /** ISO 8601, UTC; the first second of 2026 where it is left out. */
  readonly uploaded?: string;
  /** Pages by label: `{ Source: 'https://github.com/acme/alpha' }`. */
  readonly urls?: Readonly<Record<string, string>>;
  /** Why it was taken back (PEP 592). */
  readonly yanked?: string;
  /** Of the wheel (PEP 425): `py3-none-win32`; for every platform where it is left out. */
  readonly tag?: string;
  /** Further files of the wheel, by path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Files of a source distribution, by path; there is no wheel then. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** A file of the index. */
export interface Distribution {
  readonly filename: string;
  readonly content: Buffer;
  /** Core metadata, as served beside the file (PEP 658); `none` for source distributions. */
  readonly metadata: string | 'none';
}

export interface Wheel extends Distribution {
  readonly metadata: string;
}

/** The name as file names have it (PEP 427, PEP 625). */
export function modulePart(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '_');
}

/** A fixed time: the same release gives the same bytes, and so the same hash. */
const MTIME = new Date('2026-01-01T00:00:00Z');

/**
 * A pure-Python wheel with one empty module.
 * Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
 */
export function wheelOf(release: Release): Wheel {
  const { name, version, requires = [], requiresPython, urls = {}, beside = {} } = release;
  const { tag = 'py3-none-any' } = release;
  const module = modulePart(name);
  const info = `${module}-${version}.dist-info`;
  const metadata = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...(requiresPython === undefined ? [] : [`Requires-Python: ${requiresPython}`]),
    ...Object.entries(urls).map(([label, url]) => `Project-URL: ${label}, ${url}`),
    ...requires.map((requirement) => `Requires-Dist: ${requirement}`),
    '',
  ].join('\n');
  const files: Readonly<Record<string, string>> = {
    [`${module}/__init__.py`]: `VERSION = "${version}"\n`,
    ...beside,
    [`${info}/METADATA`]: metadata,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
  };
  const record = `${Object.entries(files).map(recordLine).join('')}${info}/RECORD,,\n`;
  const zipped = zipSync(
    Object.fromEntries(
      Object.entries({ ...files, [`${info}/RECORD`]: record }).map(([path, text]) => [
        path,
        [strToU8(text), { mtime: MTIME, level: 0 }] as const,
      ]),
    ),
  );
  return {
    filename: `${module}-${version}-${tag}.whl`,
    content: Buffer.from(zipped),
    metadata,
  };
}

function recordLine([path, text]: readonly [string, string]): string {
  const digest = createHash('sha256').update(text).digest('base64url');
  return `${path},sha256=${digest},${Buffer.byteLength(text)}\n`;
}
