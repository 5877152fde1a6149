import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { withoutHome } from '../../src/relock/interpreters.ts';

test('a Python in ~/bin opens nobody’s home to a sandbox', () => {
  const home = homedir();
  const pyenv = `${home}/.pyenv/versions/3.13.0`;
  expect(withoutHome(['/usr', pyenv, home, dirname(home), '/'])).toEqual(['/usr', pyenv]);
});
