/**
 * Which settings uv knows, and what values it accepts. One mistake makes uv drop the whole table
 * (`pyproject.toml`) or refuse (`uv.toml`), so every key counts, not only those that a lock records.
 * Source: uv-settings `settings.rs`, `OptionsWire`.
 */
import type { TomlTable } from '../documents.ts';
import { isStringArray, isTable } from '../values.ts';
import { parseCutoff } from './exclude-newer.ts';

type Check = (value: unknown) => boolean;

const anything: Check = () => true;
const boolean: Check = (value) => typeof value === 'boolean';
const string: Check = (value) => typeof value === 'string';
const count: Check = (value) => typeof value === 'bigint' && value > 0n;
const table: Check = isTable;
const list: Check = Array.isArray;
const nameTable: Check = (value) => isTable(value) && Object.keys(value).every(isName);
const names: Check = (value) => isStringArray(value) && value.every(isName);

function oneOf(...choices: readonly string[]): Check {
  return (value) => typeof value === 'string' && choices.includes(value);
}

function isName(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(text);
}

const prereleaseMode = oneOf(
  'disallow',
  'allow',
  'if-necessary',
  'explicit',
  'if-necessary-or-explicit',
);

/** Settings of `uv pip`; they count for nothing here, but a mistake in them does. */
const PIP = new Set(
  `python system break-system-packages target prefix index index-url extra-index-url no-index
  find-links index-strategy keyring-provider no-build no-binary only-binary no-build-isolation
  require-build-hashes no-build-isolation-package extra-build-dependencies extra-build-variables
  strict extra all-extras no-extra no-deps group allow-empty-requirements resolution prerelease
  prerelease-package fork-strategy dependency-metadata output-file no-strip-extras no-strip-markers
  no-annotate no-header custom-compile-command generate-hashes config-settings
  config-settings-package python-version python-platform universal exclude-newer
  exclude-newer-package no-emit-package emit-index-url emit-find-links emit-build-options
  emit-marker-expression emit-index-annotation annotation-style link-mode compile-bytecode
  require-hashes verify-hashes no-sources no-sources-package upgrade upgrade-package reinstall
  reinstall-package torch-backend`.split(/\s+/),
);

const SETTINGS: Readonly<Record<string, Check>> = {
  'required-version': string,
  'system-certs': boolean,
  'native-tls': boolean,
  offline: boolean,
  'no-cache': boolean,
  'cache-dir': string,
  preview: boolean,
  'preview-features': (value) => boolean(value) || string(value) || isStringArray(value),
  'python-preference': oneOf('only-managed', 'managed', 'system', 'only-system'),
  'python-downloads': (value) => boolean(value) || oneOf('automatic', 'manual', 'never')(value),
  'concurrent-downloads': count,
  'concurrent-builds': count,
  'concurrent-installs': count,
  index: (value) => Array.isArray(value) && value.every(isIndex),
  'index-url': string,
  'extra-index-url': isStringArray,
  'no-index': boolean,
  'find-links': isStringArray,
  'index-strategy': oneOf('first-index', 'unsafe-first-match', 'unsafe-best-match'),
  'keyring-provider': oneOf('disabled', 'subprocess'),
  'http-proxy': string,
  'https-proxy': string,
  'no-proxy': isStringArray,
  'allow-insecure-host': isStringArray,
  resolution: oneOf('highest', 'lowest', 'lowest-direct'),
  prerelease: prereleaseMode,
  'prerelease-package': (value) =>
    isTable(value) && nameTable(value) && Object.values(value).every(prereleaseMode),
  'fork-strategy': oneOf('fewest', 'requires-python'),
  'dependency-metadata': (value) => Array.isArray(value) && value.every(isTable),
  'config-settings': table,
  'config-settings-package': nameTable,
  'no-build-isolation': boolean,
  'require-build-hashes': boolean,
  'no-build-isolation-package': names,
  'extra-build-dependencies': nameTable,
  'extra-build-variables': nameTable,
  'exclude-newer': isCutoff,
  'exclude-newer-package': (value) =>
    isTable(value) && nameTable(value) && Object.values(value).every(isCutoff),
  'link-mode': oneOf('clone', 'copy', 'hardlink', 'symlink'),
  'compile-bytecode': boolean,
  'no-sources': boolean,
  'no-sources-package': names,
  upgrade: boolean,
  'upgrade-package': isStringArray,
  reinstall: boolean,
  'reinstall-package': names,
  'no-build': boolean,
  'no-build-package': names,
  'no-binary': boolean,
  'no-binary-package': names,
  'torch-backend': string,
  'python-install-mirror': string,
  'pypy-install-mirror': string,
  'graalpy-install-mirror': string,
  'pyodide-install-mirror': string,
  'python-downloads-json-url': string,
  'publish-url': string,
  'trusted-publishing': oneOf('automatic', 'always', 'never'),
  'check-url': string,
  'add-bounds': oneOf('lower', 'major', 'minor', 'exact'),
  audit: table,
  pip: (value) => isTable(value) && Object.keys(value).every((key) => PIP.has(key)),
  'cache-keys': list,
  'override-dependencies': list,
  'exclude-dependencies': list,
  'constraint-dependencies': isStringArray,
  'build-constraint-dependencies': list,
};

/** Read from `pyproject.toml` only; in `uv.toml` uv knows them but refuses them. */
const PROJECT_ONLY: Readonly<Record<string, Check>> = {
  conflicts: anything,
  workspace: anything,
  sources: anything,
  'dev-dependencies': anything,
  'default-groups': anything,
  'dependency-groups': anything,
  managed: anything,
  package: anything,
  'build-backend': anything,
  environments: (value) => string(value) || isStringArray(value),
  'required-environments': (value) => string(value) || isStringArray(value),
  'minimum-libc-version': table,
};

/** Settings that mean nothing for one script; uv refuses them there. */
const NOT_FOR_SCRIPTS = new Set([
  'python-install-mirror',
  'pypy-install-mirror',
  'graalpy-install-mirror',
  'pyodide-install-mirror',
  'python-downloads-json-url',
  'publish-url',
  'trusted-publishing',
  'check-url',
  'add-bounds',
  'audit',
  'pip',
  'cache-keys',
]);

export type SettingsFile = 'uv.toml' | 'pyproject.toml' | 'script';

export interface SettingMistake {
  readonly key: string;
  readonly message: string;
}

/** The first mistake in a table of settings, in uv's sense. */
export function settingMistake(
  settings: TomlTable,
  file: SettingsFile,
): SettingMistake | undefined {
  for (const [key, value] of Object.entries(settings)) {
    const check = Object.hasOwn(SETTINGS, key)
      ? SETTINGS[key]
      : Object.hasOwn(PROJECT_ONLY, key)
        ? PROJECT_ONLY[key]
        : undefined;
    if (check === undefined) return { key, message: `unknown field \`${key}\`` };
    if (!check(value)) return { key, message: `invalid value for \`${key}\`` };
  }
  if (file === 'pyproject.toml') return undefined;
  if (file === 'script') {
    const stranger = Object.keys(settings).find(
      (key) => NOT_FOR_SCRIPTS.has(key) || (key !== 'sources' && Object.hasOwn(PROJECT_ONLY, key)),
    );
    return stranger === undefined
      ? undefined
      : { key: stranger, message: `unknown field \`${stranger}\`` };
  }
  const forbidden = Object.keys(PROJECT_ONLY).find((key) => settings[key] !== undefined);
  if (forbidden === undefined) return undefined;
  return {
    key: forbidden,
    message: `the \`${forbidden}\` field is not allowed in a \`uv.toml\` file, only in \`pyproject.toml\``,
  };
}

function isCutoff(value: unknown): boolean {
  return parseCutoff(value) !== undefined;
}

function isIndex(value: unknown): boolean {
  return isTable(value) && typeof value.url === 'string';
}
