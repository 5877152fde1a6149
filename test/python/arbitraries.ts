import fc from 'fast-check';

const small = fc.nat({ max: 3 });
const optional = (prefix: string) =>
  fc.option(small, { nil: undefined }).map((n) => (n === undefined ? '' : `${prefix}${n}`));

/** Versions from a small world, so that they meet each other. */
export const versionText = fc
  .tuple(
    fc.array(small, { minLength: 1, maxLength: 3 }),
    fc.oneof(optional('a'), optional('b'), optional('rc')),
    optional('.post'),
    optional('.dev'),
  )
  .map(([release, pre, post, dev]) => `${release.join('.')}${pre}${post}${dev}`);

const clauseText = fc.oneof(
  fc.tuple(fc.constantFrom('==', '!=', '<=', '>=', '<', '>'), versionText).map((p) => p.join('')),
  fc.tuple(fc.constantFrom('==', '!='), small, small).map(([o, a, b]) => `${o}${a}.${b}.*`),
  fc.tuple(small, small).map(([a, b]) => `~=${a}.${b}`),
);

export const specifierText = fc.array(clauseText, { maxLength: 3 }).map((all) => all.join(','));

const atom = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      fc.constantFrom('3.8', '3.9', '3.10', '3.9.1', '4'),
      fc.constantFrom('python_version', 'python_full_version'),
    )
    .map(([operator, version, key]) => `${key} ${operator} '${version}'`),
  fc
    .tuple(
      fc.constantFrom('os_name', 'sys_platform', 'platform_machine'),
      fc.constantFrom('==', '!='),
      fc.constantFrom('nt', 'posix', 'linux', 'win32', 'x86_64'),
    )
    .map(([key, operator, value]) => `${key} ${operator} '${value}'`),
  fc.constantFrom("extra == 'web'", "extra == 'cli'", "'linux' in sys_platform"),
);

export const markerText = fc.letrec<{ marker: string }>((tie) => ({
  marker: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc
      .tuple(tie('marker'), fc.constantFrom('and', 'or'), tie('marker'))
      .map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
  ),
})).marker;
