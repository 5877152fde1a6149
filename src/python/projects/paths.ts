/** Folders of a repository; the root is the empty text. */

export function pathIn(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder and those around it, the root last. */
export function foldersUpwards(directory: string): readonly string[] {
  if (directory === '') return [''];
  return [directory, ...foldersUpwards(directoryOf(directory))];
}
