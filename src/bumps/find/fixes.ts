/** Locked versions with known vulnerabilities, and the smallest step that leaves them behind. */
import { type Advisory, advisoriesOf } from '../../advisories/advisory.ts';
import { exposure, type OsvRecord } from '../../advisories/osv.ts';
import type { AdvisorySource, PackageVersion } from '../../advisories/source.ts';
import type { BumpsConfiguration } from '../../config/bumps.ts';
import { diffRows, stepBetween } from '../../locks/diff.ts';
import type { LockedPackage, LockModel } from '../../locks/types.ts';
import type { Engine } from '../../relock/engine.ts';
import { isUnsolvable, type Release } from '../../relock/look-up.ts';
import { askedBy } from '../manifests/manifest.ts';
import type { Candidate, Left, LockScene } from '../types.ts';
import { isKeptOut, isMovable } from './candidates.ts';
import { developmentGroups } from './dependency-groups.ts';
import { namesOtherIndex } from './other-index.ts';
import { indexesOf, lowestPython, ownCutOff, sameIndex } from './where.ts';

export interface Fixes {
  readonly candidates: readonly Candidate[];
  /** Vulnerable, and nothing newer is known to be better. */
  readonly left: readonly Left[];
  /** Why nobody knows what is vulnerable (a sentence without its full stop); `none` where known. */
  readonly unknown: string | 'none';
}

/** A fix can have a vulnerability of its own; how often that is followed. */
const MAX_ROUNDS = 4;

export async function findFixes(
  engine: Engine,
  source: AdvisorySource,
  reach: BumpsConfiguration['security'],
  scene: LockScene,
): Promise<Fixes> {
  const { format, project, tree } = scene;
  const model = format.model(project, tree);
  const locked = lookedUp(model, reach, scene);
  if (model === undefined || locked.length === 0) return nothing('none');
  const known = await source.affecting(locked);
  if (known.kind === 'unknown') return nothing(known.reason);
  const exposed = locked.flatMap((one, index) => {
    const own = exposureOf(one, known.records[index] ?? []);
    return own === 'none' ? [] : [{ ...one, ...own }];
  });
  const candidates: Candidate[] = [];
  const left: Left[] = [];
  let unknown: Fixes['unknown'] = 'none';
  for (const one of exposed) {
    const { name, version: from } = one;
    const found = isMovable(name, model)
      ? await smallestFix(engine, source, one, scene)
      : { because: 'it is locked in several versions' };
    if ('unknown' in found) unknown = found.unknown;
    else if ('because' in found) {
      const because = `it has ${one.advisories.map(({ id }) => id).join(', ')}, and ${found.because}`;
      left.push({ name, from, to: from, because });
    } else candidates.push(candidateFor(one, found, model, scene));
  }
  return { candidates, left, unknown };
}

function nothing(unknown: string | 'none'): Fixes {
  return { candidates: [], left: [], unknown };
}

/** Each version once; the names of private packages are nobody's business. */
function lookedUp(
  model: LockModel | undefined,
  reach: BumpsConfiguration['security'],
  { format, project, tree, context }: LockScene,
): readonly PackageVersion[] {
  if (reach === 'off') return [];
  const isDefault = (index: string) => sameIndex(index, context.defaultIndex);
  // A lock that does not record the index may have it from any that the project names.
  const isHome = !namesOtherIndex(project, format.inputs(project, tree), tree, isDefault);
  const isLookedUp = ({ source, version }: LockedPackage) =>
    version !== '' &&
    source.kind === 'registry' &&
    (reach === 'all' || (source.index === '' ? isHome : isDefault(source.index)));
  const found = (model?.packages ?? []).filter(isLookedUp);
  const once = new Map(found.map(({ name, version }) => [`${name} ${version}`, { name, version }]));
  return [...once.values()];
}

interface Exposed {
  readonly advisories: readonly Advisory[];
  /** PEP 440 bounds above which all of them are fixed; `none` where one is not. */
  readonly bounds: readonly string[] | 'none';
}

function exposureOf({ name, version }: PackageVersion, records: readonly OsvRecord[]) {
  const found = records.map((record) => ({ record, of: exposure(record, name, version) }));
  const open = found.filter(({ of }) => of.kind !== 'unaffected');
  if (open.length === 0) return 'none' as const;
  const isFixed = open.every(({ of }) => of.kind === 'fixed');
  const bounds = open.flatMap(({ of }) => (of.kind === 'fixed' ? of.bounds : []));
  const advisories = advisoriesOf(open.map(({ record }) => record));
  return { advisories, bounds: isFixed ? bounds : 'none' } satisfies Exposed;
}

/** The lowest release that has none of the vulnerabilities, nor others. */
async function smallestFix(
  engine: Engine,
  source: AdvisorySource,
  { name, bounds }: PackageVersion & Exposed,
  { format, project, tree, context, cacheKey }: LockScene,
): Promise<Release | { readonly because: string } | { readonly unknown: string }> {
  const own = ownCutOff(project, tree);
  const until = own === 'none' ? '' : ` until the project's own \`exclude-newer\` (${own})`;
  const none = { because: `no release${until} is known to be without it` };
  let above = bounds;
  for (let round = 0; round < MAX_ROUNDS && above !== 'none'; round++) {
    const result = await engine.lookUp(
      {
        requirements: [`${name}${above.join(',')}`],
        indexes: indexesOf(project, format.inputs(project, tree), tree),
        python: lowestPython(project, tree, context.today),
        takes: 'lowest',
        ...(own === 'none' ? {} : { newest: own }),
      },
      cacheKey,
    );
    if (result.kind === 'failed') {
      if (isUnsolvable(result)) return none;
      return { unknown: `the fix of ${name} was not looked up: ${result.reason}` };
    }
    const release = result.releases.get(name);
    if (release === undefined) return none;
    const known = await source.affecting([{ name, version: release.version }]);
    if (known.kind === 'unknown') return { unknown: known.reason };
    const next = exposureOf({ name, version: release.version }, known.records[0] ?? []);
    if (next === 'none') return release;
    above = next.bounds === 'none' ? 'none' : [...above, ...next.bounds];
  }
  return none;
}

function candidateFor(
  { name, version: from, advisories }: PackageVersion & Exposed,
  { version: to, uploaded }: Release,
  model: LockModel,
  { format, project, tree }: LockScene,
): Candidate {
  const packages = model.packages.map((one) => (one.name === name ? { ...one, version: to } : one));
  const [row] = diffRows(model, { ...model, packages });
  const asked = askedBy(project, format.inputs(project, tree), tree);
  return {
    ...{ name, from, to, uploaded, step: stepBetween(from, to), fixes: advisories },
    dependencyGroups: developmentGroups(asked, model).get(name) ?? [],
    direct: row?.direct ?? false,
    via: row?.via ?? '',
    inRange: !isKeptOut(name, { from, to }, asked),
  };
}
