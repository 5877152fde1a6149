import type { RelockRequest } from '../types.ts';

/** What uv and pip-compile call the packages to move. */
export function upgradeOptions({ upgrades }: RelockRequest): readonly string[] {
  if (upgrades === 'none') return [];
  if (upgrades === 'all') return ['--upgrade'];
  return upgrades.flatMap(({ name, version }) => [
    '--upgrade-package',
    version === undefined ? name : `${name}==${version}`,
  ]);
}
