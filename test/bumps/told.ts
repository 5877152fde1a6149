/** Cases of bumps told as stories: the real uv against an index made for each. */
import { exposure, type OsvRecord } from '../../src/advisories/osv.ts';
import type { AdvisorySource, PackageVersion } from '../../src/advisories/source.ts';
import type { OpenGroups } from '../../src/bumps/propose.ts';
import type { Scope } from '../../src/bumps/types.ts';
import type { BumpsConfiguration } from '../../src/config/bumps.ts';
import { textAt, treeOfTexts, withTexts } from '../../src/gates/tree.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import type { Release } from '../index/wheel.ts';
import { createBench, type Files } from '../relock/projects.ts';
import { CONTEXT } from '../support/context.ts';
import { proposals, story } from './support.ts';

const OLD = '2026-01-01T00:00:00Z';
export const TWO_DAYS = '2026-11-22T06:00:00Z';

export function release(text: string, more: Partial<Release> = {}): Release {
  const [name = '', version = ''] = text.split(' ');
  return { name, version, uploaded: OLD, ...more };
}

export interface Case {
  /** What the index has when the lock is made first, and what comes later. */
  readonly before: readonly Release[];
  readonly after: readonly Release[];
  readonly dependencies: readonly string[];
  readonly python?: string;
  readonly bumps?: Partial<BumpsConfiguration>;
  /** What is known to be vulnerable; `down` where nobody can be asked. */
  readonly vulnerabilities?: readonly OsvRecord[] | 'down';
  readonly scope?: Scope;
  readonly open?: OpenGroups;
  readonly more?: (index: PackageIndex) => Files;
}

export function manifest({ url }: PackageIndex, { dependencies, python = '>=3.11' }: Case): string {
  const list = dependencies.map((one) => JSON.stringify(one)).join(', ');
  return `[project]\nname = "demo"\nversion = "0.1"\nrequires-python = "${python}"\ndependencies = [${list}]\n\n[[tool.uv.index]]\nurl = "${url}"\ndefault = true\n`;
}

/** The story of what is proposed; files of the first bump are given to `look`. */
export async function told(
  one: Case,
  look: (files: Files) => void = () => {},
): Promise<readonly string[]> {
  const index = await startIndex(one.before);
  const bench = createBench(index);
  try {
    const files = { 'pyproject.toml': manifest(index, one), ...one.more?.(index) };
    const locked = await bench.relock('uv', files, 'none');
    for (const release of one.after) index.publish(release);
    const all = await proposals(bench, locked.files, one.bumps, {
      context: { ...CONTEXT, defaultIndex: index.url },
      advisories: knowing(one.vulnerabilities ?? []),
      scope: one.scope ?? 'all',
      open: one.open ?? new Map(),
    });
    const changes = all[0]?.bumps[0]?.changes ?? [];
    const texts = Object.fromEntries(changes.map(({ path, after }) => [path, after]));
    const tree = withTexts(treeOfTexts(locked.files), texts);
    look(
      Object.fromEntries([...tree.files.keys()].map((path) => [path, textAt(tree, path) ?? ''])),
    );
    return all.flatMap(story).map((line) => line.replaceAll(/\s+/g, ' ').trim());
  } finally {
    bench.close();
    await index.close();
  }
}

/** A source that knows these, without a server. */
export function knowing(records: readonly OsvRecord[] | 'down'): AdvisorySource {
  return {
    affecting: async (packages) => {
      if (records === 'down') return { kind: 'unknown', reason: 'OSV is down' };
      const about = ({ name, version }: PackageVersion) =>
        records.filter((record) => exposure(record, name, version).kind !== 'unaffected');
      return { kind: 'known', records: packages.map(about) };
    },
  };
}
