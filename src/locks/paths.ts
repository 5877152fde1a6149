/** Paths inside a repository: `/`-separated, relative to its root, `` for the root itself. */

/**
 * `path` seen from `base`, with `.` and `..` worked out. A result that starts with `../` lies
 * outside the repository; absolute paths stay absolute.
 */
export function resolvePath(base: string, path: string): string {
  if (path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Whether a resolved path lies outside the repository, where nothing may be read. */
export function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || path.startsWith('/');
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function fileIn(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** The folders above `directory`, nearest first, the repository's root last. */
export function ancestorsOf(directory: string): readonly string[] {
  const ancestors: string[] = [];
  for (let current = directory; current !== ''; ) {
    current = directoryOf(current);
    ancestors.push(current);
  }
  return ancestors;
}

/** `path` relative to the folder `base`, for people; unchanged when it does not lie inside. */
export function relativePath(base: string, path: string): string {
  if (base === '') return path === '' ? '.' : path;
  if (path === base) return '.';
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path;
}
