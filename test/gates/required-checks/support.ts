/** What the required-checks gate finds, as short texts. */
import { requiredChecks } from '../../../src/gates/required-checks/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { Finding, JudgeContext } from '../../../src/gates/types.ts';
import { CONTEXT } from '../../support/context.ts';

export type Files = Readonly<Record<string, string>>;

export function contextWith(
  required: readonly string[],
  more: Partial<JudgeContext> = {},
): JudgeContext {
  return {
    ...CONTEXT,
    settings: { ...CONTEXT.settings, contexts: required },
    changed: ['src/a.py'],
    ...more,
  };
}

export function described({ rule, subject, severity, at }: Finding): string {
  const line = 'line' in at ? `:${at.line}` : '';
  const mark = severity === 'notice' ? ' (remark)' : '';
  return `${rule.replace('required-checks/', '')} ${subject} ${at.path.replace('.github/workflows/', '')}${line}${mark}`;
}

export function found(
  files: Files,
  required: readonly string[],
  more: Partial<JudgeContext> = {},
): readonly string[] {
  return requiredChecks
    .judge(treeOfTexts(files), contextWith(required, more))
    .findings.map(described);
}

export function ci(jobs: string, on = 'on: [pull_request, merge_group]'): Files {
  return { '.github/workflows/ci.yml': `${on}\njobs:\n  lint:\n    runs-on: x\n${jobs}` };
}

export const MATRIX = '    strategy: { matrix: { py: ["3.12", "3.13"] } }\n';
