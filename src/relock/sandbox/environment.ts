/** The surroundings of a tool: nothing of ours but where certificates and interpreters are. */

/** Names of variables that a tool may inherit; none of them can hold a secret. */
const INHERITED = [
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'PIP_CERT'],
  ...['UV_PYTHON_INSTALL_DIR', 'LANG', 'LC_ALL', 'TZ'],
];

const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin'];

export interface Surroundings {
  readonly home: string;
  readonly cache: string;
  readonly temporary: string;
  /** Folders of programs, before those of the system. */
  readonly path: readonly string[];
  /** Port of the proxy, as the tool sees it. */
  readonly proxyPort: number;
  /** A folder of Python modules that are loaded first; empty for none. */
  readonly guard: string;
}

/** uv's part of the cache of all tools. */
export function uvCache(cache: string): string {
  return `${cache}/uv`;
}

/** Every tool gets all of it: what is not its own it does not read. */
export function sandboxEnvironment(
  { home, cache, temporary, path, proxyPort, guard }: Surroundings,
  inherited: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  const proxy = `http://127.0.0.1:${proxyPort}`;
  const kept = INHERITED.flatMap((name) => {
    const value = inherited[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    PATH: [...path, ...SYSTEM_PATH].join(':'),
    HOME: home,
    TMPDIR: temporary,
    XDG_CACHE_HOME: cache,
    XDG_CONFIG_HOME: `${home}/.config`,
    XDG_DATA_HOME: `${home}/.local/share`,
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    // Also for the loopback: what is there is nobody's business.
    NO_PROXY: '',
    no_proxy: '',
    UV_CACHE_DIR: uvCache(cache),
    POETRY_CACHE_DIR: `${cache}/poetry`,
    POETRY_VIRTUALENVS_PATH: `${home}/venvs`,
    POETRY_CONFIG_DIR: `${home}/poetry`,
    POETRY_DATA_DIR: `${home}/poetry-data`,
    PDM_CACHE_DIR: `${cache}/pdm`,
    PDM_LOG_DIR: `${home}/pdm-log`,
    PDM_CONFIG_FILE: `${home}/pdm.toml`,
    PIPENV_CACHE_DIR: `${cache}/pipenv`,
    WORKON_HOME: `${home}/venvs`,
    PIP_CACHE_DIR: `${cache}/pip`,
    PIP_TOOLS_CACHE_DIR: `${cache}/pip-tools`,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    // The guard's folder is ours, and not written to.
    PYTHONDONTWRITEBYTECODE: '1',
    ...(guard === '' ? {} : { PYTHONPATH: guard }),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:http',
    NO_COLOR: '1',
    CI: '1',
  };
}
