/** A check run as tests and people read it. */
import type { Annotation, CheckAction, CheckStatus, Run } from './world.ts';

export interface CheckReport {
  readonly id: number;
  readonly name: string;
  readonly appId: number;
  readonly headSha: string;
  readonly status: CheckStatus;
  readonly conclusion: string | undefined;
  readonly externalId: string | undefined;
  readonly detailsUrl: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly text: string | undefined;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
}

/** A copy of the run as it is now. */
export function reportOf(run: Run): CheckReport {
  const { id, name, status, conclusion, externalId, detailsUrl, title, summary, text } = run;
  return {
    id,
    name,
    appId: run.suite.app.id,
    headSha: run.suite.headSha,
    status,
    conclusion,
    externalId,
    detailsUrl,
    title,
    summary,
    text,
    annotations: [...run.annotations],
    actions: [...run.actions],
  };
}

const ICONS: Readonly<Record<string, string>> = {
  success: '✓',
  neutral: '■',
  skipped: '⊘',
  failure: '✗',
  timed_out: '✗',
  cancelled: '⊘',
  action_required: '!',
};

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}

/** `pyproject.toml:12 warning Title`, then the message. */
function annotationText(annotation: Annotation): string {
  const { path, start_line, end_line, annotation_level, title = '', message } = annotation;
  const lines = start_line === end_line ? `${start_line}` : `${start_line}-${end_line}`;
  const head = `${path}:${lines} ${annotation_level}${title === '' ? '' : ` — ${title}`}`;
  return `${head}\n${indent(message)}`;
}

/** A check run as text, the way its page reads from top to bottom. */
export function renderCheck(check: CheckReport): string {
  const state = check.conclusion ?? check.status;
  const buttons = check.actions.map(({ label, description }) => `[${label}] ${description}`);
  const parts = [
    `${ICONS[state] ?? '…'} ${check.name} · ${state}`,
    check.title && indent(check.title),
    check.summary && indent(check.summary.trim()),
    check.text && indent(check.text.trim()),
    ...check.annotations.map((annotation) => indent(annotationText(annotation))),
    buttons.length > 0 && indent(buttons.join('\n')),
  ];
  return parts.filter(Boolean).join('\n\n');
}
