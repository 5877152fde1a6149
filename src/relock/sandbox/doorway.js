// Runs inside a sandbox without a network: what asks its port goes through the Unix socket of our
// proxy outside. Plain JavaScript, since it is run as a file of its own.
// Usage: node doorway.js SOCKET PORT PROGRAM [ARGUMENT…]
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [socket, port, program, ...args] = process.argv.slice(2);
const open = new Set();

const door = createServer((inside) => {
  const outside = connect(socket);
  open.add(inside);
  inside.on('close', () => open.delete(inside));
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
});

// Ends when everything that was said has been passed on.
function end(code) {
  process.exitCode = code;
  door.close();
  for (const one of open) one.destroy();
}

door.listen(Number(port), '127.0.0.1', () => {
  // Not inherited: Node makes its own ends non-blocking, and tools die of a full pipe that does not
  // block.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  let failed = 137;
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    failed = 127;
  });
  child.on('close', (code) => end(code === null || code < 0 ? failed : code));
});
