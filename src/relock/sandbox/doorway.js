// Runs inside a sandbox without a network: what asks its port goes through the Unix socket of our
// proxy outside. Plain JavaScript, since it is run as a file of its own.
// Usage: node doorway.js SOCKET PORT PROGRAM [ARGUMENT…]
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [socket, port, program, ...args] = process.argv.slice(2);

const door = createServer((inside) => {
  const outside = connect(socket);
  inside.pipe(outside).pipe(inside);
  inside.on('error', () => outside.destroy());
  outside.on('error', () => inside.destroy());
});

door.listen(Number(port), '127.0.0.1', () => {
  const child = spawn(program, args, { stdio: 'inherit' });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(127);
  });
  child.on('exit', (code) => process.exit(code ?? 137));
});
