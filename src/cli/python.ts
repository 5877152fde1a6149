import type { PythonView } from '../gates/python-view.ts';
import { treeOf } from '../gates/tree.ts';
import { gatherLocal } from '../git/snapshot.ts';
import type { PythonFormat } from './formats.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface PythonOptions {
  readonly format: PythonFormat;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/** Prints every place of the working tree that names a Python version. */
export async function python(path: string, { format, color }: PythonOptions): Promise<void> {
  const endProgress = showProgress('Reading the repository');
  try {
    const loading = import('../gates/python-version/index.ts');
    const gates = async () => [(await loading).pythonVersion];
    const [{ snapshot, notes }, { pythonProjects }, { pythonView }, { liveContext }] =
      await Promise.all([
        gatherLocal({ path, all: true, gates }),
        import('../python/projects/projects.ts'),
        import('../gates/python-version/view.ts'),
        import('../gates/context.ts'),
      ]);
    const found = pythonProjects(treeOf(snapshot.head, snapshot.blobs));
    const view = pythonView(snapshot.repository, found, liveContext().today);
    endProgress();
    if (format === 'text') for (const note of notes) remark(note);
    print(await render(view, format, color && useColor(process.stdout)));
  } finally {
    endProgress();
  }
}

async function render(view: PythonView, format: PythonFormat, color: boolean): Promise<string> {
  switch (format) {
    case 'text':
      return (await import('../report/python/text.ts')).renderPythonText(view, { color });
    case 'json':
      return (await import('../report/python/json.ts')).renderPythonJson(view);
    case 'markdown':
      return (await import('../report/python/markdown.ts')).renderPythonMarkdown(view);
    case 'html':
      return (await import('../report/python/html.ts')).renderPythonHtml(view);
  }
}
