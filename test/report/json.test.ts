import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { verdictSchema } from '../../src/report/json-schema.ts';
import * as verdicts from './verdicts.ts';

const named = Object.entries(verdicts).flatMap(([name, value]) =>
  typeof value === 'object' && 'gates' in value ? [{ name, value }] : [],
);

describe('JSON', () => {
  it.each(named)('of the verdict "$name" is as its schema says', ({ value }) => {
    const parsed: unknown = JSON.parse(renderJson(value));
    expect(verdictSchema.parse(parsed)).toEqual(parsed);
  });

  it('has every list, empty or not, so that scripts need no guards', () => {
    expect(renderJson(verdicts.nothingToJudge)).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "repository": "octo/app",
        "base": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "head": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "conclusion": "success",
        "gates": [
          {
            "gate": "lockfile",
            "title": "Lockfile",
            "mode": "warn",
            "scope": "introduced",
            "status": "skipped",
            "reason": "nothing to judge here",
            "findings": [],
            "notices": [],
            "undecided": [],
            "subjects": [],
            "repaired": [],
            "tables": []
          }
        ],
        "configuration": []
      }
      "
    `);
  });

  it('holds what only observes too', () => {
    const parsed = verdictSchema.parse(JSON.parse(renderJson(verdicts.observing)));
    expect(parsed.gates.map(({ mode, findings }) => [mode, findings.length])).toEqual([
      ['observe', 1],
    ]);
  });

  it('carries the files of an edit', () => {
    const fix = { kind: 'edit', edits: [{ path: 'a', start: 0, end: 1, text: 'b' }] } as const;
    const result = verdicts.failed([verdicts.finding({ fix })]);
    const given = verdicts.verdict({ gates: [verdicts.report({ result })] });
    const parsed = verdictSchema.parse(JSON.parse(renderJson(given)));
    expect(parsed.gates[0]?.findings[0]?.fix).toEqual(fix);
  });
});
