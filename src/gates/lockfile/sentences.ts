/** The sentences of the lockfile gate: one per reason, exhaustive by the compiler. */
import type { LockChange } from '../../locks/changes.ts';
import type { RefusedReason, SemanticProblem, StaleReason } from '../../locks/types.ts';

/** What every finding of this gate knows about its project. */
export interface ProjectFacts {
  readonly lockPath: string;
  readonly manifestPath: string;
  readonly tool: string;
  readonly check: string;
  readonly relock: string;
}

export type StaleFacts = StaleReason & ProjectFacts;
export type RefusedFacts = RefusedReason & ProjectFacts;
export type ProblemFacts = SemanticProblem & ProjectFacts;
export type ChangeFacts = LockChange & ProjectFacts;

export function staleSentence(facts: StaleFacts): string {
  const { manifestPath, lockPath } = facts;
  switch (facts.kind) {
    case 'requirement-changed':
      return `${code(facts.name)}: ${manifestPath} says ${code(facts.manifest)}, ${lockPath} was made for ${code(facts.lock)}.`;
    case 'requirement-added':
      return `${code(facts.name)}: ${manifestPath} asks for ${code(facts.manifest)} in ${code(facts.section)}, ${lockPath} was made without it.`;
    case 'requirement-removed':
      return `${code(facts.name)}: ${lockPath} was made for ${code(facts.lock)} in ${code(facts.section)}, ${manifestPath} no longer asks for it.`;
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
    case 'old-format':
      return `${facts.lockPath} has the old format ${code(facts.found)}: ${facts.message}`;
  }
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

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(code).join(', ');
}

/** Inline code that survives back-ticks and line breaks in hostile names. */
function code(text: string): string {
  const flat = text.replaceAll('`', "'").replaceAll(/\s+/g, ' ').trim();
  return `\`${flat === '' ? '(any)' : flat}\``;
}
