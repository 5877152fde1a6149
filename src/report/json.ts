import type { GateReport, ReportedFinding, Verdict } from '../gates/types.ts';
import type { JsonVerdict } from './json-schema.ts';
import { undecidedOf } from './select.ts';

/** The whole verdict, gates that only observe included, as `docs/verdict.schema.json` describes. */
export function renderJson(verdict: Verdict): string {
  return `${JSON.stringify(toJson(verdict), null, 2)}\n`;
}

function toJson({ repository, base, head, conclusion, gates, configuration }: Verdict) {
  return {
    version: 1,
    repository,
    base,
    head,
    conclusion,
    gates: gates.map(gateJson),
    configuration: configuration.map(({ path, key, line, message, state }) => {
      return { path, key, line, message, state };
    }),
  } satisfies JsonVerdict;
}

function gateJson(report: GateReport) {
  const { gate, title, mode, scope, result, notices, subjects, repaired, tables } = report;
  return {
    gate,
    title,
    mode,
    scope,
    status: result.status,
    ...(result.status === 'skipped' ? { reason: result.reason } : {}),
    findings: result.status === 'failed' ? result.findings.map(findingJson) : [],
    notices: notices.map(findingJson),
    undecided: undecidedOf(report).map(({ path, reason, remedy }) => ({ path, reason, remedy })),
    subjects: subjects.map(({ path, label, status, note }) => {
      return { path, label, status, ...(note === undefined ? {} : { note }) };
    }),
    repaired: repaired.map(({ rule, path, title: ruleTitle, message }) => {
      return { rule, title: ruleTitle, path, message };
    }),
    tables: tables.map(({ title: tableTitle, columns, rows }) => {
      return {
        title: tableTitle,
        columns: [...columns],
        rows: rows.map((row) => [...row]),
      };
    }),
  } satisfies JsonVerdict['gates'][number];
}

function findingJson(finding: ReportedFinding) {
  const { rule, title, subject, place, level, origin, message, why, repair, related, fix } =
    finding;
  return {
    rule,
    title,
    subject,
    path: place.path,
    line: place.line,
    endLine: place.endLine,
    level,
    origin,
    message,
    why,
    repair,
    related: related.map(({ path, line, endLine, note }) => ({ path, line, endLine, note })),
    ...(fix === undefined ? {} : { fix: fixJson(fix) }),
  };
}

function fixJson(fix: NonNullable<ReportedFinding['fix']>) {
  return fix.kind === 'relock'
    ? { kind: fix.kind, tool: fix.tool, lock: fix.lock }
    : {
        kind: fix.kind,
        edits: fix.edits.map(({ path, start, end, text }) => ({ path, start, end, text })),
      };
}
