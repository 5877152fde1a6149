import type { Annotation, CheckRunContent } from '../report/check-run.ts';
import {
  byteLength,
  clampBytes,
  clampCharacters,
  MAX_MESSAGE_BYTES,
  MAX_OUTPUT_BYTES,
  MAX_TITLE_CHARACTERS,
} from '../report/limits.ts';

/** Every batch of 50 is a write of its own, a second apart. */
const MAX_ANNOTATIONS = 150;
const MAX_ACTIONS = 3;
const MAX_LABEL = 20;
const MAX_DESCRIPTION = 40;

/**
 * The content within all limits of the Checks API, whatever made it. Reports shorten themselves
 * with more sense; here one byte too many would cost the whole verdict. What is left out is counted.
 *
 * @see https://docs.github.com/en/rest/checks/runs#create-a-check-run
 */
export function clampContent(content: CheckRunContent): CheckRunContent {
  const omitted = content.annotations.length - MAX_ANNOTATIONS;
  const note = omitted > 0 ? `\n\n${omissionOf(omitted)}` : '';
  return {
    title: clampCharacters(wellFormed(content.title), MAX_TITLE_CHARACTERS),
    summary: clampMarkdown(content.summary, MAX_OUTPUT_BYTES - byteLength(note)) + note,
    text: clampMarkdown(content.text, MAX_OUTPUT_BYTES),
    conclusion: content.conclusion,
    annotations: content.annotations.slice(0, MAX_ANNOTATIONS).map(clampAnnotation),
    actions: content.actions.slice(0, MAX_ACTIONS).map(({ label, description, identifier }) => ({
      label: clampCharacters(label, MAX_LABEL),
      description: clampCharacters(description, MAX_DESCRIPTION),
      identifier: identifier.slice(0, MAX_LABEL),
    })),
  };
}

function omissionOf(count: number): string {
  const what = count === 1 ? '1 more annotation is' : `${count} more annotations are`;
  return `*${what} not shown. \`lockkeeper check\` shows everything.*`;
}

function clampAnnotation({ rawDetails, ...annotation }: Annotation): Annotation {
  const startLine = Math.max(1, annotation.startLine);
  return {
    ...annotation,
    startLine,
    endLine: Math.max(startLine, annotation.endLine),
    title: clampCharacters(wellFormed(annotation.title), MAX_TITLE_CHARACTERS),
    message: clampBytes(wellFormed(annotation.message), MAX_MESSAGE_BYTES),
    ...(rawDetails === undefined
      ? {}
      : { rawDetails: clampBytes(wellFormed(rawDetails), MAX_MESSAGE_BYTES) }),
  };
}

/** Room for the end of a cut text. */
const CUT_BYTES = 120;

/** Cuts at the end of a line, closes an open code block and says how much is missing. */
function clampMarkdown(markdown: string, limit: number): string {
  const text = wellFormed(markdown);
  const size = byteLength(text);
  if (size <= limit) return text;
  const beginning = clampBytes(text, limit - CUT_BYTES);
  const lineEnd = beginning.lastIndexOf('\n');
  const kept = lineEnd > beginning.length / 2 ? beginning.slice(0, lineEnd) : beginning;
  const fences = kept.match(/^ {0,3}```/gm) ?? [];
  const close = fences.length % 2 === 1 ? '\n```' : '';
  const missing = size - byteLength(kept);
  return `${kept}${close}\n\n*Cut here: ${missing} more bytes. \`lockkeeper check\` shows everything.*`;
}

/** GitHub refuses NUL and unpaired surrogates, which hostile files can carry into messages. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
