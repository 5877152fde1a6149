import type { Rule, Verdict } from '../gates/types.ts';

export const FORMATS = ['text', 'json', 'github', 'sarif', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export const DIFF_FORMATS = ['text', 'markdown', 'json'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

export const PYTHON_FORMATS = ['text', 'json', 'markdown', 'html'] as const;
export type PythonFormat = (typeof PYTHON_FORMATS)[number];

export const CHECKS_FORMATS = ['text', 'json', 'markdown'] as const;
export type ChecksFormat = (typeof CHECKS_FORMATS)[number];

interface Look {
  readonly color: boolean;
  /** The rules of all gates. */
  readonly rules: readonly Rule[];
}

type Render = (verdict: Verdict, look: Look) => string;

/** The renderer of a format; only the one that is asked for is loaded. */
export async function loadFormat(format: Format): Promise<Render> {
  switch (format) {
    case 'text':
      return (await import('../report/text.ts')).renderText;
    case 'json':
      return (await import('../report/json.ts')).renderJson;
    case 'github':
      return (await import('../report/github.ts')).renderGithub;
    case 'markdown':
      return (await import('../report/markdown.ts')).renderMarkdown;
    case 'sarif': {
      const [{ renderSarif }, { version }] = await Promise.all([
        import('../report/sarif.ts'),
        import('./version.ts'),
      ]);
      return (verdict, { rules }) => renderSarif(verdict, { version, rules });
    }
  }
}
