/**
 * What core metadata says about a project's pages. Only the headers are read; the body is its README.
 * Source: https://packaging.python.org/en/latest/specifications/core-metadata/
 */

/** One of a project's pages. */
export interface ProjectUrl {
  /** Without case, blanks and punctuation (PEP 753): `sourcecode`. */
  readonly label: string;
  /** As written; may be no address at all. */
  readonly url: string;
}

/** In the order of the file; the older `Home-page` counts as `homepage` (PEP 753). */
export function projectUrls(metadata: string): readonly ProjectUrl[] {
  const [headers = ''] = metadata.replaceAll('\r\n', '\n').split('\n\n', 1);
  const unfolded = headers.replaceAll(/\n[ \t]+/g, ' ');
  return unfolded.split('\n').flatMap((line): readonly ProjectUrl[] => {
    const [, field = '', value = ''] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    switch (field.toLowerCase()) {
      case 'home-page':
        return [{ label: 'homepage', url: value }];
      case 'project-url': {
        const comma = value.indexOf(',');
        if (comma < 0) return [];
        return [{ label: labelOf(value.slice(0, comma)), url: value.slice(comma + 1).trim() }];
      }
      default:
        return [];
    }
  });
}

function labelOf(text: string): string {
  return text.toLowerCase().replaceAll(/[\s!-/:-@[-`{-~]+/g, '');
}
