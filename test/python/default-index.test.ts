import { expect, it } from 'vitest';
import { defaultIndex, packageLink } from '../../src/python/default-index.ts';

it('knows the default index without a written address', () => {
  const { protocol, pathname } = new URL(defaultIndex());
  expect([protocol, pathname]).toEqual(['https:', '/simple']);
});

it('links to a package’s page on the same host, by normal name', () => {
  const link = new URL(packageLink('Foo_Bar') ?? '');
  expect(link.host).toBe(new URL(defaultIndex()).host);
  expect(link.pathname).toBe('/project/foo-bar/');
});

it.each(['../../x', 'a b', '', '<script>'])('makes no link for %j', (name) =>
  expect(packageLink(name)).toBeUndefined(),
);
