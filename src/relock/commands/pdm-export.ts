/**
 * `pdm export`: requirements files and pylock.toml from a pdm.lock. The file does not record the
 * command, so its options are taken from what the file holds; where that does not tell, nothing is
 * run. Source: PDM 2.29 `export --help`, `pdm/cli/commands/export.py`, `pdm/formats`.
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { tomlDocument } from '../../locks/documents.ts';
import { exportedFrom } from '../../locks/exports.ts';
import { relativePath } from '../../locks/paths.ts';
import { declarationsOf } from '../../locks/pdm/declarations.ts';
import { type PdmPackage, readLock } from '../../locks/pdm/lock-file.ts';
import { requirementsAt } from '../../locks/requirements/inputs.ts';
import type { LockProject } from '../../locks/types.ts';
import { tableAt } from '../../locks/values.ts';
import { PDM_ENVIRONMENT } from './pdm.ts';
import { type Calls, calls, type LockTool } from './types.ts';

export const pdmExport: LockTool = {
  name: 'pdm',
  program: 'pdm',
  title: 'PDM',
  files({ project, tree }) {
    const origin = exportedFrom(project, tree);
    return origin === 'none' ? [] : origin.format.inputs(origin.project, tree);
  },
  calls({ project, tree }) {
    const origin = exportedFrom(project, tree);
    const options = origin === 'none' ? 'unknown' : optionsOf(project, origin.project, tree);
    if (origin === 'none' || options === 'unknown') return unrecorded(project);
    const { directory: cwd } = origin.project;
    const output = relativePath(cwd, project.lock);
    return calls(PDM_ENVIRONMENT, { args: ['export', ...options, '--output', output], cwd });
  },
  // An export only writes down what is locked.
  bindsNewest: () => true,
};

function unrecorded({ lock }: LockProject): Calls {
  const reason = `${lock} does not record the options of \`pdm export\`, and its content does not tell them`;
  const remedy = 'Export it again with your own command, and commit it.';
  return { kind: 'refused', refusals: [{ path: lock, reason, remedy }] };
}

type Options = readonly string[] | 'unknown';

function optionsOf(project: LockProject, origin: LockProject, tree: Tree): Options {
  if (project.kind !== 'pylock') return requirementsOptions(project, origin, tree);
  const document = tomlDocument(tree, project.lock);
  // A selection of groups leaves this key out.
  const isWhole =
    document.kind === 'document' && Object.hasOwn(document.value, 'dependency-groups');
  return isWhole ? ['--format', 'pylock'] : 'unknown';
}

function requirementsOptions(project: LockProject, origin: LockProject, tree: Tree): Options {
  const { requirements } = requirementsAt(tree, project.lock);
  const lock = tomlDocument(tree, origin.lock);
  if (lock.kind !== 'document') return 'unknown';
  const { packages } = readLock(origin, lock.value);
  const conditional = new Set(
    requirements.filter(({ isConditional }) => isConditional).map(({ name }) => name),
  );
  const names = new Set(requirements.map(({ name }) => name).filter((name) => name !== ''));
  const selection = selectionFor(names, packages, origin, tree);
  const isBare = (one: PdmPackage) =>
    one.marker !== '' && names.has(one.name) && !conditional.has(one.name);
  // Without markers or extras: that depends on where it was exported.
  if (selection === 'unknown' || packages.some(isBare)) return 'unknown';
  const hasHashes = requirements.some(({ hashes }) => hashes.length > 0);
  return [...selection, ...(hasHashes ? [] : ['--no-hashes']), ...self(textAt(tree, project.lock))];
}

function self(text = ''): readonly string[] {
  const found = /^(-e )?\. {2}# this package$/m.exec(text);
  if (found === null) return [];
  return found[1] === undefined ? ['--self'] : ['--editable-self'];
}

/**
 * The groups whose packages are those of the file. What it lacks may have come with a newer version
 * of another package, and is nothing that a manifest asks for.
 */
function selectionFor(
  names: ReadonlySet<string>,
  packages: readonly PdmPackage[],
  origin: LockProject,
  tree: Tree,
): Options {
  const manifest = tomlDocument(tree, origin.manifest);
  const table = manifest.kind === 'document' ? manifest.value : {};
  const direct = new Set(declarationsOf(table).map(({ name }) => name));
  const groups = [...new Set(packages.flatMap((one) => one.groups))].sort();
  const optional = tableAt(tableAt(table, 'project'), 'optional-dependencies');
  const withOne = groups
    .filter((group) => group !== 'default')
    .flatMap((group) => {
      const options = [...(Object.hasOwn(optional, group) ? ['--prod'] : []), '--group', group];
      return [
        { options: [...options, '--no-default'], groups: [group] },
        { options, groups: ['default', group] },
      ];
    });
  const known = new Set(packages.map(({ name }) => name));
  const held = [...names].filter((name) => known.has(name));
  const fitting = [
    { options: [], groups },
    { options: ['--prod'], groups: ['default'] },
    ...withOne,
  ]
    .map(({ options, groups: chosen }) => {
      const members = packages.filter((one) => one.groups.some((group) => chosen.includes(group)));
      return { options, members: new Set(members.map(({ name }) => name)) };
    })
    .filter(({ members }) => held.every((name) => members.has(name)))
    .filter(({ members }) => [...members].every((name) => names.has(name) || !direct.has(name)))
    .sort((a, b) => a.members.size - b.members.size);
  const [best, second] = fitting;
  const isClear =
    second === undefined || [...second.members].every((name) => best?.members.has(name));
  return best === undefined || !isClear ? 'unknown' : best.options;
}
