/** A small project in step with its lock, and what the gate reports of a change. */
import { defaultConfiguration } from '../../../src/config/defaults.ts';
import { evaluate } from '../../../src/gates/evaluate.ts';
import { lockfile } from '../../../src/gates/lockfile/index.ts';
import { CONTEXT } from '../../support/context.ts';
import { snapshot, type Texts } from '../../support/snapshot.ts';

export const MANIFEST = '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.12"\n';
export const LOCK = `version = 1
requires-python = ">=3.12"

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
`;
export const FRESH: Texts = { 'pyproject.toml': MANIFEST, 'uv.lock': LOCK };

/** What counts, the remarks, and what was repaired. */
export async function reported(base: Texts | 'none', head: Texts) {
  const verdict = await evaluate(snapshot(base, head), {
    gates: [lockfile],
    configuration: defaultConfiguration,
    problems: [],
    context: CONTEXT,
  });
  const [report] = verdict.gates;
  const findings = report?.result.status === 'failed' ? report.result.findings : [];
  return {
    found: findings.map(({ place, message, repair }) => [place.path, message, repair]),
    remarks: (report?.notices ?? []).map(({ place, message }) => [
      `${place.path}:${place.line}`,
      message,
    ]),
    repaired: report?.repaired.map(({ message }) => message),
  };
}
