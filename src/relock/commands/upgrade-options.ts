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

/** Releases that count for uv whatever their age; the last of its options for a package wins. */
export function urgentOptions({ urgent = [] }: RelockRequest): readonly string[] {
  return urgent.flatMap((name) => ['--exclude-newer-package', `${name}=${NEVER}`]);
}

const NEVER = '9999-12-31T00:00:00Z';
