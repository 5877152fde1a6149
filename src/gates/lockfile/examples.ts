/** Small uv projects for the rules' pages; every one is judged by a test. */
import type { ExampleFiles } from '../types.ts';

interface ExampleOptions {
  /** What the manifest asks for. */
  readonly manifest?: string;
  /** What the lock was made for. */
  readonly locked?: string;
  readonly version?: string;
  readonly hash?: string;
  /** The index that the lock takes the package from. */
  readonly source?: string;
  readonly revision?: number;
  /** Further text at the end of the lock. */
  readonly more?: string;
}

const INDEX = 'https://index.example/simple';

/** A project `app` that depends on `httpx`, with its `uv.lock`; fresh unless told otherwise. */
export function uvExample(options: ExampleOptions = {}): ExampleFiles {
  return { 'pyproject.toml': manifest(options), 'uv.lock': uvLock(options) };
}

function manifest({ manifest: specifier = '>=0.28' }: ExampleOptions): string {
  return `[project]
name = "app"
version = "1.0.0"
requires-python = ">=3.12"
dependencies = ["httpx${specifier}"]
`;
}

function uvLock(options: ExampleOptions): string {
  const { locked = '>=0.28', version = '0.28.1', hash = 'sha256:1a2b', revision = 3 } = options;
  const source = options.source ?? `{ registry = "${INDEX}" }`;
  // uv reads no digest of another length.
  const hashEntry = hash === '' ? '' : `, hash = "${hash.padEnd('sha256:'.length + 64, '0')}"`;
  return `version = 1
revision = ${revision}
requires-python = ">=3.12"

[[package]]
name = "app"
version = "1.0.0"
source = { virtual = "." }
dependencies = [{ name = "httpx" }]

[package.metadata]
requires-dist = [{ name = "httpx", specifier = "${locked}" }]

[[package]]
name = "httpx"
version = "${version}"
source = ${source}
sdist = { url = "https://files.example/httpx-${version}.tar.gz"${hashEntry} }
${options.more ?? ''}`;
}

/** The lock of {@link uvExample} as a merge left it. */
export function conflictedExample(): ExampleFiles {
  const files = uvExample();
  const lock = files['uv.lock'] ?? '';
  return {
    ...files,
    'uv.lock': lock.replace(
      'revision = 3\n',
      '<<<<<<< HEAD\nrevision = 3\n=======\nrevision = 2\n>>>>>>> main\n',
    ),
  };
}

/** Two applications in one repository, of which the second has a lock or none. */
export function twoProjects({ withSecondLock }: { withSecondLock: boolean }): ExampleFiles {
  const { 'pyproject.toml': manifest = '', 'uv.lock': lock = '' } = uvExample();
  return {
    'api/pyproject.toml': manifest,
    'api/uv.lock': lock,
    'web/pyproject.toml': manifest,
    ...(withSecondLock ? { 'web/uv.lock': lock } : {}),
  };
}

interface PoetryExampleOptions {
  readonly hasPathDependency?: boolean;
  /** Lock version. */
  readonly format?: string;
}

/** A project that depends on `idna`, with its fresh `poetry.lock`. */
export function poetryExample(options: PoetryExampleOptions = {}): ExampleFiles {
  const { hasPathDependency = false, format = '2.1' } = options;
  // Poetry's own hashes of the two manifests.
  const hash = hasPathDependency
    ? 'c10e0a620eb4249c96a9bc5633b5f87bcfaf82a384de61f91b32a2327123f9d4'
    : 'b0b13f4cbfeced4cb3d27a8b138e43a31079d5f00ce2136d5793dfab7904bd67';
  return {
    'pyproject.toml': `[tool.poetry.dependencies]
python = "^3.11"
idna = "^3.7"
${hasPathDependency ? 'common = { path = "../common" }\n' : ''}`,
    'poetry.lock': `${hasPathDependency ? COMMON_PACKAGE : ''}[[package]]
name = "idna"
version = "3.10"
optional = false
python-versions = ">=3.6"
files = [{file = "idna-3.10.tar.gz", hash = "sha256:3c4d"}]

[metadata]
lock-version = "${format}"
python-versions = "^3.11"
content-hash = "${hash}"
`,
  };
}

const COMMON_PACKAGE = `[[package]]
name = "common"
version = "1.0.0"
optional = false
python-versions = "*"
files = []

[package.source]
type = "directory"
url = "../common"

`;
