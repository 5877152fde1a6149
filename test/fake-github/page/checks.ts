/** A check run on the page: verdict, words, buttons, and annotations under the lines they are about. */
import { readObject } from '../git.ts';
import type { Annotation, Run, World } from '../world.ts';
import { escapeHtml } from './html.ts';
import { markdown } from './markdown.ts';

const LOOKS: Readonly<Record<string, readonly [string, string]>> = {
  success: ['good', '✓'],
  failure: ['bad', '✗'],
  timed_out: ['bad', '✗'],
  action_required: ['bad', '!'],
  neutral: ['muted', '■'],
  skipped: ['muted', '⊘'],
  cancelled: ['muted', '⊘'],
};

/** The coloured sign of a run. */
export function runSign(run: Run): string {
  const [look, sign] = LOOKS[run.conclusion ?? ''] ?? ['mild', '●'];
  return `<span class="${look}">${sign}</span>`;
}

export function runState(run: Run): string {
  return run.conclusion ?? run.status.replace('_', ' ');
}

function button(run: Run, identifier: string, label: string, description: string): string {
  const hint = escapeHtml(description);
  return `<form method="post" action="/-/press"><input type="hidden" name="run" value="${run.id}">
<button name="identifier" value="${escapeHtml(identifier)}" title="${hint}">${escapeHtml(label)}</button></form>`;
}

/** Only the app that made the run is told of clicks; the fake speaks to one app. */
function rerun(run: Run): string {
  return `<form method="post" action="/-/rerun"><button name="run" value="${run.id}">Re-run</button></form>`;
}

const CONTEXT_LINES = 2;

/** The lines that an annotation is about, with some around them. */
async function codeLines(run: Run, annotation: Annotation): Promise<string> {
  const { git } = run.suite.repository;
  const object = await readObject(git, `${run.suite.headSha}:${annotation.path}`);
  if (object?.type !== 'blob') return '';
  const lines = object.content.toString().split('\n');
  const first = Math.max(1, annotation.start_line - CONTEXT_LINES);
  const shown = lines.slice(first - 1, annotation.end_line + CONTEXT_LINES);
  const html = shown.map((line, index) => {
    const number = first + index;
    const isHit = number >= annotation.start_line && number <= annotation.end_line;
    const look = isHit ? ' class="hit"' : '';
    return `<b${look}><i>${number}</i>${escapeHtml(line)}</b>`;
  });
  return `<pre class="lines">${html.join('')}</pre>`;
}

async function annotationHtml(run: Run, annotation: Annotation): Promise<string> {
  const { path, start_line, annotation_level, title = '', message } = annotation;
  return `<div class="box"><header><code>${escapeHtml(`${path}:${start_line}`)}</code></header>
${await codeLines(run, annotation)}
<div class="note ${annotation_level}"><strong>${escapeHtml(title)}</strong> <span class="muted">${annotation_level}</span>
<p>${escapeHtml(message)}</p></div></div>`;
}

/** A whole run with its buttons; those of other apps have none. */
export async function runHtml(world: World, run: Run): Promise<string> {
  const annotations = await Promise.all(
    run.annotations.map((annotation) => annotationHtml(run, annotation)),
  );
  const actions = run.status === 'completed' ? run.actions : [];
  const buttons = [
    ...actions.map((a) => button(run, a.identifier, a.label, a.description)),
    ...(run.suite.app === world.app ? [rerun(run)] : []),
  ];
  const words = [
    run.title === undefined ? '' : `<h3>${escapeHtml(run.title)}</h3>`,
    markdown(run.summary ?? ''),
    markdown(run.text ?? ''),
    ...annotations,
  ].filter((part) => part !== '');
  const body = words.length === 0 ? '' : `<div class="body">${words.join('\n')}</div>`;
  return `<section class="box" id="run-${run.id}"><header>${runSign(run)} <strong>${escapeHtml(run.name)}</strong>
<span class="muted">${escapeHtml(runState(run))} · ${escapeHtml(run.suite.app.name)}</span><span class="grow"></span>${buttons.join(' ')}</header>
${body}</section>`;
}
