import { treeOf } from '../gates/tree.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import { fileChanges, renderChanges, writeChanges } from './changes.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface InitOptions {
  /** Writes a workflow; nothing else can be written yet. */
  readonly workflow?: true;
  /** The branch whose pushes run it too. */
  readonly branch: string;
  readonly dryRun?: true;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Writes a workflow that fits the repository.
 *
 * @throws {CannotRun} where there is one, no lock at the root, or nothing to write
 */
export async function init(path: string, options: InitOptions): Promise<void> {
  if (!options.workflow) {
    throw new CannotRun(
      'Nothing to write was named.',
      'Write a workflow: lockkeeper init --workflow',
    );
  }
  const endProgress = showProgress('Reading the repository');
  try {
    const loading = import('./judge.ts');
    const [
      { snapshot, directory },
      { pythonProjects },
      { modelOf },
      { ciFacts },
      rendering,
      { liveContext },
    ] = await Promise.all([
      gatherLocal({ path, all: true, gates: async () => (await loading).gates }),
      import('../python/projects/projects.ts'),
      import('../python/projects/model.ts'),
      import('../workflows/python-ci/facts.ts'),
      import('../workflows/python-ci/render.ts'),
      import('../gates/context.ts'),
    ]);
    const { PYTHON_CI_CHECK, PYTHON_CI_PATH, renderPythonCi } = rendering;
    const tree = treeOf(snapshot.head, snapshot.blobs);
    if (directory === 'none') {
      throw new CannotRun(
        'There is no working tree to write into.',
        'Run it in a clone that has files.',
      );
    }
    if (tree.files.has(PYTHON_CI_PATH)) {
      throw new CannotRun(`${PYTHON_CI_PATH} is there already.`, 'Rename it, or remove it.');
    }
    const { projects } = pythonProjects(tree);
    const root = projects.find(({ path: manifest }) => !manifest.includes('/'));
    const { today } = liveContext();
    const { branch } = options;
    const facts = ciFacts(tree, root && modelOf(root), { branch, today });
    if (facts === 'no lock') {
      throw new CannotRun(
        'There is no lock at the root of the repository, so nothing can be installed from it.',
        'Lock first, for example: uv lock',
      );
    }
    endProgress();
    const edit = { path: PYTHON_CI_PATH, start: 0, end: 0, text: renderPythonCi(facts) };
    const { changes } = fileChanges(tree, [edit]);
    print(renderChanges(changes, options.color && useColor(process.stdout)));
    if (options.dryRun) {
      remark('Nothing was written (--dry-run).');
      return;
    }
    writeChanges(directory, changes);
    const required = { required_status_checks: [{ context: PYTHON_CI_CHECK }] };
    remark(
      `Wrote ${PYTHON_CI_PATH}. Once it is merged, require its result: ${JSON.stringify(required)}`,
    );
  } finally {
    endProgress();
  }
}
