/** Hand-made verdicts for the tests of all outputs. */
import type {
  ConfigurationProblem,
  GateReport,
  ReportedFinding,
  Subject,
  Undecided,
  Verdict,
} from '../../src/gates/types.ts';

export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    repository: 'octo/app',
    base: 'b'.repeat(40),
    head: 'a'.repeat(40),
    conclusion: 'success',
    gates: [report()],
    configuration: [],
    ...overrides,
  };
}

export function report(overrides: Partial<GateReport> = {}): GateReport {
  return {
    gate: 'lockfile',
    title: 'Lockfile',
    mode: 'warn',
    scope: 'introduced',
    result: { status: 'passed' },
    notices: [],
    subjects: [subject('uv.lock', 'passed')],
    repaired: [],
    diffs: [],
    tables: [],
    ...overrides,
  };
}

export function subject(path: string, status: Subject['status'], tool = 'uv'): Subject {
  return { path, label: `${path} (${tool})`, status };
}

export function finding(overrides: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: 'lockfile/stale',
    title: 'Lock out of step with its manifest',
    subject: 'uv.lock requirement-changed httpx',
    place: { path: 'pyproject.toml', line: 12, endLine: 12 },
    level: 'warning',
    origin: 'introduced',
    message: '`httpx`: pyproject.toml says `>=0.28`, uv.lock was made for `>=0.27`.',
    why: 'Installs differ from what was reviewed.',
    repair: 'uv lock',
    related: [],
    fix: { kind: 'relock', tool: 'uv', lock: 'uv.lock' },
    ...overrides,
  };
}

export function failed(
  findings: readonly [ReportedFinding, ...ReportedFinding[]],
  undecided: readonly Undecided[] = [],
): GateReport['result'] {
  return { status: 'failed', findings, undecided };
}

export function problem(overrides: Partial<ConfigurationProblem> = {}): ConfigurationProblem {
  return {
    path: '.github/lockkeeper.yml',
    key: 'lockfile.mode',
    line: 3,
    message: 'Expected `off`, found `of`.',
    state: 'base',
    ...overrides,
  };
}

export const allClear = verdict({
  gates: [
    report({
      subjects: [
        subject('uv.lock', 'passed'),
        subject('services/api/poetry.lock', 'passed', 'Poetry'),
      ],
    }),
  ],
});

export const nothingToJudge = verdict({
  gates: [report({ result: { status: 'skipped', reason: 'nothing to judge here' }, subjects: [] })],
});

/** A stale lock beside one that cannot be decided, one that was wrong before and a repaired one. */
export const mixed = verdict({
  conclusion: 'neutral',
  gates: [
    report({
      result: failed(
        [
          finding({
            related: [{ path: 'uv.lock', line: 40, endLine: 40, note: 'recorded here' }],
          }),
          finding({
            subject: 'uv.lock requirement-added trio',
            place: { path: 'pyproject.toml', line: 13, endLine: 14 },
            message: '`trio`: pyproject.toml asks for `>=0.30`, uv.lock was made without it.',
          }),
        ],
        [
          {
            path: 'tools/poetry.lock',
            reason: 'The metadata of `x` comes from its build backend.',
            remedy: 'Static metadata in its pyproject.toml.',
          },
        ],
      ),
      notices: [
        finding({
          rule: 'lockfile/orphan',
          title: 'Package that nothing needs',
          place: { path: 'docs/uv.lock', line: 7, endLine: 9 },
          level: 'notice',
          origin: 'preexisting',
          message: '`idna 3.10` is in docs/uv.lock, but nothing depends on it.',
          repair: 'cd docs && uv lock',
        }),
        finding({
          rule: 'lockfile/downgrade',
          title: 'Package went backwards',
          place: { path: 'uv.lock', line: 90, endLine: 90 },
          level: 'notice',
          message: '`h11` went from `0.16.0` back to `0.14.0`.',
        }),
      ],
      subjects: [
        subject('uv.lock', 'failed'),
        subject('docs/uv.lock', 'failed'),
        subject('tools/poetry.lock', 'unable', 'Poetry'),
        { ...subject('services/api/poetry.lock', 'passed', 'Poetry'), note: 'old format 1.1' },
      ],
      repaired: [
        {
          rule: 'lockfile/conflict-markers',
          title: 'Merge conflict markers',
          path: 'services/api/poetry.lock',
          message: 'Merge conflict markers stand in the file: Poetry cannot read it.',
        },
      ],
    }),
  ],
});

/** Two locks, two commands, two rules, enforced. */
export const enforced = verdict({
  conclusion: 'failure',
  gates: [
    report({
      mode: 'enforce',
      result: failed([
        finding({ level: 'failure' }),
        finding({
          level: 'failure',
          place: { path: 'services/api/pyproject.toml', line: 4, endLine: 4 },
          message: '`content-hash` in services/api/poetry.lock does not match.',
          repair: 'cd services/api && poetry lock',
          fix: { kind: 'relock', tool: 'Poetry', lock: 'services/api/poetry.lock' },
        }),
      ]),
      subjects: [
        subject('uv.lock', 'failed'),
        subject('services/api/poetry.lock', 'failed', 'Poetry'),
      ],
    }),
  ],
});

export const observing = verdict({
  gates: [
    report({
      mode: 'observe',
      result: failed([finding({ level: 'notice' })]),
      subjects: [subject('uv.lock', 'failed')],
    }),
  ],
});

export const misconfigured = verdict({
  conclusion: 'neutral',
  configuration: [
    problem(),
    problem({ key: '', line: 1, message: 'The YAML is not valid.', state: 'head' }),
  ],
});

export const EVIL = '</details>@everyone|x`y`\n::error::pwned\u{1b}[31m\u{202e}<img src=x>.lock';

export const hostile = verdict({
  conclusion: 'neutral',
  repository: `octo/${EVIL}`,
  gates: [
    report({
      result: failed([
        finding({
          place: { path: EVIL, line: 1, endLine: 1 },
          message: `${EVIL} says \`${EVIL}\` [click](https://evil.example) #1 ![x](y) **b** ~~c~~`,
          title: `Title ${EVIL}`,
          repair: `cd '${EVIL}' && uv lock`,
          fix: { kind: 'relock', tool: 'uv', lock: EVIL },
          related: [{ path: EVIL, line: 2, endLine: 2, note: EVIL }],
        }),
      ]),
      subjects: [subject(EVIL, 'failed')],
      repaired: [{ rule: 'lockfile/stale', title: 'Stale', path: EVIL, message: EVIL }],
    }),
  ],
  configuration: [problem({ key: EVIL, message: `found \`${EVIL}\`` })],
});

/** `amount` findings in as many projects. */
export function many(amount: number, message = '`httpx`: the lock is stale.'): Verdict {
  const findings = Array.from({ length: amount }, (_, index) =>
    finding({
      place: { path: `p${index}/pyproject.toml`, line: 1, endLine: 1 },
      message,
      repair: `cd p${index} && uv lock`,
      fix: { kind: 'relock', tool: 'uv', lock: `p${index}/uv.lock` },
    }),
  );
  const [first = finding(), ...rest] = findings;
  return verdict({
    conclusion: 'neutral',
    gates: [
      report({
        result: failed([first, ...rest]),
        subjects: findings.map((_, index) => subject(`p${index}/uv.lock`, 'failed')),
      }),
    ],
  });
}
