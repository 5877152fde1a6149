/** Packages that have to be built, which runs whatever their authors put there. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBench, type Files, manifestFor, type ToolKind } from './projects.ts';
import { CANARY, hasRun, useBench } from './support.ts';

/** Touches the canary, and does all that a backend has to: tools could go on with it. */
const BACKEND = `${CANARY}
import zipfile

INFO = {
    "METADATA": "Metadata-Version: 2.1\\nName: omega\\nVersion: 1.0\\nRequires-Dist: beta\\n",
    "WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "RECORD": "",
}

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "omega-1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for path, text in INFO.items():
            wheel.writestr(f"omega-1.0.dist-info/{path}", text)
    return name
`;

/** Has only a source distribution, which needs nothing to be built but itself. */
const OMEGA = {
  name: 'omega',
  version: '1.0',
  sources: {
    'pyproject.toml':
      '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    'backend.py': BACKEND,
    'setup.py': CANARY,
  },
};

/** Built as in old times, with a setuptools of the attacker that starts with every Python. */
const PSI = {
  name: 'psi',
  version: '1.0',
  sources: { 'setup.py': `${CANARY}from setuptools import setup\nsetup(name="psi")\n` },
};

const local = useBench([
  { name: 'setuptools', version: '80.0', beside: { 'evil.pth': CANARY } },
  { name: 'beta', version: '1.0' },
  { name: 'gamma', version: '1.0' },
  { name: 'gamma', version: '1.1' },
  { name: 'rho', version: '1.0' },
  { name: 'rho', version: '1.1', requires: ['omega'] },
  { name: 'delta', version: '1.0', requires: ['demo>=24.1'] },
  OMEGA,
  PSI,
]);

const KINDS: readonly ToolKind[] = [
  'uv',
  'uv pip compile',
  'poetry',
  'pdm',
  'pipenv',
  'pip-compile',
];

/** The project that asks for `name`, beside a clean package. */
function asking(kind: ToolKind, name: string): Files {
  const files = Object.entries(manifestFor(kind, local.index, '>=1'));
  return Object.fromEntries(files.map(([path, text]) => [path, text.replace('alpha', name)]));
}

describe('without permission', () => {
  test.each(KINDS.flatMap((kind) => [[kind, 'omega'] as const, [kind, 'psi'] as const]))(
    '%s builds no %s, and says so',
    async (kind, name) => {
      const { result } = await local.bench.relock(kind, asking(kind, name), 'none');
      expect(hasRun(local.bench)).toBe(false);
      expect(result).toMatchObject({
        kind: 'failed',
        reason: expect.stringMatching(
          /(?:needs to build (?:omega|psi|a package), which would run its code|found no wheel of (?:omega|psi)>=1, and nothing is built)$/,
        ),
        remedy: expect.stringContaining('RELOCK_BUILDS=allow'),
      });
    },
    60_000,
  );

  describe('uv', () => {
    /** A package of the project, with the attacker's setuptools behind it. */
    function own(field: string): Files {
      const files = asking('uv', 'beta');
      const manifest = (files['pyproject.toml'] ?? '').replace(/^version = .*$/m, field);
      const backend = '[build-system]\nrequires = ["setuptools"]\n';
      return { ...files, 'pyproject.toml': `${manifest}\n${backend}` };
    }

    test('locks a project whose version is dynamic, and builds nothing for that', async () => {
      const { files } = await local.bench.relock('uv', own('dynamic = ["version"]'), 'none');
      expect(files['uv.lock']).toContain('name = "demo"\nsource = { editable = "." }\n');
      const again = await local.bench.relock('uv', files, [{ name: 'beta' }]);
      expect(again.result.kind).toBe('unchanged');
      expect(hasRun(local.bench)).toBe(false);
    }, 30_000);

    test('also where others ask for a release of it', async () => {
      const dynamic = own('dynamic = ["version"]');
      const manifest = (dynamic['pyproject.toml'] ?? '').replace('"beta', '"delta');
      const files = { ...dynamic, 'pyproject.toml': manifest };
      const { result } = await local.bench.relock('uv', files, 'none');
      expect(result.kind, JSON.stringify(result)).toBe('relocked');
      expect(hasRun(local.bench)).toBe(false);
    }, 30_000);

    /** A lock that was made elsewhere, with a package that has no wheel. */
    async function lockedElsewhere(more = ''): Promise<Files> {
      const permitted = createBench(local.index, true);
      onTestFinished(() => permitted.close());
      const files = asking('uv', 'rho');
      const manifest = `${files['pyproject.toml']}${more}`;
      const made = await permitted.relock('uv', { 'pyproject.toml': manifest }, 'none');
      expect(made.files['uv.lock']).toContain('name = "omega"');
      return made.files;
    }

    test('knows from the lock what a locked package requires', async () => {
      const files = await lockedElsewhere();
      const moved = await local.bench.relock('uv', files, [{ name: 'gamma', version: '1.0' }]);
      expect(moved.files['uv.lock']).toContain('name = "gamma"\nversion = "1.0"\n');
      expect(withoutGamma(moved.files)).toBe(withoutGamma(files));
      expect(hasRun(local.bench)).toBe(false);
    }, 30_000);

    function withoutGamma(files: Files): string {
      return (files['uv.lock'] ?? '').replace(/^name = "gamma"[\s\S]*?^\]$/m, '');
    }

    // Where the project tells uv about others itself, we do not write over it.
    test('takes no older release to get around a build', async () => {
      const own = '\n[[tool.uv.dependency-metadata]]\nname = "other"\nrequires-dist = []\n';
      const files = await lockedElsewhere(own);
      const { result } = await local.bench.relock('uv', files, [{ name: 'gamma' }]);
      expect(result).toMatchObject({
        reason: 'uv needs to build omega, which would run its code',
      });
      expect(hasRun(local.bench)).toBe(false);
    }, 30_000);

    test.each([
      ['dependencies', 'version = "1"\ndynamic = ["optional-dependencies"]'],
      ['dependencies and a version', 'dynamic = ["version", "optional-dependencies"]'],
    ])(
      'builds no project with dynamic %s',
      async (_, field) => {
        const { result } = await local.bench.relock('uv', own(field), 'none');
        expect(result).toMatchObject({
          kind: 'failed',
          reason: 'uv needs to build demo, which would run its code',
          remedy: expect.stringContaining('RELOCK_BUILDS=allow'),
        });
        expect(hasRun(local.bench)).toBe(false);
      },
      30_000,
    );

    test('builds no member of a workspace, of two the second', async () => {
      const member = (field: string) =>
        `[project]\nname = "second"\nrequires-python = ">=3.11"\n${field}\n\n[build-system]\nrequires = ["setuptools"]\n`;
      const root = own('version = "1"');
      const manifest = `${root['pyproject.toml']}\n[tool.uv.workspace]\nmembers = ["second"]\n`;
      const files = (field: string) => {
        return { ...root, 'pyproject.toml': manifest, 'second/pyproject.toml': member(field) };
      };
      const version = await local.bench.relock('uv', files('dynamic = ["version"]'), 'none');
      expect(version.files['uv.lock']).toContain(
        'name = "second"\nsource = { editable = "second" }\n',
      );
      const all = 'dynamic = ["version", "dependencies"]';
      const { result } = await local.bench.relock('uv', files(all), 'none');
      expect(result).toMatchObject({
        reason: 'uv needs to build second, which would run its code',
      });
      expect(hasRun(local.bench)).toBe(false);
    }, 30_000);
  });

  test('people read which package it is, and who can allow it; also when they ask again', async () => {
    const ask = () => local.bench.relock('poetry', asking('poetry', 'omega'), 'none');
    const [first, again] = [await ask(), await ask()];
    expect(again.result).toEqual(first.result);
    expect(again.result).toMatchInlineSnapshot(`
      {
        "cause": "surroundings",
        "diagnosis": "Updating dependencies
      Resolving dependencies...
      Lockkeeper builds nothing: omega has no wheel, or its metadata is dynamic",
        "kind": "failed",
        "reason": "Poetry needs to build omega, which would run its code",
        "remedy": "Depend on a release with a wheel, or lock by hand. Who runs Lockkeeper can allow builds in the sandbox, if it is bubblewrap: RELOCK_BUILDS=allow, or --allow-builds on the command line.",
        "tool": "poetry",
      }
    `);
  }, 30_000);

  test('the look-up finds a release that would have to be built, and runs nothing of it', async () => {
    const request = { requirements: ['beta', 'omega'], indexes: [local.index.url], python: '3.11' };
    const found = await local.bench.engine.lookUp(request, 'look-up');
    expect(found.kind === 'found' && [...found.releases.keys()]).toEqual(['beta', 'omega']);
    expect(hasRun(local.bench)).toBe(false);
  }, 30_000);
});

describe('with permission', () => {
  test.each(KINDS)(
    '%s builds it in the sandbox, and locks what it requires',
    async (kind) => {
      const bench = createBench(local.index, true);
      onTestFinished(() => bench.close());
      const { result, files } = await bench.relock(kind, asking(kind, 'omega'), 'none');
      expect(result.kind, JSON.stringify(result, null, 2)).toBe('relocked');
      expect(Object.values(files).join('\n')).toContain('beta');
      expect(hasRun(bench)).toBe(true);
    },
    60_000,
  );
});
