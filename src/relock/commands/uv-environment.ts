/** What uv is told by its surroundings; these win over `[tool.uv]` of the repository. */
export const UV_ENVIRONMENT: Readonly<Record<string, string>> = {
  UV_NO_PROGRESS: '1',
  UV_KEYRING_PROVIDER: 'disabled',
  UV_PYTHON_DOWNLOADS: 'never',
  UV_NO_ENV_FILE: '1',
  // Builds are forbidden in its cache; see `sandbox/uv-builds.ts`. Before 0.13 settings win over it.
  UV_NO_CACHE: 'false',
};

/** No package is built, which would run its code; static metadata of own projects is read. */
export function buildOptions(builds: boolean): readonly string[] {
  return builds ? [] : ['--no-build'];
}
