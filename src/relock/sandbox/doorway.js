// Runs inside a sandbox without a network: what asks its port goes through the Unix socket of our
// proxy outside. Plain JavaScript, since it is run as a file of its own.
// Usage: node doorway.js SOCKET PORT PROGRAM [ARGUMENT…]
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [socket, port, program, ...args] = process.argv.slice(2);
const open = new Set();

const door = createServer((inside) => {
  const outside = connect(socket);
  for (const [one, other] of [
    [inside, outside],
    [outside, inside],
  ]) {
    open.add(one);
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => open.delete(one));
  }
});

/** What a program that has ended left behind may hold its streams open for so long. */
const GRACE_MS = 1000;

door.listen(Number(port), '127.0.0.1', () => {
  // Not inherited: Node makes its own ends non-blocking, and tools die of a full pipe that does not
  // block.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  let grace;

  // The process ends by itself when everything that was said has been passed on.
  function end() {
    clearTimeout(grace);
    door.close();
    for (const one of [...open, child.stdout, child.stderr]) one.destroy();
  }

  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 127;
    end();
  });
  child.on('exit', (code) => {
    process.exitCode ??= code ?? 137;
    grace = setTimeout(end, GRACE_MS);
  });
  child.on('close', end);
});
