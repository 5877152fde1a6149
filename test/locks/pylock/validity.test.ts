import { describe, expect, it } from 'vitest';
import { EXPORT, lock, locked, project, verdict } from './support.ts';

const GOOD = EXPORT + lock([locked('idna', '3.10')]);

/** Edits of a valid file, each with what an installer says to it. */
describe('what installers refuse, as `packaging.pylock` does', () => {
  it.each([
    ['no lock-version', 'lock-version = "1.0"\n', ''],
    ['no created-by', 'created-by = "uv"\n', ''],
    ['no packages', /\[\[packages\]\][\s\S]*/, ''],
    ['a Python that is none', '">=3.11"', '"three"'],
    ['a name that is not normalised', 'name = "idna"', 'name = "Idna"'],
    ['no name', 'name = "idna"\n', ''],
    ['a version that is none', 'version = "3.10"', 'version = "x"'],
    ['a marker that is none', 'version = "3.10"', 'marker = "os"'],
    ['nothing to install from', /wheels = .*\n/, ''],
    ['an index and a folder', 'version = "3.10"', 'directory = { path = "." }'],
    ['no hashes', /hashes = {[^}]*}/, 'hashes = {}'],
    ['no place', /url = "[^"]*"/, 'name = "idna-3.10-py3-none-any.whl"'],
    ['a wheel of another package', 'idna-3.10-', 'rich-3.10-'],
    ['a wheel of another version', 'idna-3.10-', 'idna-3.9-'],
    ['no wheel at all', 'idna-3.10-py3-none-any.whl', 'idna.whl'],
  ])('%s', (_, from, to) => {
    const file = GOOD.replace(from, to);
    expect(file).not.toBe(GOOD);
    expect(verdict({ 'pyproject.toml': project(['idna']), 'pylock.toml': file })).toMatchSnapshot();
  });

  it.each([
    ['a newer minor version', '"1.0"', '"1.7"'],
    ['a build tag', 'idna-3.10-py3', 'idna-3.10-1-py3'],
    ['a version in another spelling', 'idna-3.10-py3', 'idna-3.10.0-py3'],
    ['a URL with a query', 'any.whl"', 'any.whl?x=1#y"'],
  ])('accepted: %s', (_, from, to) => {
    const file = GOOD.replace(from, to);
    expect(file).not.toBe(GOOD);
    expect(verdict({ 'pyproject.toml': project(['idna']), 'pylock.toml': file })).toEqual([
      'fresh',
    ]);
  });
});
