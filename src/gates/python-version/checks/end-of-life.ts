/** What is used, and what is supported, still gets security fixes. */
import { endOfLife, hasEnded, oldestSupported } from '../../../python/end-of-life.ts';
import type { Minor } from '../../../python/minors.ts';
import { type ProjectModel, releasesOf } from '../../../python/projects/model.ts';
import type { MeantPlace } from '../../../python/projects/projects.ts';
import type { Finding } from '../../types.ts';
import { placeFacts } from '../facts.ts';
import { type Check, pythonFinding, relatedTo } from '../finding.ts';

export const ended: Check = (model, { today }) => {
  const used = releasesOf(model.project.places, 'deploy', 'pin').filter(({ minor }) =>
    hasEnded(minor, today),
  );
  const byMinor = Map.groupBy(used, ({ minor }) => minor);
  const findings = [...byMinor].map(([minor, places]) => {
    const deployed = places.filter(({ role }) => role === 'deploy');
    const pins = places.filter(({ role }) => role === 'pin');
    return finding(model, 'used', [...deployed, ...pins], minor, today);
  });
  const [range] = model.ranges;
  const { floor } = model;
  if (range === undefined || floor === undefined || !hasEnded(floor, today)) return findings;
  return [
    ...findings,
    { ...finding(model, 'floor', [range], floor, today), severity: 'notice' as const },
  ];
};

function finding(
  model: ProjectModel,
  what: 'used' | 'floor',
  [at, ...others]: readonly MeantPlace[],
  minor: Minor,
  today: string,
): Finding {
  if (at === undefined) throw new Error('a finding has a place');
  return pythonFinding(
    model,
    {
      kind: 'end-of-life',
      what,
      at: placeFacts(at),
      minor,
      ended: endOfLife(minor) ?? '',
      oldest: oldestSupported(today),
      isSetEverywhere: model.project.directory === '',
    },
    { at, related: others.map((place) => relatedTo(place)) },
  );
}
