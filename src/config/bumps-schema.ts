/** The schema of the section `bumps`. */
import { z } from 'zod';
import { parseSpecifiers } from '../python/specifiers.ts';
import { DAYS, defaultBumps } from './bumps.ts';
import { globProblem } from './ignore.ts';

const MAX_ENTRIES = 200;
const MAX_LENGTH = 200;

const name = z.string().min(1).max(MAX_LENGTH);

const packages = name
  .superRefine(custom('glob', globProblem))
  .describe('A package by its normalised name (PEP 503); `*` and `?` stand for parts of it.');

const versions = name
  .superRefine(
    custom('version specifier', (text) =>
      parseSpecifiers(text) === undefined ? 'is none of PEP 440, such as `>=2,<3`' : 'none',
    ),
  )
  .describe('Only these versions (PEP 440), such as `>=2`.');

const date = z.iso.date().describe('The last day on which it holds, such as `2027-01-31`.');

const timezone = name
  .superRefine(
    custom('time zone', (text) =>
      isTimezone(text) ? 'none' : 'is not known; zones are called as in `Europe/Berlin`',
    ),
  )
  .default(defaultBumps.schedule.timezone)
  .describe('Name of the time zone (IANA).');

const age = z.int().min(0).max(365);

/** Not the names of groups that we make ourselves. */
const GROUP = /^(?!weekly$|security$|python$|(?:major|security|only)-)[a-z0-9][a-z0-9-]{0,39}$/;

const people = z.array(name).max(20);

const schedule = z
  .strictObject({
    every: z
      .enum(['week', 'fortnight', 'month'])
      .default(defaultBumps.schedule.every)
      .describe(
        'How often. A fortnight is every even week of the year (ISO 8601), a month the first such day in it.',
      ),
    day: z.enum(DAYS).default(defaultBumps.schedule.day).describe('On which day.'),
    hour: z
      .int()
      .min(0)
      .max(23)
      .default(defaultBumps.schedule.hour)
      .describe('From which hour; repositories are spread over the three hours after it.'),
    timezone,
  })
  .prefault({})
  .describe('When bump pull requests are opened and brought up to date.');

const ignore = z
  .array(
    z.strictObject({
      package: packages,
      versions: versions.optional(),
      // Without one the package stays all the same: to move it would be the worse mistake.
      reason: name
        .default('the configuration does not say why')
        .describe('Why; it is shown in every plan.'),
      until: date.optional(),
    }),
  )
  .max(MAX_ENTRIES)
  .default([])
  .describe('Packages that stay as they are, each with a reason and, best, an end.');

const rules = z
  .array(
    z.strictObject({
      package: packages,
      steps: z
        .enum(['none', 'patch', 'minor', 'major'])
        .optional()
        .describe('The largest step that is proposed.'),
      'min-release-age': age.optional().describe('Days that a release of it has to be out.'),
    }),
  )
  .max(MAX_ENTRIES)
  .default([])
  .describe('Rules for single packages; the first that fits decides.');

export const bumpsSchema = z
  .strictObject({
    mode: z
      .enum(['auto', 'on', 'off'])
      .default(defaultBumps.mode)
      .describe(
        'Whether bump pull requests are opened. `auto`: unless Renovate or Dependabot do so for Python here.',
      ),
    schedule,
    'min-release-age': age
      .default(defaultBumps['min-release-age'])
      .describe(
        'Days that a release has to be out before it is proposed, packages that others pull in included.',
      ),
    security: z
      .enum(['public', 'all', 'off'])
      .default(defaultBumps.security)
      .describe(
        'Whose known vulnerabilities are looked up (OSV), every day. `public`: packages of the default index. `all`: of every index, for mirrors of it; the names of private packages go out, too. Updates that leave a vulnerability behind come first, and wait neither for `min-release-age` nor for `open-limit`.',
      ),
    'max-packages': z
      .int()
      .min(1)
      .max(100)
      .default(defaultBumps['max-packages'])
      .describe(
        'How many packages one pull request moves; those that must move along come on top.',
      ),
    'open-limit': z
      .int()
      .min(1)
      .max(50)
      .default(defaultBumps['open-limit'])
      .describe('How many bump pull requests may be open in the repository at a time.'),
    manifest: z
      .enum(['widen', 'raise', 'lock-only'])
      .default(defaultBumps.manifest)
      .describe(
        'What becomes of constraints in manifests. `widen`: they change only where they keep a version out. `raise`: their lower bound follows the lock. `lock-only`: they never change.',
      ),
    python: z
      .enum(['patch', 'off'])
      .default(defaultBumps.python)
      .describe(
        "Whether places that name a patch version of Python (`3.12.4`) are moved together to the newest one of the same minor version that uv knows; places that name only the minor stay, and the minor never changes. `min-release-age` does not count here: uv's list has no dates of releases.",
      ),
    groups: z
      .record(z.string().regex(GROUP), z.array(packages).min(1).max(MAX_ENTRIES))
      .default({})
      .describe(
        'Packages that share a pull request of their own, by the name of the group; `group:dev` stands for what the dependency group `dev` leads to and production does not need (lower case, digits, hyphens; not `weekly`, `security`, `python`, and no `major-`, `security-` or `only-` before it).',
      ),
    ignore,
    packages: rules,
    labels: people.default([]).describe('Labels of bump pull requests.'),
    assignees: people.default([]).describe('Logins of people whom they are assigned to.'),
    reviewers: people.default([]).describe('Logins of people who are asked for a review.'),
    automerge: z
      .enum(['off', 'patch', 'minor'])
      .default(defaultBumps.automerge)
      .describe(
        "Up to which step GitHub's own auto-merge is switched on; it waits for the required checks, and without any nothing is merged.",
      ),
  })
  .prefault({})
  .describe('Pull requests that bump dependencies, with their locks made anew.');

/** `problem` ends a sentence about the text, or is `none`. */
export function custom(noun: string, problem: (text: string) => string) {
  return (text: string, context: z.RefinementCtx) => {
    const message = problem(text);
    if (message !== 'none') context.addIssue({ code: 'custom', message, params: { noun } });
  };
}

function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
