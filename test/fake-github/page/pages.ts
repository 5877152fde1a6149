/** The pages: all repositories with their pull requests, and one pull request. */
import { latestRuns } from '../checks.ts';
import { compareCommits, type FileChange } from '../git-compare.ts';
import { cloneUrl, fullName } from '../lookups.ts';
import type { Pull, Repository, Run, World } from '../world.ts';
import { runHtml, runSign, runState } from './checks.ts';
import { escapeHtml, pageHtml } from './html.ts';

function runsOf(world: World, pull: Pull): readonly Run[] {
  return [...world.suites.values()]
    .filter(({ repository, headSha }) => repository === pull.repository && headSha === pull.headSha)
    .flatMap((suite) => latestRuns(world, suite));
}

function pullPath(pull: Pull): string {
  return `/${fullName(pull.repository)}/pull/${pull.number}`;
}

function pullState(pull: Pull): string {
  if (pull.isMerged) return 'merged';
  return pull.isDraft && pull.state === 'open' ? 'draft' : pull.state;
}

function pullRow(world: World, pull: Pull): string {
  const runs = runsOf(world, pull).map(
    (run) => `${runSign(run)} ${escapeHtml(run.name)}: ${escapeHtml(run.title ?? runState(run))}`,
  );
  const checks = runs.length === 0 ? 'no checks yet' : runs.join('<br>');
  return `<li><a href="${pullPath(pull)}"><strong>${escapeHtml(pull.title)}</strong></a>
<span class="muted">#${pull.number} ${pullState(pull)}, by ${escapeHtml(pull.author.login)}</span><div>${checks}</div></li>`;
}

function cloneCommand(world: World, repository: Repository): string {
  return `<code>git clone ${escapeHtml(cloneUrl(world, repository))}</code>`;
}

function repositoryHtml(world: World, repository: Repository): string {
  const pulls = [...repository.pulls.values()].reverse().map((pull) => pullRow(world, pull));
  const rows = pulls.length === 0 ? '<li class="muted">No pull requests.</li>' : pulls.join('\n');
  return `<section class="box"><header><strong>${escapeHtml(fullName(repository))}</strong><span class="grow"></span>${cloneCommand(world, repository)}</header>
<ul class="rows">${rows}</ul></section>`;
}

/** All repositories; forks only show through their pull requests. */
export function overviewPage(world: World): string {
  const own = [...world.repositories.values()].filter(({ parent }) => parent === undefined);
  const list = own.map((repository) => repositoryHtml(world, repository)).join('\n');
  const body = `<h1>Fake GitHub</h1><p class="muted">Real git, real webhooks, local only. Push to a
pull request's branch and its checks run again.</p>${list}`;
  return pageHtml('Fake GitHub', body);
}

function diffLines(patch: string): string {
  const html = patch.split('\n').map((line) => {
    const look = line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : 'muted';
    return `<b class="${look}">${escapeHtml(line)}</b>`;
  });
  return `<pre class="lines">${html.join('')}</pre>`;
}

const MAX_PATCH = 20_000;

function fileHtml({ path, status, additions, deletions, patch }: FileChange): string {
  const shown = patch === undefined ? '' : diffLines(patch.slice(0, MAX_PATCH));
  return `<details class="box"><summary><code>${escapeHtml(path)}</code> <span class="muted">${status}</span>
<span class="good">+${additions}</span> <span class="bad">−${deletions}</span></summary>${shown}</details>`;
}

export async function pullPage(world: World, pull: Pull): Promise<string> {
  const { repository } = pull;
  const name = escapeHtml(fullName(repository));
  const comparison = await compareCommits(repository.git, pull.baseSha, pull.headSha);
  const files = (comparison?.files ?? []).map(fileHtml).join('\n');
  const runs = await Promise.all(runsOf(world, pull).map((run) => runHtml(world, run)));
  const required = repository.rules.get(pull.baseRef)?.requires.map(({ context }) => context) ?? [];
  const missing = required.filter(
    (context) => !runsOf(world, pull).some((r) => r.name === context),
  );
  const waiting = missing.map(
    (context) =>
      `<section class="box"><header><span class="mild">●</span> <strong>${escapeHtml(context)}</strong>
<span class="muted">Expected: waiting for status to be reported</span></header></section>`,
  );
  const from =
    pull.headRepository === 'deleted' ? 'unknown repository' : fullName(pull.headRepository);
  const source = pull.headRepository === repository ? '' : `${escapeHtml(from)}:`;
  const conflict = pull.mergeSha === 'conflict' ? ' · <span class="bad">conflicts</span>' : '';
  const body = `<p><a href="/">All repositories</a> / ${name}</p>
<h1>${escapeHtml(pull.title)} <span class="muted">#${pull.number}</span></h1>
<p class="muted">${pullState(pull)} · ${escapeHtml(pull.author.login)} wants to merge <code>${source}${escapeHtml(pull.headRef)}</code>
(<code>${pull.headSha.slice(0, 7)}</code>) into <code>${escapeHtml(pull.baseRef)}</code>${conflict}</p>
<p>${cloneCommand(world, repository)} then <code>git switch ${escapeHtml(pull.headRef)}</code></p>
<h2>Checks</h2>${[...waiting, ...runs].join('\n') || '<p class="muted">None yet.</p>'}
<h2>Files changed</h2>${files}`;
  return pageHtml(`${pull.title} · ${fullName(repository)}#${pull.number}`, body);
}
