/**
 * What `npm pack` puts into the package: plain JavaScript, because Node runs no TypeScript under
 * `node_modules`, in few files, because these load faster than a hundred and fifty.
 */
import { execFileSync } from 'node:child_process';
import { defineConfig } from 'rolldown';

const commit = execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { encoding: 'utf8' });

export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  // Dependencies are installed beside it.
  external: (id) => !/^[./]/.test(id),
  transform: { define: { 'process.env.LOCKKEEPER_COMMIT': JSON.stringify(commit.trim()) } },
  output: { dir: 'dist', cleanDir: true },
});
