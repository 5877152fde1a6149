import { describe, expect, test } from 'vitest';
import { said } from './said.ts';

describe('.python-version', () => {
  test.each([
    ['a minor', '3.12\n', '1 pin .python-version: 3.12 = 3.12'],
    ['a patch', '3.12.4\n', '1 pin .python-version: 3.12.4 = 3.12.4'],
    [
      'several lines: the first one wins',
      '3.12\n3.11\n',
      '1 pin .python-version: 3.12 = 3.12\n2 tested .python-version: 3.11 = 3.11',
    ],
    ['comments and blanks', '# ours\n\n  3.12  # really\n', '3 pin .python-version: 3.12 = 3.12'],
    ['free-threaded', '3.13t\n', '1 pin .python-version: 3.13t = other 3.13t'],
    ['a pre-release', '3.15-dev\n', '1 pin .python-version: 3.15-dev = 3.15 pre-release'],
    ['PyPy', 'pypy3.10-7.3.16\n', '1 pin .python-version: pypy3.10-7.3.16 = other pypy3.10-7.3.16'],
    ['the system', 'system\n', '1 pin .python-version: system = other system'],
    ['an environment of pyenv', 'my-app\n', '1 pin .python-version: my-app = other my-app'],
    ['a request of uv', 'cpython@3.12\n', '1 pin .python-version: cpython@3.12 = 3.12'],
    [
      'a key of uv',
      'cpython-3.12.4-linux-x86_64-gnu\n',
      '1 pin .python-version: cpython-3.12.4-linux-x86_64-gnu = 3.12.4',
    ],
    ['a range', '>=3.11\n', '1 pin .python-version: >=3.11 = range >=3.11'],
    ['a major', '3\n', '1 pin .python-version: 3 = loose'],
    ['CRLF and a byte order mark', '\u{feff}3.12\r\n', '1 pin .python-version: 3.12 = 3.12'],
    ['nothing', '\n', ''],
  ])('%s', async (_, text, expected) => {
    expect(await said('.python-version', text)).toBe(expected);
  });
});

describe('others', () => {
  test.each([
    [
      '.tool-versions, the first one is the default',
      '.tool-versions',
      'nodejs 22.1.0\npython 3.12.4 3.11.9 # two\n',
      '2 pin .tool-versions python: 3.12.4 = 3.12.4\n2 tooling .tool-versions python: 3.11.9 = 3.11.9',
    ],
    [
      '.tool-versions with a ref',
      '.tool-versions',
      'python ref:main\n',
      '1 pin .tool-versions python: ref:main = other ref:main',
    ],
    ['mise', 'mise.toml', '[tools]\npython = "3.12"\n', '2 pin mise tools.python: 3.12 = 3.12'],
    [
      'mise, a table',
      '.mise.toml',
      '[tools]\npython = { version = "3.12", virtualenv = ".venv" }\n',
      '2 pin mise tools.python: 3.12 = 3.12',
    ],
    [
      'mise, the latest',
      '.config/mise.toml',
      '[tools]\npython = ["latest", "3.11"]\n',
      '2 pin mise tools.python: latest = loose\n2 tooling mise tools.python: 3.11 = 3.11',
    ],
    ['Heroku', 'runtime.txt', 'python-3.12.4\n', '1 deploy runtime.txt: 3.12.4 = 3.12.4'],
    ['Netlify', 'runtime.txt', '3.12\n', '1 deploy runtime.txt: 3.12 = 3.12'],
    ['a runtime.txt of R', 'runtime.txt', 'r-2024-01-01\n', ''],
    [
      'a list',
      '.python-versions',
      '3.11\n3.12\n',
      '1 tested .python-versions: 3.11 = 3.11\n2 tested .python-versions: 3.12 = 3.12',
    ],
    [
      'a file that CI names',
      '.python-version-default',
      '3.14\n',
      '1 tooling .python-version-default: 3.14 = 3.14',
    ],
  ])('%s', async (_, path, text, expected) => {
    expect(await said(path, text)).toBe(expected);
  });
});
