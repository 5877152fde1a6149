import { describe, expect, it } from 'vitest';
import type { Rule, Verdict } from '../../src/gates/types.ts';
import { renderSarif } from '../../src/report/sarif.ts';
import {
  EVIL,
  failed,
  finding,
  hostile,
  misconfigured,
  mixed,
  observing,
  report,
  verdict,
} from './verdicts.ts';

const stale: Rule = {
  id: 'lockfile/stale',
  title: 'Lock out of step with its manifest',
  severity: 'violation',
  what: 'The lock was made for other dependencies.',
  why: 'Installs differ from what was reviewed.',
  message: () => '',
  repair: () => 'uv lock',
  bad: {},
  good: {},
};

function render(given: Verdict) {
  const tool = { version: '1.2.3', rules: [{ ...stale, id: 'lockfile/unrelated' }, stale] };
  return JSON.parse(renderSarif(given, tool)).runs[0];
}

describe('SARIF', () => {
  it('has results with places, related places and levels', () => {
    expect(render(mixed)).toMatchSnapshot();
  });

  it('points each result to the description of its rule', () => {
    const run = render(mixed);
    expect(run.tool.driver.rules.map((rule: Rule) => rule.id)).toEqual(['lockfile/stale']);
    expect(run.results[0].ruleIndex).toBe(0);
  });

  it('keeps the fingerprint when lines move, and changes it with the subject', () => {
    const prints = [
      finding(),
      finding({ place: { path: 'pyproject.toml', line: 99, endLine: 99 } }),
      finding({ subject: 'other' }),
    ].map((one) => {
      const run = render(verdict({ gates: [report({ result: failed([one]) })] }));
      return run.results[0].partialFingerprints['lockkeeper/v1'];
    });
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  it('tells mistakes in the configuration as notifications', () => {
    const [invocation] = render(misconfigured).invocations;
    expect(invocation.toolConfigurationNotifications).toHaveLength(2);
  });

  it('leaves out gates that observe', () => {
    expect(render(observing).results).toEqual([]);
  });

  it('writes a hostile path as a URI that gives the path back', () => {
    const [result] = render(hostile).results;
    const { uri } = result.locations[0].physicalLocation.artifactLocation;
    expect(uri).toMatch(/^[\w.%/'-]+$/);
    expect(decodeURIComponent(uri)).toBe(EVIL);
  });
});
