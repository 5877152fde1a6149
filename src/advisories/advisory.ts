/** Known vulnerabilities as people read about them. Pure. */
import type { OsvRecord } from './osv.ts';

export interface Advisory {
  /** The name that people know it by: `GHSA-…` before `CVE-…` before `PYSEC-…`. */
  readonly id: string;
  /** One line; may be empty. */
  readonly summary: string;
  /** In lower case, as its database rates it; `unknown` where it does not. */
  readonly severity: 'low' | 'moderate' | 'high' | 'critical' | 'unknown';
  readonly url: string;
}

/** Several databases describe one vulnerability, each under its own name: it counts once. */
export function advisoriesOf(records: readonly OsvRecord[]): readonly Advisory[] {
  const groups: OsvRecord[][] = [];
  for (const record of records) {
    const same = groups.find((group) => group.some((other) => isSame(record, other)));
    if (same === undefined) groups.push([record]);
    else same.push(record);
  }
  return groups
    .map(advisoryOf)
    .sort((a, b) => RANK[b.severity] - RANK[a.severity] || (a.id < b.id ? -1 : 1));
}

const RANK = { unknown: 0, low: 1, moderate: 2, high: 3, critical: 4 } as const;

function isSame(one: OsvRecord, other: OsvRecord): boolean {
  const names = new Set([one.id, ...one.aliases]);
  return [other.id, ...other.aliases].some((name) => names.has(name));
}

function advisoryOf(records: readonly OsvRecord[]): Advisory {
  const [best] = [...records].sort((a, b) => rankOf(a.id) - rankOf(b.id));
  const id = best?.id ?? '';
  const said = records.map(({ database_specific: own }) => own?.severity?.toLowerCase());
  return {
    id,
    summary: records.map(({ summary }) => summary.trim()).find((one) => one !== '') ?? '',
    severity: said.find(isSeverity) ?? 'unknown',
    url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}`,
  };
}

function rankOf(id: string): number {
  const at = ['GHSA-', 'CVE-', 'PYSEC-'].findIndex((prefix) => id.startsWith(prefix));
  return at < 0 ? 9 : at;
}

function isSeverity(text: string | undefined): text is Exclude<Advisory['severity'], 'unknown'> {
  return text !== undefined && text !== 'unknown' && Object.hasOwn(RANK, text);
}
