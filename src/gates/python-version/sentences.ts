/** The sentences of the python-version gate: what is wrong with both values, and what repairs it. */
import { shellWord } from '../../locks/shell-word.ts';
import { listed } from '../words.ts';
import type { PlaceFacts, PythonFacts, Wanted } from './facts.ts';

/** What is wrong. */
export function sentence(facts: PythonFacts): string {
  switch (facts.kind) {
    case 'conflict':
      return conflict(facts);
    case 'untested':
      return untested(facts);
    case 'too-loose':
      return tooLoose(facts);
    case 'end-of-life':
      return endOfLife(facts);
    case 'float':
      return `YAML and TOML read the bare ${facts.written} as the number ${facts.read}: ${facts.at.name} asks for Python ${facts.read}.`;
    case 'ignored-file':
      return facts.cause === 'overruled'
        ? `\`python-version\` overrules the file \`${facts.file}\` that \`python-version-file\` names.`
        : `${facts.at.name} says ${facts.at.says}, and nothing reads it: everything else names ${listed(facts.others)} itself.`;
    case 'unpinned':
      return `${facts.at.name} (${facts.at.says}) admits every newer Python, and nothing says which one ${facts.isDeployed ? 'is deployed' : 'the application runs on'}.`;
  }
}

type Of<Kind extends PythonFacts['kind']> = Extract<PythonFacts, { readonly kind: Kind }>;

function conflict({ conflict: kind, role, at, values, authority }: Of<'conflict'>): string {
  const says = listed(values);
  switch (kind) {
    case 'outside-range':
      return `${outsideSubject(role, at, values)} outside of ${authority.name} (${authority.says}), which decides what is supported.`;
    case 'not-deployed':
      return `${at.name} says ${says}, and ${authority.name} deploys ${authority.says}: what people run is not what production runs. The image decides.`;
    case 'pins-differ':
      return `${at.name} says ${says}, and ${authority.name} says ${authority.says}, which most tools read first.`;
    case 'ranges-differ':
      return `${at.name} supports ${says}, and ${authority.name} ${authority.says}, which decides.`;
    case 'target-above-floor':
      return `${at.name} is ${says}, newer than the lowest version that ${authority.name} (${authority.says}) supports: the tool may write syntax that it cannot run.`;
    case 'target-below-floor':
      return `${at.name} is ${says}, older than anything that ${authority.name} (${authority.says}) supports: newer syntax is left unused.`;
  }
}

function outsideSubject(
  role: Of<'conflict'>['role'],
  at: PlaceFacts,
  values: readonly string[],
): string {
  const says = listed(values);
  const are = values.length === 1 ? 'is' : 'are';
  switch (role) {
    case 'claim':
      return `The ${values.length === 1 ? 'classifier' : 'classifiers'} ${says} ${are}`;
    case 'tested': {
      const tests = at.job === undefined ? `${at.name} tests` : `The job \`${at.job}\` tests`;
      return `${tests} on ${says}, which ${are}`;
    }
    case 'deploy':
      return `${at.name} deploys ${says}, which ${are}`;
    case 'range-target':
      return `${at.name} assumes ${says}, which ${are}`;
    default:
      return `${at.name} says ${says}, which ${are}`;
  }
}

function untested({ what, at, values, tested }: Of<'untested'>): string {
  const tests = `the tests run on ${listed(tested)}`;
  const says = listed(values);
  if (what === 'deployed') return `${at.name} deploys ${says}, and ${tests}.`;
  if (what === 'floor') return `${at.name} (${at.says}) supports ${says}, and ${tests} only.`;
  return `The classifiers claim ${says}, and ${tests} only.`;
}

function tooLoose({ role, at }: Of<'too-loose'>): string {
  const uses = role === 'deploy' ? 'what is deployed' : 'what is run';
  const says =
    at.says === 'nothing'
      ? `${at.name} names no version of Python`
      : `${at.name} says \`${at.says}\`, which names no minor version`;
  return `${says}: ${uses} changes without a commit.`;
}

function endOfLife({ what, at, minor, ended }: Of<'end-of-life'>): string {
  const since = `Python ${minor} gets no more security fixes (since ${ended})`;
  return what === 'floor'
    ? `${at.name} (${at.says}) still supports ${minor}: ${since}.`
    : `${since}, and ${at.name} says ${at.says}.`;
}

/** What repairs it. */
export function repair(facts: PythonFacts): string {
  switch (facts.kind) {
    case 'conflict':
      return facts.wanted.by === 'decision' ? decision(facts) : change(facts.at, facts.wanted);
    case 'too-loose':
      return change(facts.at, facts.wanted);
    case 'untested':
      return facts.what === 'deployed'
        ? `Let a test job run on ${listed(facts.values)} too, or deploy ${listed(facts.tested)}.`
        : `Let a test job run on ${listed(facts.values)} too, or take it out of \`${facts.at.path}\`.`;
    case 'end-of-life':
      return facts.what === 'floor'
        ? `lockkeeper python set ${facts.oldest} --floor --dry-run`
        : facts.isSetEverywhere
          ? `lockkeeper python set ${facts.oldest} --dry-run`
          : `Move ${facts.at.name} to Python ${facts.oldest} or newer.`;
    case 'float':
      return `Quote it in \`${facts.at.path}\`: "${facts.written}" (lockkeeper check --fix does it).`;
    case 'ignored-file':
      return facts.cause === 'overruled'
        ? `Remove \`python-version\` from that step, or \`python-version-file\`.`
        : `Let CI read it (\`python-version-file: ${facts.file}\`), or remove it: git rm -- ${shellWord(facts.file)}`;
    case 'unpinned': {
      const folder = facts.directory === '' ? '' : `${facts.directory}/`;
      return `echo ${facts.wanted} > ${shellWord(`${folder}.python-version`)}`;
    }
  }
}

function decision({ at, authority }: Of<'conflict'>): string {
  return `Change ${at.name}, or ${authority.name}, so that both agree.`;
}

function change(at: PlaceFacts, wanted: Wanted): string {
  switch (wanted.by) {
    case 'fix':
      return `Write ${wanted.version} in \`${at.path}\` (lockkeeper check --fix does it).`;
    case 'hand':
      return `Write ${wanted.version} in \`${at.path}\`.`;
    case 'removal':
      return `Take it out of \`${at.path}\` (lockkeeper check --fix does it).`;
    case 'decision':
      return `Name a minor version in \`${at.path}\`.`;
  }
}
