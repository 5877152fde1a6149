/**
 * The public Python package index, asked of the package URL library at run time: no registry's
 * address is written in our sources. Importing this file costs about 5 ms.
 */
import { PackageURL, UrlConverter } from '@socketregistry/packageurl-js';
import { isValidName, normalizeName } from './names.ts';

let known: string | undefined;

/** The index that tools use when a repository names none: `https://<host>/simple`, no slash. */
export function defaultIndex(): string {
  known ??= `${new URL(pageOf('pip')).origin}/simple`;
  return known;
}

/** The page of a package for people; `undefined` for what is no package name. */
export function packageLink(name: string): string | undefined {
  return isValidName(name) ? pageOf(normalizeName(name)) : undefined;
}

function pageOf(name: string): string {
  const page = UrlConverter.toRepositoryUrl(
    new PackageURL('pypi', undefined, name, undefined, undefined, undefined),
  );
  if (page === undefined) throw new Error('the package URL library knows no Python index any more');
  return page.url;
}
