/** Source distributions of a few files, made in memory. */
import { gzipSync } from 'node:zlib';
import { type Distribution, modulePart, type Release } from './wheel.ts';

/**
 * Its metadata is of a version that nobody believes: to know what it requires, tools have to build.
 * Source: PEP 625 (its name and top folder), PEP 643 (only 2.2 and later can be relied on).
 */
export function sdistOf(
  { name, version }: Release,
  sources: Readonly<Record<string, string>>,
): Distribution {
  const folder = `${modulePart(name)}-${version}`;
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const files = Object.entries({ 'PKG-INFO': metadata, ...sources });
  const tar = Buffer.concat([
    ...files.map(([path, text]) => entryOf(`${folder}/${path}`, Buffer.from(text))),
    Buffer.alloc(2 * BLOCK),
  ]);
  return { filename: `${folder}.tar.gz`, content: gzipSync(tar), metadata: 'none' };
}

const BLOCK = 512;

/** @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar) */
function entryOf(path: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  // The sum is made with spaces in its own place.
  header.write(' '.repeat(8), 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}
