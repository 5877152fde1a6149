import type { Kysely } from 'kysely';
import type { Verdict } from '../gates/types.ts';
import type { Schema } from './schema.ts';

export interface VerdictSubject {
  readonly repositoryId: number;
  readonly pullRequest: number | 'none';
  readonly baseRef: string;
  readonly headSha: string;
}

/** Keeps what was found, observed gates too: outcome metrics are made from it. */
export async function storeVerdict(
  db: Kysely<Schema>,
  subject: VerdictSubject,
  verdict: Verdict,
): Promise<void> {
  const gates = verdict.gates.map(({ gate, mode, result }) => ({
    gate,
    mode,
    status: result.status,
    rules: result.status === 'failed' ? countRules(result.findings) : {},
  }));
  await db
    .insertInto('verdict')
    .values({
      repository_id: String(subject.repositoryId),
      pull_request: subject.pullRequest === 'none' ? 0 : subject.pullRequest,
      base_ref: subject.baseRef,
      head_sha: subject.headSha,
      conclusion: verdict.conclusion,
      gates: JSON.stringify(gates),
    })
    .execute();
}

function countRules(findings: readonly { readonly rule: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}
