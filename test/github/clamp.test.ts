import { describe, expect, it } from 'vitest';
import { clampContent } from '../../src/github/clamp.ts';
import type { CheckRunContent } from '../../src/report/check-run.ts';

const LIMIT = 65_535;

function clamp(content: Partial<CheckRunContent>): CheckRunContent {
  return clampContent({
    title: 'title',
    summary: 'summary',
    text: 'text',
    conclusion: 'neutral',
    annotations: [],
    actions: [],
    ...content,
  });
}

describe('the limits of a check run', () => {
  it('are counted in bytes: a text of just the limit stays as it is', () => {
    const text = `${'ä'.repeat(32_767)}a`;
    expect(Buffer.byteLength(text)).toBe(LIMIT);
    expect(clamp({ text, summary: text })).toMatchObject({ text, summary: text });
  });

  it.each(['ä', '語', '🦄'])(
    'cut a text of %s that is one byte too long between characters',
    (c) => {
      const text = c.repeat(Math.ceil(LIMIT / Buffer.byteLength(c))).padEnd(LIMIT, 'a');
      const short = clamp({ text }).text;
      expect(Buffer.byteLength(short)).toBeLessThanOrEqual(LIMIT);
      expect(short).not.toContain('\uFFFD');
      expect(short).toMatch(
        /\*Cut here: \d+ more bytes\. `lockkeeper check` shows everything\.\*$/,
      );
    },
  );

  it('cut Markdown at the end of a line and close its code block', () => {
    const line = `${'x'.repeat(99)}\n`;
    const { summary } = clamp({ summary: `\`\`\`diff\n${line.repeat(700)}\`\`\`` });
    expect(summary.slice(-130)).toMatch(/x{20}…?\n```\n\n\*Cut here: \d+ more bytes/);
  });

  it('leave room for the count of omitted annotations', () => {
    const annotation = { path: 'a', startLine: 1, endLine: 1, level: 'notice' as const };
    const annotations = Array.from({ length: 153 }, () => ({
      ...annotation,
      title: 't',
      message: 'm',
    }));
    const { summary } = clamp({ annotations, summary: 'x'.repeat(LIMIT) });
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(LIMIT);
    expect(summary).toMatch(/\*3 more annotations are not shown\./);
  });

  it('hold for each annotation', () => {
    const annotations = [
      {
        path: 'a',
        startLine: 0,
        endLine: -1,
        level: 'warning' as const,
        title: 't'.repeat(300),
        message: '語'.repeat(30_000),
        rawDetails: 'x'.repeat(70_000),
      },
    ];
    const [clamped] = clamp({ annotations }).annotations;
    expect(clamped).toMatchObject({ startLine: 1, endLine: 1 });
    expect(clamped?.title).toHaveLength(255);
    expect(Buffer.byteLength(clamped?.message ?? '')).toBeLessThanOrEqual(64_000);
    expect(Buffer.byteLength(clamped?.rawDetails ?? '')).toBeLessThanOrEqual(64_000);
  });

  it('hold for buttons', () => {
    const action = {
      label: 'l'.repeat(21),
      description: 'd'.repeat(41),
      identifier: 'i'.repeat(21),
    };
    const { actions } = clamp({ actions: [action, action, action, action] });
    expect(actions).toHaveLength(3);
    expect(actions[0]?.label).toHaveLength(20);
    expect(actions[0]?.description).toHaveLength(40);
    expect(actions[0]?.identifier).toHaveLength(20);
  });

  it('let no byte through that GitHub refuses', () => {
    expect(clamp({ title: 'a\0b\uD800c' }).title).toBe('a\uFFFDb\uFFFDc');
  });
});
