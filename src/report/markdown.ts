import type { Verdict } from '../gates/types.ts';
import { type Block, renderBlocks } from './blocks.ts';
import { detailBlocks } from './details.ts';
import { prose } from './escape.ts';
import { headline } from './headline.ts';
import { MAX_OUTPUT_BYTES } from './limits.ts';
import { summaryBlocks } from './summary.ts';

/**
 * The verdict as GitHub's Markdown, for job summaries and comments; at most 65,535 bytes, so that a
 * comment takes it. Names from the repository are escaped.
 */
export function renderMarkdown(verdict: Verdict): string {
  const title: Block = {
    importance: 10,
    head: [`### Lockkeeper: ${prose(headline(verdict))}`],
    items: [],
    noun: ['line', 'lines'],
  };
  const blocks = [title, ...summaryBlocks(verdict), ...detailBlocks(verdict)];
  return `${renderBlocks(blocks, MAX_OUTPUT_BYTES - 1)}\n`;
}
