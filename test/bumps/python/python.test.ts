/** The patch version of Python: which places move, which stay, and what is locked again. */
import { describe, expect, it } from 'vitest';
import { editPython, movedPlaces } from '../../../src/bumps/python/edit.ts';
import { pythonPins } from '../../../src/bumps/python/pins.ts';
import { type PythonPlanInput, planPython } from '../../../src/bumps/python/plan.ts';
import { leftAlone, subjectsOf } from '../../../src/bumps/subjects.ts';
import type { Left, MovedPlace } from '../../../src/bumps/types.ts';
import { type BumpsConfiguration, defaultBumps } from '../../../src/config/bumps.ts';
import { defaultConfiguration } from '../../../src/config/defaults.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { tomlDocument } from '../../../src/locks/documents.ts';
import { contentHash } from '../../../src/locks/pipenv/content-hash.ts';
import { loadReaders } from '../../../src/python/places/index.ts';
import { createEngine, type Engine } from '../../../src/relock/engine.ts';
import type { Files } from '../../relock/projects.ts';
import { useBench } from '../../relock/support.ts';
import { CONTEXT } from '../../support/context.ts';
import { NOW, options } from '../support.ts';

/** As uv lists them: the newest first. */
const VERSIONS = ['3.14.0', '3.13.2', '3.12.10', '3.12.7', '3.12.4', '3.11.9', '3.11.2'];

interface Given {
  readonly bumps?: Partial<BumpsConfiguration>;
  readonly more?: Partial<PythonPlanInput>;
}

async function planned(files: Files, { bumps, more }: Given = {}): Promise<readonly string[]> {
  const tree = treeOfTexts(files);
  await loadReaders(Object.keys(files));
  return pythonPins(tree).flatMap((pins) => {
    const { moves, left } = planPython({
      pins,
      versions: VERSIONS,
      bumps: { ...defaultBumps, ...bumps },
      now: NOW,
      closed: [],
      editsWorkflows: true,
      ...more,
    });
    const edited = editPython(moves, tree);
    return [...edited.moves.flatMap(movedPlaces).map(moveLine), ...left.map(leftLine)];
  });
}

function moveLine({ path, line, from, to }: MovedPlace): string {
  return `${path}:${line} ${from} → ${to}`;
}

function leftLine({ name, from, to, because }: Left): string {
  return `left ${name} ${from} → ${to}: ${because}`;
}

const PINNED = { '.python-version': '3.12.4\n' };

function workflow(matrix: string): Files {
  return {
    '.github/workflows/test.yml': `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        python: [${matrix}]\n    steps:\n      - uses: actions/setup-python@v6\n        with:\n          python-version: \${{ matrix.python }}\n      - run: pytest\n`,
  };
}

describe('what moves', () => {
  it.each<[name: string, files: Files, given: Given, expected: readonly string[]]>([
    [
      'all places that are behind; the first is current',
      { '.python-version': '3.12.10\n', Dockerfile: 'FROM python:3.12.4-slim\n' },
      {},
      ['Dockerfile:1 3.12.4 → 3.12.10'],
    ],
    [
      'each place in its manner',
      {
        '.python-version': 'cpython@3.12.4\n',
        '.tool-versions': 'nodejs 24.0.0\npython 3.12.7\n',
        'mise.toml': '[tools]\npython = "3.12.4"\n',
        'runtime.txt': 'python-3.12.4\n',
        Dockerfile: `ARG PY=3.12.4\nFROM python:\${PY}-slim AS a\nFROM python:\${PY}-slim\n`,
        ...workflow('3.12.4'),
      },
      {},
      [
        '.python-version:1 3.12.4 → 3.12.10',
        '.tool-versions:2 3.12.7 → 3.12.10',
        'mise.toml:2 3.12.4 → 3.12.10',
        'Dockerfile:1 3.12.4 → 3.12.10',
        'runtime.txt:1 3.12.4 → 3.12.10',
        '.github/workflows/test.yml:7 3.12.4 → 3.12.10',
      ],
    ],
    [
      'minors each for itself: none becomes another one',
      { '.python-version': '3.12.4\n', ...workflow('"3.11.2", 3.12.7, "3.13.2"') },
      {},
      [
        '.github/workflows/test.yml:7 3.11.2 → 3.11.9',
        '.python-version:1 3.12.4 → 3.12.10',
        '.github/workflows/test.yml:7 3.12.7 → 3.12.10',
      ],
    ],
    [
      'nothing where only the minor is named',
      { '.python-version': '3.12\n', Dockerfile: 'FROM python:3.12-slim\n' },
      {},
      [],
    ],
    ['nothing where all are current', { '.python-version': '3.12.10\n' }, {}, []],
    ['nothing of what is ahead of uv', { '.python-version': '3.12.11\n' }, {}, []],
    ['no pre-release', { '.python-version': '3.14.0rc1\n' }, {}, []],
    ['no minor that uv does not know', { '.python-version': '3.7.1\n' }, {}, []],
    [
      'projects apart',
      {
        'api/pyproject.toml': '[project]\nname = "api"\n',
        'api/.python-version': '3.11.2\n',
        'web/pyproject.toml': '[project]\nname = "web"\n',
        'web/.python-version': '3.12.4\n',
      },
      {},
      ['api/.python-version:1 3.11.2 → 3.11.9', 'web/.python-version:1 3.12.4 → 3.12.10'],
    ],
  ])('%s', async (_, files, given, expected) => {
    expect(await planned(files, given)).toEqual(expected);
  });
});

describe('what stays, and why', () => {
  const rule = { package: 'python', reason: 'our image is built by hand' };
  const closed = [
    {
      how: 'declined' as const,
      group: 'python',
      number: 7,
      moves: [{ name: 'Python 3.12', to: '3.12.7' }],
    },
  ];
  it.each<[name: string, files: Files, given: Given, expected: readonly string[]]>([
    [
      'a tag with a digest; the place beside it moves',
      { ...PINNED, Dockerfile: 'FROM python:3.12.4-slim@sha256:00ff\n' },
      {},
      [
        '.python-version:1 3.12.4 → 3.12.10',
        'left Python 3.12 3.12.4 → 3.12.10: Dockerfile:1 stays: the digest behind its tag decides which image is taken',
      ],
    ],
    [
      'patches that are tested beside each other',
      { ...PINNED, ...workflow('3.12.4, 3.12.7') },
      {},
      [
        '.python-version:1 3.12.4 → 3.12.10',
        'left Python 3.12 3.12.4 → 3.12.10: .github/workflows/test.yml:7 stays: other patches of the same minor stand beside it',
        'left Python 3.12 3.12.7 → 3.12.10: .github/workflows/test.yml:7 stays: other patches of the same minor stand beside it',
      ],
    ],
    [
      'everything, where the manifest asks for this very version',
      { ...PINNED, 'pyproject.toml': '[project]\nname = "a"\nrequires-python = "==3.12.4"\n' },
      {},
      [
        'left Python 3.12 3.12.4 → 3.12.10: `==3.12.4` in pyproject.toml:3 (requires-python) keeps it out',
      ],
    ],
    [
      'one release that the manifest leaves out; the one before is taken',
      { ...PINNED, 'pyproject.toml': '[project]\nname = "a"\nrequires-python = "!=3.12.10"\n' },
      {},
      [
        '.python-version:1 3.12.4 → 3.12.7',
        'left Python 3.12 3.12.4 → 3.12.10: `!=3.12.10` in pyproject.toml:3 (requires-python) keeps it out',
      ],
    ],
    [
      'what is ignored',
      PINNED,
      { bumps: { ignore: [rule] } },
      ['left Python 3.12 3.12.4 → 3.12.10: it is ignored: our image is built by hand'],
    ],
    [
      'an ignored version; the one before is taken',
      PINNED,
      { bumps: { ignore: [{ ...rule, versions: '==3.12.10' }] } },
      [
        '.python-version:1 3.12.4 → 3.12.7',
        'left Python 3.12 3.12.4 → 3.12.10: it is ignored: our image is built by hand',
      ],
    ],
    [
      'everything where it is switched off',
      PINNED,
      { bumps: { python: 'off' } },
      ['left Python 3.12 3.12.4 → 3.12.10: `bumps.python` is `off`'],
    ],
    [
      'what was declined, and what is older; a newer patch is proposed',
      { ...PINNED, ...workflow('"3.11.2"') },
      { more: { closed } },
      ['.github/workflows/test.yml:7 3.11.2 → 3.11.9', '.python-version:1 3.12.4 → 3.12.10'],
    ],
    [
      'the newest patch, once it was declined',
      { ...PINNED, ...workflow('"3.11.2"') },
      { more: { closed, versions: VERSIONS.filter((one) => one !== '3.12.10') } },
      [
        '.github/workflows/test.yml:7 3.11.2 → 3.11.9',
        'left Python 3.12 3.12.4 → 3.12.7: #7, which proposed it, was closed without being merged',
      ],
    ],
    [
      'workflows where they may not be changed',
      { ...PINNED, ...workflow('3.12.4') },
      { more: { editsWorkflows: false } },
      [
        '.python-version:1 3.12.4 → 3.12.10',
        'left Python 3.12 3.12.4 → 3.12.10: .github/workflows/test.yml:7 stays: changing workflows takes the permission `workflows: write`, which was not granted',
      ],
    ],
  ])('%s', async (_, files, given, expected) => {
    expect(await planned(files, given)).toEqual(expected);
  });
});

describe('locks that depend on it', () => {
  const local = useBench();

  /** `[requires]` counts in the hash of a Pipfile. */
  function pipenv(version: string): Files {
    const Pipfile = `[packages]\n\n[requires]\npython_full_version = "${version}"\n`;
    const document = tomlDocument(treeOfTexts({ Pipfile }), 'Pipfile');
    const manifest = document.kind === 'document' ? document.value : {};
    const _meta = {
      hash: { sha256: contentHash(manifest, 'current') },
      'pipfile-spec': 6,
      requires: { python_full_version: version },
      sources: [],
    };
    return { Pipfile, 'Pipfile.lock': JSON.stringify({ _meta, default: {}, develop: {} }) };
  }

  async function proposed(files: Files, relock: Engine['relock'] = local.bench.engine.relock) {
    const tree = treeOfTexts(files);
    await loadReaders(Object.keys(files));
    const subject = subjectsOf(tree, leftAlone(defaultConfiguration, 'not')).find(
      ({ title }) => title === 'Python',
    );
    const proposal = await subject?.propose({ ...local.bench.engine, relock }, options(tree));
    const changes = proposal?.bumps.flatMap((one) => one.changes) ?? [];
    return {
      changed: changes.map(({ path, after }) => `${path}: ${/3\.8\.\d+/.exec(after)?.[0]}`),
      left: (proposal?.left ?? []).map(leftLine),
      obstacles: (proposal?.obstacles ?? []).map(({ reason }) => reason),
    };
  }

  it('are made again, and come along', async () => {
    const after = pipenv('3.8.20')['Pipfile.lock'] ?? '';
    const tool = { name: 'pipenv', version: '2026.8.0', because: 'it is a test' } as const;
    const found = await proposed(pipenv('3.8.3'), async () => ({
      kind: 'relocked',
      changes: [{ path: 'Pipfile.lock', before: 'none', after }],
      tool,
      figures: { seconds: 0, peakBytes: 0 },
      cutOff: 'none',
      notes: [],
    }));
    expect(found).toEqual({
      changed: ['Pipfile: 3.8.20', 'Pipfile.lock: 3.8.20'],
      left: [],
      obstacles: [],
    });
  });

  it('keep it back where their tool has no such Python', async () => {
    expect(await proposed(pipenv('3.8.3'))).toEqual({
      changed: [],
      left: [
        'left Python 3.8 3.8.3 → 3.8.20: Pipfile.lock could not be made: Pipenv needs Python 3.8.20, and there is none on this host: fetching Python is switched off',
      ],
      obstacles: [
        'Pipfile.lock could not be made: Pipenv needs Python 3.8.20, and there is none on this host: fetching Python is switched off',
      ],
    });
  });

  it('do not where they were stale before', async () => {
    const { Pipfile = '', 'Pipfile.lock': lock = '' } = pipenv('3.8.3');
    const stale = {
      Pipfile: Pipfile.replace('[packages]', '[packages]\nalpha = "*"'),
      'Pipfile.lock': lock,
    };
    expect((await proposed(stale)).changed).toEqual(['Pipfile: 3.8.20']);
  });
});

it('says why where uv does not list the releases', async () => {
  const tree = treeOfTexts(PINNED);
  await loadReaders(Object.keys(PINNED));
  const engine = createEngine({
    toolbox: { find: async () => ({ problem: 'uv is not here', remedy: 'Install it.' }) },
    pythons: { folder: '', fetches: false },
    ...{ caches: '', context: CONTEXT, trusted: new Set<string>(), builds: false },
  });
  const [subject] = subjectsOf(tree, leftAlone(defaultConfiguration, 'not'));
  expect(await subject?.propose(engine, options(tree))).toEqual({
    project: { lock: 'Python', directory: '' },
    bumps: [],
    left: [],
    obstacles: [
      { reason: 'uv is not here', remedy: 'Install it.', diagnosis: '', cause: 'surroundings' },
    ],
    unknownAdvisories: 'none',
  });
});
