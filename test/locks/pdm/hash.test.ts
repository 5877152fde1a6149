/** One change to a fresh project each, with the verdict of the real `pdm lock --check` (2.29.3). */
import { describe, expect, it } from 'vitest';
import { edited, hashOf, judge, LOCK, lockFor, lockText, MANIFEST } from './support.ts';

type Change = readonly [from: string, to: string];

function status(manifest: string, lock: string): string {
  return judge({ 'pyproject.toml': manifest, 'pdm.lock': lock }).freshness.status;
}

function manifestWith([from, to]: Change): string {
  return edited(MANIFEST, from, to);
}

/** A lock whose hash is that of the manifest. */
function rehashed(manifest: string): string {
  return lockFor({ 'pyproject.toml': manifest });
}

const DEV = '[dependency-groups]\nDev_A = ["pytest>=8"]';
const LINT = '[tool.pdm.dev-dependencies]\nlint = ["ruff"]\n';
const RESOLUTION = '[tool.pdm.resolution.overrides]\nh11 = "0.14"\n';

describe('a change to the manifest', () => {
  it.each<[string, Change]>([
    ['nothing', ['', '']],
    ['name', ['name = "app"', 'name = "other"']],
    ['version', ['"1.0"', '"2.0"']],
    ['description and scripts', ['An app"', 'My app"\nscripts.x = "y"']],
    ['dep-group name case only', ['Dev_A', 'dev_a']],
    ['dep-group name with another separator', ['Dev_A', '"Dev.A"']],
    ['dep-group name with a run of them', ['Dev_A', 'Dev__A']],
    ['dev-dep moved to dependency-groups', [LINT, '']],
    ['legacy overrides', [LINT, `${LINT}[tool.pdm.overrides]\nidna = "3.5"\n`]],
    ['distribution', [LINT, `${LINT}[tool.pdm]\ndistribution = false\n`]],
    ['build system', [LINT, `${LINT}[build-system]\nrequires = ["x"]\n`]],
    ['another tool', [LINT, `${LINT}[tool.black]\nx = 1979-05-27\n`]],
    [
      'keys of a source in another order',
      ['verify_ssl = true\nweight = 1.0', 'weight = 1.0\nverify_ssl = true'],
    ],
    ['empty workspace table', [LINT, `${LINT}[tool.pdm.workspace]\n`]],
  ])('%s: fresh', (name, change) => {
    const moved = name.startsWith('dev-dep moved')
      ? edited(manifestWith(change), DEV, `${DEV}\nlint = ["ruff"]`)
      : manifestWith(change);
    expect(status(moved, LOCK)).toBe('fresh');
  });

  it.each<[string, Change]>([
    ['requires-python', ['">=3.9"', '">=3.10"']],
    ['requires-python spacing', ['">=3.9"', '">= 3.9"']],
    ['requires-python removed', ['requires-python = ">=3.9"\n', '']],
    ['dep spec', ['idna>=3"', 'idna>=3.1"']],
    ['dep order', ['"idna>=3", "iniconfig>=1"', '"iniconfig>=1", "idna>=3"']],
    ['opt-dep name case only', ['Net =', 'net =']],
    ['dependency group', ['pytest>=8', 'pytest>=8.1']],
    ['dev-dependencies', ['"ruff"', '"ruff>=0.1"']],
    ['overrides', ['h11 = "0.14"', 'h11 = "0.13"']],
    ['overrides removed', [RESOLUTION, '']],
    ['excludes', [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nexcludes = ["idna"]\n`]],
    [
      'allow-prereleases',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nallow-prereleases = true\n`],
    ],
    [
      'respect-source-order',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nrespect-source-order = true\n`],
    ],
    [
      'exclude-newer',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nexclude-newer = "2024-01-01"\n`],
    ],
    [
      'lock_inputs with a lock that has a hash',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nlock_inputs = true\n`],
    ],
    ['source added', ['weight = 1.0', 'weight = 1.0\n[[tool.pdm.source]]\nname = "x"\n']],
    ['a float that becomes an integer', ['1.0\n', '1\n']],
    [
      'dynamic dependencies',
      ['dependencies = ["idna>=3", "iniconfig>=1"]', 'dynamic = ["dependencies"]'],
    ],
    ['no [project] at all', [MANIFEST, '[tool.other]\nx = 1\n']],
    ['members = [] is a workspace', [LINT, `${LINT}[tool.pdm.workspace]\nmembers = []\n`]],
  ])('%s: stale', (_, change) => expect(status(manifestWith(change), LOCK)).toBe('stale'));

  it.each<[string, Change]>([
    ['include-group', ['"pytest>=8"', '"pytest>=8", {include-group = "lint"}']],
    [
      'floats, big integers, infinity',
      ['weight = 1.0', 'weight = [1e16, 123456789012345678901234567890, inf, 0.1]'],
    ],
    [
      'other alphabets and DEL in the resolution',
      ['h11 = "0.14"', 'h11 = "0.14"\n"é😀\\u007f" = "1"'],
    ],
    [
      'lock_inputs = false',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nlock_inputs = false\n`],
    ],
    ['one group in both tables, read once', ['lint =', 'dev_a = ["mypy"]\nlint =']],
    ['one group in both tables, differently cased', ['lint =', 'DEV-A = ["mypy"]\nlint =']],
  ])('%s, with the hash of it: fresh', (_, change) => {
    expect(status(manifestWith(change), rehashed(manifestWith(change)))).toBe('fresh');
  });

  it.each<[string, Change]>([
    ['two groups with one normal form', ['Dev_A =', 'dev-a = []\nDev_A =']],
    [
      'exclude-newer as a date',
      [RESOLUTION, `${RESOLUTION}[tool.pdm.resolution]\nexclude-newer = 2024-01-01\n`],
    ],
    ['a date in a source', ['weight = 1.0', 'weight = 1979-05-27']],
    ['byte order mark', ['[project]', '\u{feff}[project]']],
    ['merge markers', ['[project]', '<<<<<<< a\n[project]\n=======\n>>>>>>> b']],
  ])('%s: PDM stops', (_, change) => expect(status(manifestWith(change), LOCK)).toBe('refused'));

  it('CRLF is nothing', () => {
    expect(status(MANIFEST.replaceAll('\n', '\r\n'), LOCK)).toBe('fresh');
  });

  it.each(['[tool.poetry]\nname = "app"\n', '[tool.flit.metadata]\nmodule = "app"\n'])(
    'metadata that PDM converts first: unable',
    (manifest) => {
      expect(status(manifest, LOCK)).toBe('unable');
    },
  );
});

describe('a change to the lock', () => {
  const digits = hashOf({ 'pyproject.toml': MANIFEST }).slice('sha256:'.length);
  const VERSION = '"4.5.1"';

  it.each<[string, Change]>([
    ['strategy', ['inherit_metadata', 'direct_minimal_versions']],
    ['fewer groups', ['["default", "dev-a", "lint", "net"]', '["default"]']],
    [
      'another Python of the target',
      [
        '[[metadata.targets]]\nrequires_python = ">=3.9"',
        '[[metadata.targets]]\nrequires_python = ">=3.10"',
      ],
    ],
    ['body', ['summary = ""', 'summary = "other"']],
    ['version 4.5.0', [VERSION, '"4.5.0"']],
    ['version 4.5', [VERSION, '"4.5"']],
    ['version 4.4.1', [VERSION, '"4.4.1"']],
    ['version 4.5.2', [VERSION, '"4.5.2"']],
    ['version 4.0', [VERSION, '"4.0"']],
    ['another algorithm', [`sha256:${digits}`, hashOf({ 'pyproject.toml': MANIFEST }, 'md5')]],
    ['SHA-3', [`sha256:${digits}`, hashOf({ 'pyproject.toml': MANIFEST }, 'sha3_256')]],
  ])('%s: fresh', (_, [from, to]) => {
    expect(status(MANIFEST, edited(LOCK, from, to))).toBe('fresh');
  });

  it.each<[string, string, Change]>([
    ['version 4.6.0', 'refused', [VERSION, '"4.6.0"']],
    ['version 5.0', 'refused', [VERSION, '"5.0"']],
    ['version 3.1', 'refused', [VERSION, '"3.1"']],
    ['no version', 'refused', [`lock_version = ${VERSION}\n`, '']],
    ['a version that is none', 'refused', [VERSION, '"abc"']],
    ['no hash', 'stale', [`content_hash = "sha256:${digits}"\n`, '']],
    ['no algorithm', 'stale', ['sha256:', '']],
    ['unknown algorithm', 'refused', ['sha256:', 'foo:']],
    ['upper case', 'stale', [digits, digits.toUpperCase()]],
    ['broken', 'refused', ['[[package]]', '[[package]']],
    ['merge markers', 'refused', ['[metadata]', '<<<<<<< a\n[metadata]\n=======\n>>>>>>> b']],
    ['byte order mark', 'refused', ['#', '\u{feff}#']],
  ])('%s: %s', (_, expected, [from, to]) => {
    expect(status(MANIFEST, edited(LOCK, from, to))).toBe(expected);
  });

  it('empty: refused', () => expect(status(MANIFEST, '')).toBe('refused'));
  it('CRLF: fresh', () => expect(status(MANIFEST, LOCK.replaceAll('\n', '\r\n'))).toBe('fresh'));

  it('one group in both tables and another hash: unable, since relocking does not help', () => {
    const doubled = edited(MANIFEST, 'lint =', 'dev_a = ["pytest"]\nlint =');
    expect(status(doubled, LOCK)).toBe('unable');
  });

  it('records nothing but a lock_inputs of no use: stale', () => {
    expect(status(MANIFEST, lockText('lock_inputs = 1\n'))).toBe('stale');
  });
});
