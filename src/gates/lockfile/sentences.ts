/** The sentences of the lockfile gate: one per reason, exhaustive by the compiler. */
import type { LockChange } from '../../locks/changes.ts';
import type {
  MissingLockReason,
  RefusedReason,
  SemanticProblem,
  StaleReason,
} from '../../locks/types.ts';

/** What every finding of this gate knows about its project. */
export interface ProjectFacts {
  readonly lockPath: string;
  readonly manifestPath: string;
  readonly tool: string;
  readonly check: string;
  readonly relock: string;
}

/** What a finding knows besides: the file that it stands in. */
export interface PlacedFacts extends ProjectFacts {
  readonly path: string;
}

export type StaleFacts = StaleReason & PlacedFacts;
export type RefusedFacts = RefusedReason & PlacedFacts;
export type ProblemFacts = SemanticProblem & PlacedFacts;
export type MissingFacts = MissingLockReason & PlacedFacts;
export type ChangeFacts = LockChange & PlacedFacts;

export function staleSentence(facts: StaleFacts): string {
  const { lockPath } = facts;
  // A member or an input of its own can be the one that says so.
  const manifestPath = facts.path === lockPath ? facts.manifestPath : facts.path;
  switch (facts.kind) {
    case 'requirement-changed':
      return `${code(facts.name)}: ${manifestPath} says ${code(facts.manifest)}, ${lockPath} was made for ${code(facts.lock)}.`;
    case 'requirement-added':
      return `${code(facts.name)}: ${manifestPath} asks for ${wish(facts.manifest)}${place(facts.section, manifestPath)}, ${lockPath} was made without it.`;
    case 'requirement-removed':
      return `${code(facts.name)}: ${lockPath} was made for ${code(facts.lock)} in ${code(facts.section)}, which no longer asks for it.`;
    case 'manifest-edited':
      return `${code(facts.key)}: changed in ${manifestPath} from ${code(facts.before)} to ${code(facts.after)}; ${lockPath} was not made again.`;
    case 'version-changed':
      return `${code(facts.name)}: ${manifestPath} has version ${code(facts.manifest)}, ${lockPath} records ${code(facts.lock)}.`;
    case 'python-changed':
      return `Python: ${manifestPath} asks for ${code(facts.manifest)}, ${lockPath} was made for ${code(facts.lock)}.`;
    case 'extras-changed':
      return `${code(facts.name)}: ${manifestPath} has the extras ${list(facts.manifest)}, ${lockPath} has ${list(facts.lock)}.`;
    case 'groups-changed':
      return `${code(facts.name)}: ${manifestPath} has the dependency groups ${list(facts.manifest)}, ${lockPath} has ${list(facts.lock)}.`;
    case 'members-changed':
      return `Workspace members changed: ${memberChange(facts.added, facts.removed)}`;
    case 'setting-changed':
      return `${code(facts.setting)}: ${manifestPath} has ${code(facts.manifest)}, ${lockPath} was made with ${code(facts.lock)}.`;
    case 'source-changed':
      return `${code(facts.name)}: by ${manifestPath} it comes from ${code(facts.manifest)}, in ${lockPath} from ${code(facts.lock)}.`;
    case 'index-unknown':
      return `${code(facts.name)}: ${lockPath} takes it from ${code(facts.index)}, which ${manifestPath} does not name as an index.`;
    case 'package-missing':
      return `${code(facts.name)}: ${manifestPath} needs it, ${lockPath} has no such package.`;
    case 'dependency-unmet':
      return `${code(facts.requiredBy)} needs ${code(facts.requirement)} (${facts.where}), ${lockPath} has ${code(facts.lock)}.`;
    case 'package-unused':
      return `${code(`${facts.name} ${facts.version}`)} is locked (${facts.where}), but nothing that ${manifestPath} asks for needs it.`;
    case 'derived-differs':
      return `${code(facts.name)}: ${facts.origin} has ${code(facts.expected)}, ${lockPath}, which is made from it, has ${code(facts.found)}.`;
    case 'dynamic-input':
      return `${code(facts.name)}: its build backend computes ${facts.fields.length > 0 ? list(facts.fields) : 'parts of its metadata'}, so ${facts.tool} cannot compare it with ${lockPath} and always takes the lock for stale.`;
    case 'hash-differs':
      return `${code(facts.key)} in ${lockPath} does not match ${manifestPath}: the lock was made for other dependencies.`;
    case 'hash-missing':
      return `${lockPath} has no ${code(facts.key)}, so ${facts.tool} treats it as stale.`;
  }
}

export function refusedSentence(facts: RefusedFacts): string {
  switch (facts.kind) {
    case 'conflict-markers':
      return `Merge conflict markers stand in the file: ${facts.tool} cannot read it.`;
    case 'unparsable':
      return `${facts.what === 'lock' ? facts.lockPath : facts.manifestPath} cannot be parsed: ${facts.message}`;
    case 'unknown-version':
      return `${facts.lockPath} has format version ${code(facts.found)}; ${facts.tool} reads ${facts.known}.`;
    case 'lock-inconsistent':
      return `${facts.tool} refuses ${facts.lockPath}: ${facts.message}`;
    case 'manifest-missing':
      return `${facts.lockPath} is there, but ${facts.manifestPath}, which it belongs to, is not.`;
    case 'manifest-invalid':
      return `${facts.tool} refuses ${facts.manifestPath}: ${facts.message}`;
  }
}

export function problemSentence(facts: ProblemFacts): string {
  switch (facts.kind) {
    case 'outside-specifier':
      return `${code(facts.name)} is locked at ${code(facts.version)}, which ${code(facts.requirement)} does not allow.`;
    case 'orphan':
      return `${code(`${facts.name} ${facts.version}`)} is in ${facts.lockPath}, but nothing depends on it.`;
    case 'missing-dependency':
      return `${code(facts.requiredBy)} needs ${code(facts.name)}, which ${facts.lockPath} does not provide.`;
    case 'missing-hash':
      return `${code(`${facts.name} ${facts.version}`)} has an artifact without a hash, so nothing verifies what gets installed.`;
    case 'unused-lock':
      return `${facts.lockPath} is not used: this project is a member of the workspace at ${code(facts.root)}, whose lock counts.`;
    case 'byte-order-mark':
      return 'The file starts with a byte order mark (BOM), which some tools refuse.';
    case 'uncovered-path-dependency':
      return `${code(facts.name)} is a path dependency (${facts.dependency}): ${facts.tool} does not notice when its own dependencies change.`;
    case 'two-locks':
      return `${facts.lockPath} and ${facts.other} both lock ${facts.manifestPath}: nothing says which one is installed.`;
    case 'layer-differs':
      return `${code(facts.name)} is ${code(facts.version)} here and ${code(facts.pinned)} in ${facts.layer}, which this file was made from.`;
    case 'ignored':
      return `${facts.lockPath} is tracked, and ${facts.path} keeps it out: it gets lost when it is made again.`;
    case 'old-format':
      return `${facts.lockPath} has the old format ${code(facts.found)}: ${facts.message}`;
  }
}

export function missingSentence(facts: MissingFacts): string {
  const { manifestPath, lockPath } = facts;
  return facts.kind === 'removed'
    ? `${manifestPath} had ${lockPath} before this change, and has no lock now.`
    : `${manifestPath} has dependencies and no ${lockPath}: ${facts.because}.`;
}

export function changeSentence(facts: ChangeFacts): string {
  switch (facts.kind) {
    case 'hash-changed':
      return `${code(`${facts.name} ${facts.version}`)}: ${code(facts.artifact)} has another hash than before, though the version is the same.`;
    case 'hashes-lost':
      return `${code(`${facts.name} ${facts.version}`)}: had hashes before and has none now.`;
    case 'moved':
      return `${code(facts.name)}: comes from ${code(facts.after)} now, from ${code(facts.before)} before.`;
    case 'downgraded':
      return `${code(facts.name)}: went back from ${code(facts.before)} to ${code(facts.after)}.`;
    case 'upgraded':
      return `${code(facts.name)}: went from ${code(facts.before)} to ${code(facts.after)}.`;
    case 'added':
      return `${code(`${facts.name} ${facts.version}`)}: new.`;
    case 'removed':
      return `${code(`${facts.name} ${facts.version}`)}: gone.`;
    case 'format-regressed':
      return `${facts.lockPath}: the format went back from ${code(facts.before)} to ${code(facts.after)}.`;
  }
}

function memberChange(added: readonly string[], removed: readonly string[]): string {
  const parts = [
    added.length > 0 ? `${list(added)} not in the lock yet` : '',
    removed.length > 0 ? `${list(removed)} still in the lock` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

/** A requirement without a specifier is just "it". */
function wish(specifier: string): string {
  return specifier === '' ? 'it' : code(specifier);
}

function place(section: string, path: string): string {
  return section === path ? '' : ` in ${code(section)}`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(code).join(', ');
}

/** Inline code that survives back-ticks and line breaks in hostile names. */
function code(text: string): string {
  const flat = text.replaceAll('`', "'").replaceAll(/\s+/g, ' ').trim();
  return `\`${flat === '' ? '(any)' : flat}\``;
}
