/** The `lockkeeper` command, on a Node that runs TypeScript. */
import './compile-cache.js';

const { run } = await import('./cli/run.ts');
process.exitCode = await run(process.argv.slice(2));
