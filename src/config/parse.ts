import type { z } from 'zod';
import type { ConfigurationProblem } from '../gates/types.ts';
import { defaultConfiguration } from './defaults.ts';
import { type DocumentProblem, type KeyPath, readYaml, type YamlDocument } from './document.ts';
import type { LoadedConfiguration } from './load.ts';
import { toConfiguration } from './schema.ts';
import { allowedKeys, consequence, expectation } from './words.ts';

/**
 * Reads a configuration. What is right keeps its value, what is wrong becomes a problem and falls
 * back to its default. `state` says whether this configuration is in force (`base`) or is what a
 * change would make of it (`head`).
 */
export function parseConfiguration(
  text: string,
  path: string,
  state: ConfigurationProblem['state'],
): LoadedConfiguration {
  const document = readYaml(text);
  if ('message' in document) {
    return {
      configuration: defaultConfiguration,
      problems: [toProblem({ ...document, message: `${document.message} ${ALL_DEFAULTS}` })],
    };
  }
  const { configuration, problems } = settle(document);
  return { configuration, problems: problems.map(toProblem).sort((a, b) => a.line - b.line) };

  function toProblem({ key, line, message }: DocumentProblem): ConfigurationProblem {
    return { path, key: dotted(key), line, message, state };
  }
}

const ALL_DEFAULTS = 'The defaults apply.';

/** Nobody reads more at once, and a hostile file can hold thousands. */
const MAX_PROBLEMS = 20;

interface Settled {
  readonly configuration: LoadedConfiguration['configuration'];
  readonly problems: readonly DocumentProblem[];
}

interface Mistake {
  readonly key: KeyPath;
  explain(): { readonly line: number; readonly message: string };
}

function settle(document: YamlDocument): Settled {
  const root = emptySections(document.value);
  const duplicates = document.duplicates.map(
    ({ key, ...explained }): Mistake => ({ key, explain: () => explained }),
  );
  const value = without(root, duplicates);
  const first = toConfiguration(value);
  const invalid = first.success
    ? []
    : first.error.issues.flatMap((issue) => mistakesOf(issue, value, document));
  const last = toConfiguration(without(value, invalid));
  const configuration = last.success ? last.data : defaultConfiguration;
  return { configuration, problems: explained([...duplicates, ...invalid], configuration) };
}

function explained(
  mistakes: readonly Mistake[],
  configuration: LoadedConfiguration['configuration'],
): readonly DocumentProblem[] {
  const problems = mistakes.slice(0, MAX_PROBLEMS).map(({ key, explain }): DocumentProblem => {
    const { line, message } = explain();
    const applies =
      key.length === 0
        ? ALL_DEFAULTS
        : consequence(valueAt(configuration, key), typeof key.at(-1) === 'number');
    return { key, line, message: `${message} ${applies}` };
  });
  const more = mistakes.length - problems.length;
  const [first] = problems;
  if (more === 0 || first === undefined) return problems;
  return [...problems, { key: [], line: first.line, message: `There are ${more} more mistakes.` }];
}

function mistakesOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  document: YamlDocument,
): readonly Mistake[] {
  const at = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => {
      const key = [...at, name];
      const explain = () => ({ line: document.lineOfKey(key), message: allowedKeys(name, at) });
      return { key, explain };
    });
  }
  const key = entryAround(at);
  const inside = dotted(at.slice(key.length));
  const explain = () => {
    const message = expectation(issue, valueAt(value, at));
    const line = document.lineOfValue(at);
    return { line, message: inside === '' ? message : `\`${inside}\`: ${message}` };
  };
  return [{ key, explain }];
}

/** What lacks something in a list of mappings is left out whole: a rule without its half is none. */
function entryAround(key: KeyPath): KeyPath {
  const index = key.findIndex((part) => typeof part === 'number');
  return index < 0 ? key : key.slice(0, index + 1);
}

/** A section without anything in it (`lockfile:`) means its defaults. */
function emptySections(value: unknown): unknown {
  if (value === undefined) return {};
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, section]) => [name, section ?? {}]));
}

/** `value` without the entries that `mistakes` are about. */
function without(value: unknown, mistakes: readonly Mistake[]): unknown {
  const wrong = new Set(mistakes.map(({ key }) => JSON.stringify(key)));
  if (wrong.has('[]')) return {};
  return wrong.size === 0 ? value : kept(value, []);

  function kept(inner: unknown, path: KeyPath): unknown {
    const isKept = (part: string | number) => !wrong.has(JSON.stringify([...path, part]));
    if (Array.isArray(inner)) {
      return inner.flatMap((item, index) => (isKept(index) ? [kept(item, [...path, index])] : []));
    }
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(
      Object.entries(inner)
        .filter(([name]) => isKept(name))
        .map(([name, item]) => [name, kept(item, [...path, name])]),
    );
  }
}

function valueAt(value: unknown, [first, ...rest]: KeyPath): unknown {
  if (first === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(first)], rest);
  return isRecord(value) && Object.hasOwn(value, first)
    ? valueAt(value[String(first)], rest)
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `lockfile.ignore[0]`. */
function dotted(key: KeyPath): string {
  return key
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
