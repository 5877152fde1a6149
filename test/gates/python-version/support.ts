/** What the gate reports of a few files. */
import { prepare } from '../../../src/gates/gather.ts';
import { pythonVersion } from '../../../src/gates/python-version/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import type { Finding, Judgement, Tree } from '../../../src/gates/types.ts';
import { CONTEXT } from '../../support/context.ts';

export type Files = Readonly<Record<string, string>>;

export async function judged(files: Files): Promise<{ tree: Tree; judgement: Judgement }> {
  const tree = treeOfTexts(files);
  await prepare([pythonVersion], [{ commit: 'test', files: [...tree.files.values()] }]);
  return { tree, judgement: pythonVersion.judge(tree, CONTEXT) };
}

/** `RULE PATH:LINE`, with a mark for remarks, one a finding. */
export async function found(files: Files): Promise<readonly string[]> {
  const { judgement } = await judged(files);
  return judgement.findings.map((finding) => {
    const line = 'line' in finding.at ? finding.at.line : 1;
    const mark = severityOf(finding) === 'notice' ? ' (remark)' : '';
    return `${finding.rule.replace('python-version/', '')} ${finding.at.path}:${line}${mark}`;
  });
}

/** The words of every finding that counts: where, what, how to repair, and what is involved. */
export async function words(files: Files): Promise<string> {
  const { judgement } = await judged(files);
  return judgement.findings
    .filter((finding) => severityOf(finding) === 'violation')
    .map((finding) => {
      const rule = pythonVersion.rules.find(({ id }) => id === finding.rule);
      const line = 'line' in finding.at ? finding.at.line : 1;
      const related = (finding.related ?? []).map(
        ({ at, note }) => `  see ${at.path}:${'line' in at ? at.line : 1} ${note}`,
      );
      return [
        `${finding.at.path}:${line} ${rule?.message(finding.facts)}`,
        `  ${rule?.repair(finding.facts, { restore: () => undefined })}`,
        ...related,
      ].join('\n');
    })
    .join('\n');
}

function severityOf({ rule, severity }: Finding): string | undefined {
  return severity ?? pythonVersion.rules.find(({ id }) => id === rule)?.severity;
}

/** A package that supports `requires`, with these further lines in its manifest. */
export function library(requires: string, more = ''): Files {
  return {
    'pyproject.toml': `[build-system]
requires = ["hatchling"]

[project]
name = "lib"
version = "1"
requires-python = "${requires}"
${more}`,
  };
}

/** An application. */
export function application(requires: string, more = ''): Files {
  return {
    'pyproject.toml': `[project]\nname = "app"\nversion = "1"\nrequires-python = "${requires}"\n${more}`,
  };
}

/** A workflow with one job that runs pytest on these versions. */
export function tests(...versions: readonly string[]): Files {
  return {
    '.github/workflows/ci.yml': `jobs:
  test:
    strategy:
      matrix:
        python: [${versions.map((version) => `"${version}"`).join(', ')}]
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ matrix.python }}
      - run: pytest
`,
  };
}

/** A workflow with one job of these steps, indented as in {@link tests}. */
export function job(id: string, lines: string): Files {
  return {
    '.github/workflows/ci.yml': `jobs:\n  ${id}:\n${lines.replaceAll(/^(?=.)/gm, '    ')}\n`,
  };
}
