/** What of a tool's work is kept: as little as can be proven to be enough, and nothing unproven. */
import { textAt, withTexts } from '../gates/tree.ts';
import type { GateContext } from '../gates/types.ts';
import type { LockFormat } from '../locks/types.ts';
import type { Calls, LockTool, Setting } from './commands/types.ts';
import { configuresNewest } from './commands/uv.ts';
import type { Tool } from './installed-tool.ts';
import { withoutCutOff } from './minimal/cut-off.ts';
import { minimalUvLock } from './minimal/uv.ts';
import type { Sandbox } from './sandbox/index.ts';
import type { RelockRequest } from './types.ts';
import { verify } from './verify.ts';

/** One request with the tool that was found for it, in its open sandbox. */
export interface Run {
  readonly request: RelockRequest;
  readonly format: LockFormat;
  readonly tool: LockTool;
  readonly found: Tool;
  readonly setting: Setting;
  readonly sandbox: Sandbox;
  readonly calls: Extract<Calls, { readonly kind: 'calls' }>;
}

export type Settled =
  | { readonly kind: 'settled'; readonly text: string; readonly notes: readonly string[] }
  | { readonly kind: 'unusable'; readonly reason: string };

/** `made` is the lock as the tool wrote it. The smallest text that is proven wins. */
export async function settle(run: Run, made: string, context: GateContext): Promise<Settled> {
  const missed = missedUpgrade(run, made);
  if (missed !== 'none') return { kind: 'unusable', reason: missed };
  const { project, tree } = run.request;
  const before = textAt(tree, project.lock);
  const own = ownText(run, made);
  const smaller = project.kind === 'uv' && before !== undefined ? minimalUvLock(before, own) : own;
  let last: Settled = { kind: 'unusable', reason: `${project.lock} is not fresh` };
  for (const text of new Set([smaller, own])) {
    last = await prove(run, text, made, context);
    if (last.kind === 'settled') return last;
  }
  return last;
}

async function prove(run: Run, text: string, made: string, context: GateContext): Promise<Settled> {
  const { format, request } = run;
  const { project, tree } = request;
  const verified = verify(format, project, withTexts(tree, { [project.lock]: text }), context);
  if (verified.kind === 'stale') return { kind: 'unusable', reason: verified.reason };
  if (text !== made && !(await uvAgrees(run, text))) {
    return { kind: 'unusable', reason: 'uv itself does not accept the lock without the cut-off' };
  }
  const notes = verified.kind === 'undecided' ? [`${project.lock}: ${verified.reason}.`] : [];
  return { kind: 'settled', text, notes };
}

/** Most tools take a name and choose the version themselves. */
function missedUpgrade({ request, format, tool }: Run, made: string): string | 'none' {
  const { project, tree, upgrades } = request;
  if (upgrades === 'none' || upgrades === 'all') return 'none';
  const model = format.model(project, withTexts(tree, { [project.lock]: made }));
  for (const { name, version } of upgrades) {
    const versions = (model?.packages ?? [])
      .filter((one) => one.name === name)
      .map((one) => one.version);
    if (versions.length === 0) return `${name} is no package of ${project.lock}`;
    if (version !== undefined && !versions.includes(version)) {
      return `${name} became ${versions.join(', ')}, not ${version}; ${tool.title} chooses itself within what ${project.manifest} allows`;
    }
  }
  return 'none';
}

/** Without the traces of a cut-off that the repository does not have. */
function ownText({ request }: Run, made: string): string {
  const hasTrace =
    request.project.kind === 'uv' && request.newest !== undefined && !configuresNewest(request);
  return hasTrace ? withoutCutOff(made) : made;
}

/** The tool's own check of a lock that is not, byte for byte, what it wrote. */
async function uvAgrees(run: Run, text: string): Promise<boolean> {
  const { request, sandbox, found, calls, tool, setting } = run;
  if (request.project.kind !== 'uv') return true;
  await sandbox.write(request.project.lock, calls.shown?.(text) ?? text);
  const { newest: _, offline: __, ...lasting } = request;
  const plain = tool.calls({ ...lasting, upgrades: 'none' }, setting);
  if (plain.kind === 'refused') return false;
  const [{ args, cwd }] = plain.commands;
  const check = [...args, '--check'];
  const { how, code } = await sandbox.run(found.program, check, cwd, calls.environment);
  return how === 'exit' && code === 0;
}
