import type { Finding, Gate, JudgeContext, Origin, Tree } from './types.ts';

/** A finding of the head, with the knowledge whether this change caused it. */
export interface OriginatedFinding {
  readonly finding: Finding;
  readonly origin: Origin;
}

/** Stays the same when lines move: rule, path and subject, never a line. */
export function fingerprint(finding: Finding): string {
  return JSON.stringify([finding.rule, finding.at.path, finding.subject]);
}

/**
 * Marks each finding of the head `introduced` or `preexisting`. A coarse finding (a hash differs)
 * is replaced by what both states together can tell; those entries differ between base and head,
 * so this change caused them even where the base was already wrong.
 */
export function withOrigins(
  gate: Pick<Gate, 'explain'>,
  head: { readonly tree: Tree; readonly findings: readonly Finding[] },
  base: { readonly tree: Tree; readonly findings: readonly Finding[] } | 'none',
  context: JudgeContext,
): readonly OriginatedFinding[] {
  if (base === 'none') {
    // With nothing to compare to, the state alone is judged: everything counts.
    return head.findings.map((finding) => ({ finding, origin: 'unknown' }));
  }
  const before = new Set(base.findings.map(fingerprint));
  return head.findings.flatMap((finding): readonly OriginatedFinding[] => {
    const finer = gate.explain?.(finding, base.tree, head.tree, context) ?? [];
    const known = before.has(fingerprint(finding));
    const explained = finer.map((one) => ({ finding: one, origin: 'introduced' as const }));
    if (known) return [{ finding, origin: 'preexisting' }, ...explained];
    return explained.length > 0 ? explained : [{ finding, origin: 'introduced' }];
  });
}
