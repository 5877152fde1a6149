import { reportFailure } from './failure.ts';
import { print, tolerateClosedPipes } from './output.ts';

/**
 * Runs the command line and gives the exit code: 0 nothing found, 1 findings, 2 could not run.
 */
export async function run(args: readonly string[]): Promise<number> {
  tolerateClosedPipes();
  try {
    if (args[0] === '--version' || args[0] === '-V') {
      const { versionMetadata } = await import('./version-metadata.ts');
      print(await versionMetadata());
      return 0;
    }
    const { runProgram } = await import('./program.ts');
    return await runProgram(args);
  } catch (error) {
    return reportFailure(error);
  }
}
