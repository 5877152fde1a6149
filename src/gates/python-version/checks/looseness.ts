/** Every place names a minor version, and YAML reads it as it is written. */
import type { MeantPlace } from '../../../python/projects/projects.ts';
import { fixOfFloat, fixOfPlace, wantedVersion } from '../edits.ts';
import { placeFacts } from '../facts.ts';
import { type Check, distinct, pythonFinding } from '../finding.ts';

const JUDGED: ReadonlySet<MeantPlace['role']> = new Set(['pin', 'deploy', 'tested', 'tooling']);

export const looseVersions: Check = (model, { tree, today }) =>
  model.project.places
    .filter((place) => place.meant.kind === 'loose' && JUDGED.has(place.role) && isRun(place))
    .map((at) => {
      const { wanted, fix } = fixOfPlace(tree, [at], wantedVersion(model, today, at));
      const isMinor = at.role === 'tooling' || at.isTolerated || isDevelopment(at);
      return pythonFinding(
        model,
        { kind: 'too-loose', role: at.role, at: placeFacts(at), wanted },
        { at, related: [] },
        { fix, severity: isMinor ? 'notice' : undefined },
      );
    });

/** `python="3"` of a nox session is whatever the machine has, which its job decides. */
function isRun({ role, job }: MeantPlace): boolean {
  return role !== 'tested' || job !== undefined;
}

/** What somebody writes code in; neither tests nor production follow it. */
function isDevelopment({ label }: MeantPlace): boolean {
  return label.startsWith('dev container');
}

export const floats: Check = (model, { tree }) =>
  distinct(model.project.places).flatMap((at) => {
    const { versions } = at;
    if (versions.kind !== 'float') return [];
    const { written, read } = versions;
    return [
      pythonFinding(
        model,
        { kind: 'float', at: placeFacts(at), written, read },
        { at, related: [] },
        { fix: fixOfFloat(tree, at) },
      ),
    ];
  });
