/**
 * Actions that we write into workflows, pinned to the commit of a release: a tag can be moved.
 *
 * @see https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
 */
const RELEASES = {
  'actions/checkout': ['3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7.0.1'],
  'actions/setup-python': ['5fda3b95a4ea91299a34e894583c3862153e4b97', 'v7.0.0'],
  'astral-sh/setup-uv': ['ae62891fec2bb8e7d6c99fc78c9fec3a63790f8d', 'v10.0.0'],
  'pdm-project/setup-pdm': ['973541a5febeafcfdadf8a51211435be6ecfd90f', 'v4.5'],
} as const;

/** The value of `uses`, with the release as a comment. */
export function pinned(action: keyof typeof RELEASES): string {
  const [commit, release] = RELEASES[action];
  return `${action}@${commit} # ${release}`;
}
