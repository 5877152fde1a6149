/**
 * All kinds of files that name Python versions. A new one is a file beside this one and an entry in
 * the list. Readers are loaded when there is something for them to read: parsing YAML, Dockerfiles
 * and Python takes libraries whose loading takes longer than judging a repository.
 */
import type { Reading, ReadPlaces } from './types.ts';

export interface PlaceKind {
  /** What such a file is called: `Dockerfile`, `tox configuration`. */
  readonly name: string;
  /** Paths relative to the repository, with `/`. */
  readonly path: RegExp;
  readonly load: () => Promise<ReadPlaces>;
}

const DOCKERFILE =
  /^(?!.*\.(?:dockerignore|j2|jinja2?|tmpl|tpl|template|md|sh|py|erb)$)(?:.*\/)?(?:(?:Dockerfile|Containerfile)(?:[.-][^/]+)?|[^/]*\.(?:dockerfile|containerfile))$/i;
const OTHER_CI =
  /^(?:\.gitlab-ci\.ya?ml|\.gitlab\/.*\.ya?ml|\.circleci\/.*\.ya?ml|\.?azure-pipelines[\w.-]*\.ya?ml|\.cirrus\.ya?ml|\.travis\.ya?ml|\.?appveyor\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.woodpecker(?:\/.*)?\.ya?ml|\.buildkite\/.*\.ya?ml|cloudbuild\.ya?ml)$/;
const CONDA = /(?:^|\/)(?:[\w.-]*[-_.])?(?:environment|conda-env)(?:[-_.][\w.-]+)?\.ya?ml$/;

export const placeKinds: readonly PlaceKind[] = [
  {
    name: 'version file',
    path: /(?:^|\/)\.python-version(?:s|[-.][\w.-]+)?$/,
    load: async () => (await import('./version-files.ts')).pythonVersionFile,
  },
  {
    name: '.tool-versions',
    path: /(?:^|\/)\.tool-versions$/,
    load: async () => (await import('./version-files.ts')).toolVersionsFile,
  },
  {
    name: 'runtime.txt',
    path: /(?:^|\/)runtime\.txt$/,
    load: async () => (await import('./version-files.ts')).runtimeFile,
  },
  {
    name: 'mise configuration',
    path: /(?:^|\/)(?:\.?mise|\.config\/mise|\.?mise\/config|\.config\/mise\/config)\.toml$/,
    load: async () => (await import('./mise.ts')).miseFile,
  },
  {
    name: 'pyproject.toml',
    path: /(?:^|\/)pyproject\.toml$/,
    load: async () => (await import('./pyproject.ts')).pyprojectFile,
  },
  {
    name: 'setup.cfg',
    path: /(?:^|\/)setup\.cfg$/,
    load: async () => (await import('./setup-cfg.ts')).setupCfgFile,
  },
  {
    name: 'setup.py',
    path: /(?:^|\/)setup\.py$/,
    load: async () => (await import('./setup-py.ts')).setupPyFile,
  },
  {
    name: 'Pipfile',
    path: /(?:^|\/)Pipfile$/,
    load: async () => (await import('./pipfile.ts')).pipfile,
  },
  {
    name: 'tox configuration',
    path: /(?:^|\/)tox\.(?:ini|toml)$/,
    load: async () => (await import('./tox.ts')).toxFile,
  },
  {
    name: 'noxfile',
    path: /(?:^|\/)noxfile\.py$/,
    load: async () => (await import('./nox.ts')).noxFile,
  },
  {
    name: 'hatch.toml',
    path: /(?:^|\/)hatch\.toml$/,
    load: async () => (await import('./hatch.ts')).hatchFile,
  },
  {
    name: 'ruff.toml',
    path: /(?:^|\/)\.?ruff\.toml$/,
    load: async () => (await import('./tool-files.ts')).ruffFile,
  },
  {
    name: 'mypy.ini',
    path: /(?:^|\/)\.?mypy\.ini$/,
    load: async () => (await import('./tool-files.ts')).mypyFile,
  },
  {
    name: 'pyrightconfig.json',
    path: /(?:^|\/)pyrightconfig\.json$/,
    load: async () => (await import('./tool-files.ts')).pyrightFile,
  },
  {
    name: 'ty.toml',
    path: /(?:^|\/)ty\.toml$/,
    load: async () => (await import('./tool-files.ts')).tyFile,
  },
  {
    name: '.isort.cfg',
    path: /(?:^|\/)\.isort\.cfg$/,
    load: async () => (await import('./tool-files.ts')).isortFile,
  },
  {
    name: 'pylintrc',
    path: /(?:^|\/)\.?pylintrc$/,
    load: async () => (await import('./tool-files.ts')).pylintFile,
  },
  {
    name: 'pre-commit configuration',
    path: /(?:^|\/)\.pre-commit-config\.ya?ml$/,
    load: async () => (await import('./pre-commit.ts')).preCommitFile,
  },
  {
    name: 'workflow',
    path: /^\.github\/workflows\/[^/]+\.ya?ml$/,
    load: async () => (await import('./workflow/index.ts')).workflowFile,
  },
  {
    name: 'composite action',
    path: /(?:^|\/)action\.ya?ml$/,
    load: async () => (await import('./workflow/action.ts')).actionFile,
  },
  {
    name: 'CI configuration',
    path: OTHER_CI,
    load: async () => (await import('./other-ci.ts')).otherCiFile,
  },
  {
    name: 'Dockerfile',
    path: DOCKERFILE,
    load: async () => (await import('./dockerfile.ts')).dockerfile,
  },
  {
    name: 'compose file',
    path: /(?:^|\/)(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/,
    load: async () => (await import('./compose.ts')).composeFile,
  },
  {
    name: 'dev container',
    path: /(?:^|\/)\.?devcontainer\.json$/,
    load: async () => (await import('./devcontainer.ts')).devcontainerFile,
  },
  {
    name: 'Read the Docs configuration',
    path: /(?:^|\/)\.?readthedocs\.ya?ml$/,
    load: async () => (await import('./readthedocs.ts')).readthedocsFile,
  },
  {
    name: 'conda environment',
    path: CONDA,
    load: async () => (await import('./conda.ts')).condaEnvironment,
  },
  {
    name: 'conda recipe',
    path: /(?:^|\/)(?:conda(?:-recipe)?|recipe)\/(?:[^/]+\/)?meta\.yaml$/,
    load: async () => (await import('./conda.ts')).condaRecipe,
  },
  {
    name: 'pixi.toml',
    path: /(?:^|\/)pixi\.toml$/,
    load: async () => (await import('./pixi.ts')).pixiFile,
  },
  {
    name: 'Serverless Framework configuration',
    path: /(?:^|\/)serverless\.ya?ml$/,
    load: async () => (await import('./runtimes.ts')).serverlessFile,
  },
  {
    name: 'SAM template',
    path: /(?:^|\/)(?:[\w-]+[-.])?template\.ya?ml$/,
    load: async () => (await import('./runtimes.ts')).samTemplate,
  },
  {
    name: 'App Engine configuration',
    path: /(?:^|\/)app\.ya?ml$/,
    load: async () => (await import('./runtimes.ts')).appEngineFile,
  },
  {
    name: 'Netlify configuration',
    path: /(?:^|\/)netlify\.toml$/,
    load: async () => (await import('./runtimes.ts')).netlifyFile,
  },
  {
    name: 'Render blueprint',
    path: /(?:^|\/)render\.ya?ml$/,
    load: async () => (await import('./runtimes.ts')).renderFile,
  },
  {
    name: 'uv.lock or pylock.toml',
    path: /(?:^|\/)(?:uv\.lock|pylock(?:\.[^./]+)?\.toml)$/,
    load: async () => (await import('./locks.ts')).requiresPythonLock,
  },
  {
    name: 'poetry.lock',
    path: /(?:^|\/)poetry\.lock$/,
    load: async () => (await import('./locks.ts')).poetryLock,
  },
  {
    name: 'pdm.lock',
    path: /(?:^|\/)pdm\.lock$/,
    load: async () => (await import('./locks.ts')).pdmLock,
  },
  {
    name: 'Pipfile.lock',
    path: /(?:^|\/)Pipfile\.lock$/,
    load: async () => (await import('./locks.ts')).pipfileLock,
  },
  {
    name: 'compiled requirements',
    path: /(?:^|\/)(?:[^/]*requirements[^/]*|requirements\/[^/]+)\.txt$/,
    load: async () => (await import('./locks.ts')).compiledRequirements,
  },
];

/** Readers by kind, once something asked for them. */
const loaded = new Map<PlaceKind, ReadPlaces>();

/** The kind of the file at `path`; `undefined` for a file that names no Python version. */
export function kindOfFile(path: string): PlaceKind | undefined {
  return placeKinds.find((kind) => kind.path.test(path));
}

/** Loads the readers for some files; {@link readPlaces} needs them. */
export async function loadReaders(paths: Iterable<string>): Promise<void> {
  const wanted = new Set<PlaceKind>();
  for (const path of paths) {
    const kind = kindOfFile(path);
    if (kind !== undefined && !loaded.has(kind)) wanted.add(kind);
  }
  await Promise.all([...wanted].map(async (kind) => loaded.set(kind, await kind.load())));
}

/**
 * What a file says; nothing for a file of no known kind.
 *
 * @throws {Error} if its reader was not loaded
 */
export function readPlaces(path: string, text: string): Reading {
  const kind = kindOfFile(path);
  if (kind === undefined) return { kind: 'places', places: [] };
  const read = loaded.get(kind);
  if (read === undefined) throw new Error(`The reader for ${path} was not loaded`);
  return read(path, text);
}
