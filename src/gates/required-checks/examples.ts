/** A small workflow whose job `test` is required; every one is judged by a test. */
import type { ExampleFiles } from '../types.ts';

interface Example {
  readonly on?: string;
  readonly name?: string;
  readonly matrix?: readonly string[];
  readonly needs?: true;
  readonly condition?: string;
}

export function ciWorkflow({ on, name, matrix, needs, condition }: Example = {}): ExampleFiles {
  const lines = [
    ...(name === undefined ? [] : [`    name: ${name}`]),
    ...(needs ? ['    needs: unit'] : []),
    ...(condition === undefined ? [] : [`    if: ${condition}`]),
    ...(matrix === undefined
      ? []
      : [
          '    strategy:',
          '      matrix:',
          `        python: [${matrix.map((one) => `"${one}"`).join(', ')}]`,
        ]),
  ];
  const unit = needs
    ? '  unit:\n    runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n'
    : '';
  return {
    '.github/workflows/ci.yml': `${on ?? 'on: [pull_request, merge_group]\n'}jobs:
${unit}  test:
    runs-on: ubuntu-latest
${lines.map((line) => `${line}\n`).join('')}    steps:
      - run: pytest
`,
  };
}
