import { describe, expect, it } from 'vitest';
import { parseLenientRequirement } from '../../src/python/lenient-requirement.ts';
import { parseRequirement, type Requirement } from '../../src/python/requirement.ts';
import { formatClause } from '../../src/python/specifiers.ts';

function shown(requirement: Requirement | undefined): string {
  if (requirement === undefined) return 'invalid';
  const { name, extras, specifiers, url, written } = requirement;
  const parts = [
    extras.length === 0 ? '' : `[${extras.join(',')}]`,
    specifiers.map(formatClause).join(','),
    url === undefined ? '' : ` @ ${url}`,
    written.marker === '' ? '' : ` ; ${written.marker}`,
  ];
  return name + parts.join('');
}

describe('a requirement is read as PEP 508 says', () => {
  it.each([
    ['Foo_Bar.baz', 'foo-bar-baz'],
    ['  a >= 1 , < 2 ', 'a>=1,<2'],
    ['a (>=1,<2)', 'a>=1,<2'],
    ['a()', 'a'],
    ['a>=1,', 'a>=1'],
    ['a[ X_y , b ]==1.*', 'a[b,x-y]==1.*'],
    ['a[]', 'a'],
    ['a===1.0-weird', 'a===1.0-weird'],
    ['a @ git+https://host.example/x.git@main', 'a @ git+https://host.example/x.git@main'],
    ['a@file:///$ROOT/x ; os_name=="nt"', 'a @ file:///$ROOT/x ; os_name=="nt"'],
    ['a@x;os_name=="nt"', 'a @ x;os_name=="nt"'],
    ["a;python_version<'3'and os_name=='nt'", "a ; python_version<'3'and os_name=='nt'"],
    ["a>=1;\n  os_name == 'nt'", "a>=1 ; os_name == 'nt'"],
  ])('%j', (text, expected) => expect(shown(parseRequirement(text))).toBe(expected));

  it.each([
    '',
    '-a',
    'a-',
    'é',
    'a b',
    'a=1',
    'a^1',
    'a>=',
    'a>=1 # why',
    'a[x,]',
    'a[x',
    'a,',
    'a(,)',
    'a>=1,,<2',
    'a>=1;',
    'a @',
    'a @ x; os_name=="nt"',
    'a @ file:///a b',
    'a==1a1.*',
    'a~=1',
    'a>=1+local',
    'a ; foo == "1"',
    'a ; python_version >= "3.8" and',
  ])('%j is none', (text) => expect(shown(parseRequirement(text))).toBe('invalid'));
});

describe('what uv repairs', () => {
  it.each([
    ['a>=7.2.0<8.0.0', 'a>=7.2.0,<8.0.0'],
    ['a!=~5.0,>=4.12', 'a!=5.0.*,>=4.12'],
    ['a>=1.9.*', 'a>=1.9'],
    ['a!=3.0*', 'a!=3.0.*'],
    ['a>=3.6, ', 'a>=3.6'],
    ['a,', 'a'],
    ['a>dev', 'a>0.0.0.dev0'],
    ['a>=9.0.0a1.0', 'a>=9.0.0a1'],
    ["a>= 2.7'", 'a>=2.7'],
    ["a>='2.7' ; os_name == 'nt'", "a>=2.7 ; os_name == 'nt'"],
    ["a>=1<2.*' ", 'a>=1,<2'],
  ])('%j becomes %j', (text, expected) =>
    expect(shown(parseLenientRequirement(text))).toBe(expected),
  );

  it.each(['a>=x', 'a b', '==1', `a>=${'1'.repeat(100_000)}`])('not %j', (text) =>
    expect(parseLenientRequirement(text)).toBeUndefined(),
  );
});
