import { createHash } from 'node:crypto';
import type {
  ConfigurationProblem,
  ReportedFinding,
  Rule,
  Undecided,
  Verdict,
} from '../gates/types.ts';
import { countingFindings, preexisting, remarks, shownGates, undecidedOf } from './select.ts';

export interface SarifTool {
  /** The version of Lockkeeper. */
  readonly version: string;
  /** The rules of all gates; those with results are described in the log. */
  readonly rules: readonly Rule[];
}

/** The verdict as SARIF 2.1.0 (OASIS), for code scanning and editors. */
export function renderSarif(verdict: Verdict, { version, rules }: SarifTool): string {
  const reports = shownGates(verdict);
  const findings = reports.flatMap((report) => [
    ...countingFindings(report),
    ...remarks(report),
    ...preexisting(report),
  ]);
  const found = new Set(findings.map(({ rule }) => rule));
  const described = rules.filter(({ id }) => found.has(id));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Lockkeeper', semanticVersion: version, rules: described.map(ruleSarif) },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: reports.flatMap(undecidedOf).map(undecidedSarif),
            toolConfigurationNotifications: verdict.configuration.map(problemSarif),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultSarif(finding, described)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleSarif({ id, title, what, why, severity }: Rule) {
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: what },
    help: { text: `${what}\n\nWhy it matters: ${why}` },
    defaultConfiguration: { level: severity === 'violation' ? 'warning' : 'note' },
  };
}

const LEVELS: Readonly<Record<ReportedFinding['level'], string>> = {
  failure: 'error',
  warning: 'warning',
  notice: 'note',
};

function resultSarif(finding: ReportedFinding, rules: readonly Rule[]) {
  const { rule, place, level, origin, message, repair, related, subject } = finding;
  const ruleIndex = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: LEVELS[level],
    message: { text: repair === '' ? message : `${message}\nTo repair: ${repair}` },
    locations: [location(place)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ note, ...at }, id) => {
            return { id, ...location(at), message: { text: note } };
          }),
        }),
    partialFingerprints: { 'lockkeeper/v1': fingerprint(rule, place.path, subject) },
    ...(origin === 'unknown'
      ? {}
      : { baselineState: origin === 'introduced' ? 'new' : 'unchanged' }),
  };
}

function undecidedSarif({ path, reason, remedy }: Undecided) {
  return {
    level: 'note',
    message: { text: `${reason} What would help: ${remedy}` },
    locations: [location({ path, line: 1, endLine: 1 })],
  };
}

function problemSarif({ path, line, key, message }: ConfigurationProblem) {
  return {
    level: 'warning',
    message: { text: key === '' ? message : `${key}: ${message}` },
    locations: [location({ path, line, endLine: line })],
  };
}

function location({ path, line, endLine }: ReportedFinding['place']) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(path), uriBaseId: '%SRCROOT%' },
      region: { startLine: line, endLine },
    },
  };
}

/** A relative URI: a colon in the first folder must not make a scheme of it. */
function uri(path: string): string {
  return path.split('/').map(segment).join('/');
}

function segment(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
