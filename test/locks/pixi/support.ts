/** Small pixi workspaces and verdicts on them as words. */
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { pixi } from '../../../src/locks/pixi/index.ts';
import type { Located, LockJudgement } from '../../../src/locks/types.ts';

const CHANNEL = 'https://conda.example/forge';

/** A `pixi.toml` for Linux with these lines under `[dependencies]`. */
export function manifest(dependencies: string, more = ''): string {
  return `[workspace]
name = "app"
channels = ["${CHANNEL}"]
platforms = ["linux-64"]

[dependencies]
${dependencies}
${more}`;
}

interface Conda {
  readonly name: string;
  readonly version: string;
  readonly depends?: readonly string[];
}

interface Pypi {
  readonly pypi: string;
  readonly version: string;
  readonly requires?: readonly string[];
  readonly index?: string;
}

const urlOf = (item: Conda | Pypi): string =>
  'pypi' in item
    ? `https://files.example/${item.pypi}-${item.version}-py3-none-any.whl`
    : `${CHANNEL}/linux-64/${item.name}-${item.version}-h0_0.conda`;

/** A `pixi.lock` of version 6 with one environment. */
export function lock(packages: readonly (Conda | Pypi)[], environment = ''): string {
  const kind = (item: Conda | Pypi) => ('pypi' in item ? 'pypi' : 'conda');
  const refs = packages.map((item) => `      - ${kind(item)}: ${urlOf(item)}`);
  return `version: 6
environments:
  default:
    channels:
    - url: ${CHANNEL}/
${environment}    packages:
      linux-64:
${refs.join('\n')}
packages:
${packages.map((item) => ('pypi' in item ? pypiEntry(item) : condaEntry(item))).join('\n')}
`;
}

function condaEntry(item: Conda): string {
  return [
    `- conda: ${urlOf(item)}`,
    `  sha256: ${'a'.repeat(64)}`,
    ...list('depends', item.depends ?? []),
    '  timestamp: 1709223176184',
  ].join('\n');
}

function pypiEntry(item: Pypi): string {
  return [
    `- pypi: ${urlOf(item)}`,
    `  name: ${item.pypi}`,
    `  version: ${item.version}`,
    `  sha256: ${'b'.repeat(64)}`,
    ...list('requires_dist', item.requires ?? []),
    ...(item.index === undefined ? [] : [`  index: ${item.index}`]),
  ].join('\n');
}

function list(key: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [`  ${key}:`, ...values.map((value) => `  - ${value}`)];
}

type Texts = Readonly<Record<string, string>>;

export function judge(texts: Texts): LockJudgement {
  const tree = treeOfTexts(texts);
  const [found] = pixi.find(tree);
  if (found === undefined) throw new Error('no pixi.lock');
  return pixi.judge(found, tree, { defaultIndex: 'https://index.example/simple' });
}

export function verdict(manifestText: string, lockText: string): readonly string[] {
  return told(judge({ 'pixi.toml': manifestText, 'pixi.lock': lockText }));
}

/** The judgement in a line a statement. */
export function told({ freshness, problems }: LockJudgement): readonly string[] {
  const reasons = 'reasons' in freshness ? freshness.reasons : [];
  const open = 'undecided' in freshness ? freshness.undecided : [];
  return [
    freshness.status,
    ...reasons.map(line),
    ...open.map(({ reason }) => `open: ${reason}`),
    ...problems.map((problem) => `problem: ${line(problem)}`),
  ];
}

function line({ reason, at }: Located<object>): string {
  const key = 'key' in at ? at.key.join('.') : 'line' in at ? `line ${at.line}` : '';
  return `${Object.values(reason).join(' | ')} at ${at.path} ${key}`.trim();
}
