/**
 * pixi.lock. `pixi lock --check` asks whether the lock satisfies the manifest, without a hash. What
 * the files decide is decided here: environments, channels, platforms, options, indexes, and the
 * packages by name and version. Builds of packages and local sources are honest open questions.
 */
import type { Tree } from '../../gates/types.ts';
import { MarkerTooComplex } from '../../python/markers/index.ts';
import { baseName, directoryOf, fileIn } from '../paths.ts';
import { readDocument, readYamlDocument, unreadYaml } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type {
  Freshness,
  Located,
  LockContext,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
} from '../types.ts';
import { stringAt } from '../values.ts';
import { checkPackages } from './check.ts';
import { declaredBy } from './declared.ts';
import { createFindings } from './findings.ts';
import { NEWEST_VERSION, OLDEST_VERSION, type PixiLock, pixiLock } from './lock-file.ts';
import { pixiManifest, platformsOf } from './manifest.ts';

export const pixi: LockFormat = {
  kind: 'pixi',
  commands: ({ directory }) => ({
    tool: 'pixi',
    check: 'pixi lock --check',
    relock: directory === '' ? 'pixi lock' : `cd ${shellWord(directory)} && pixi lock`,
  }),
  find,
  inputs: ({ lock, manifest }) => [lock, manifest],
  judge,
  model,
};

function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => baseName(path) === 'pixi.lock' && tree.read(path).kind !== 'absent')
    .map((path) => {
      const directory = directoryOf(path);
      const names = ['pixi.toml', 'pyproject.toml', 'mojoproject.toml'];
      const manifests = names.map((name) => fileIn(directory, name));
      const manifest =
        manifests.find((one) => tree.files.has(one)) ?? fileIn(directory, 'pixi.toml');
      return { kind: 'pixi', lock: path, manifest, directory };
    });
}

function judge(project: LockProject, tree: Tree, context: LockContext): LockJudgement {
  const unread = unreadYaml(tree, project.lock);
  if (unread !== undefined) return settled({ status: 'unable', undecided: [unread] });
  const document = readYamlDocument(tree, project.lock, 'lock');
  if (document.kind === 'refused') return settled(refused(document.reason));
  const version = stringAt(document.value, 'version') ?? '';
  if (!/^\d{1,4}$/.test(version) || Number(version) > NEWEST_VERSION) {
    const known = `1 to ${NEWEST_VERSION}`;
    const reason = { kind: 'unknown-version', found: version || 'none', known } as const;
    return settled(refused({ reason, at: { path: project.lock, key: ['version'] } }));
  }
  if (!tree.files.has(project.manifest)) {
    const message = `there is no pixi.toml or pyproject.toml beside ${project.lock}`;
    const reason = { kind: 'manifest-invalid', message } as const;
    return settled(refused({ reason, at: { path: project.lock } }));
  }
  const manifest = readDocument(tree, project.manifest, 'manifest', 'accepted');
  if (manifest.kind === 'refused') return settled(refused(manifest.reason));
  if (Number(version) < OLDEST_VERSION) {
    const reason = `${project.lock} has format version ${version}, which is not compared here`;
    return settled({
      status: 'unable',
      undecided: [{ reason, remedy: 'Run `pixi lock` with a pixi of 2024 or newer.' }],
    });
  }
  return settled(
    freshnessOf(project, pixiLock(project.lock, document.value), manifest.value, context),
  );
}

function settled(freshness: Freshness): LockJudgement {
  return { freshness, problems: [] };
}

function refused(reason: Located<RefusedReason>): Freshness {
  return { status: 'refused', reasons: [reason] };
}

function freshnessOf(
  project: LockProject,
  lock: PixiLock,
  document: Parameters<typeof pixiManifest>[1],
  { defaultIndex }: LockContext,
): Freshness {
  const manifest = pixiManifest(project.manifest, document);
  if (Object.keys(manifest.workspace).length === 0) {
    const message = `it has no \`${[...manifest.prefix, 'workspace'].join('.')}\` table`;
    const reason = { kind: 'manifest-invalid', message } as const;
    return refused({ reason, at: { path: project.manifest } });
  }
  const [unknown] = manifest.environments.filter((one) => one.unknown.length > 0);
  if (unknown !== undefined) {
    const message = `the environment \`${unknown.name}\` names a feature that is not defined: \`${unknown.unknown[0]}\``;
    const reason = { kind: 'manifest-invalid', message } as const;
    return refused({ reason, at: { path: project.manifest, key: unknown.key } });
  }
  const [dangling] = lock.dangling;
  if (dangling !== undefined) {
    const message = `an environment lists \`${dangling}\`, which \`packages\` has not`;
    return refused({ reason: { kind: 'lock-inconsistent', message }, at: { path: lock.path } });
  }
  const found = createFindings(project.manifest, project.lock);
  try {
    checkPackages(manifest, lock, defaultIndex, found);
  } catch (error) {
    if (!(error instanceof MarkerTooComplex)) throw error;
    found.open(error.message, 'simplify the markers');
  }
  const [first, ...others] = found.reasons;
  const [open, ...more] = found.undecided;
  if (first !== undefined) {
    return { status: 'stale', reasons: [first, ...others], undecided: found.undecided };
  }
  return open === undefined
    ? { status: 'fresh' }
    : { status: 'unable', undecided: [open, ...more] };
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const document = readYamlDocument(tree, project.lock, 'lock');
  if (document.kind === 'refused') return undefined;
  const lock = pixiLock(project.lock, document.value);
  const manifest = readDocument(tree, project.manifest, 'manifest', 'accepted');
  return {
    format: [lock.version],
    packages: lock.records,
    direct: manifest.kind === 'document' ? directNames(project.manifest, manifest.value) : [],
  };
}

function directNames(
  path: string,
  document: Parameters<typeof pixiManifest>[1],
): readonly string[] {
  const manifest = pixiManifest(path, document);
  const names = new Set<string>();
  for (const environment of manifest.environments) {
    for (const platform of platformsOf(manifest, environment)) {
      const { conda, pypi } = declaredBy(manifest, environment, platform);
      for (const { name } of [...conda, ...pypi]) names.add(name);
    }
  }
  return [...names].sort();
}
