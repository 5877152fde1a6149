/** The schema of `.github/lockkeeper.yml`; the editors' JSON Schema and the docs come from it. */
import { z } from 'zod';
import { bumpsSchema, custom } from './bumps-schema.ts';
import { defaultGateConfiguration, type RepositoryConfiguration } from './defaults.ts';
import { globProblem } from './ignore.ts';

const MAX_GLOBS = 200;
const MAX_GLOB_LENGTH = 500;

const mode = z
  .enum(['off', 'observe', 'warn', 'enforce'])
  .default(defaultGateConfiguration.mode)
  .describe(
    'What findings lead to. `off`: the gate does not run. `observe`: it runs and its findings are stored, but pull requests do not show them. `warn`: findings are annotated, the check stays neutral and blocks nothing. `enforce`: findings fail the check.',
  );

const scope = z
  .enum(['introduced', 'all'])
  .default(defaultGateConfiguration.scope)
  .describe(
    'Which findings count. `introduced`: only what the pull request itself causes. `all`: also what was wrong before it.',
  );

const glob = z
  .string()
  .max(MAX_GLOB_LENGTH)
  .superRefine(custom('glob', globProblem))
  .describe('A glob over paths.');

const ignore = z
  .array(glob)
  .max(MAX_GLOBS)
  .default([...defaultGateConfiguration.ignore])
  .describe(
    'Globs of paths that the gate leaves alone, relative to the root of the repository. `*` and `?` stay inside one folder, `**` stands for any number of folders; a folder stands for everything in it.',
  );

const contexts = z
  .array(z.string().min(1).max(MAX_GLOB_LENGTH))
  .max(MAX_GLOBS)
  .default([])
  .describe(
    'Names of check runs and statuses that pull requests need, beside those that rulesets and branch protection require.',
  );

function gate(question: string) {
  return z.strictObject({ mode, scope, ignore }).prefault({}).describe(question);
}

export const configurationSchema = z
  .strictObject({
    lockfile: gate('The lockfile gate: is every lock in step with its manifest?'),
    'python-version': gate(
      'The python-version gate: is the Python version pinned, and does every place agree?',
    ),
    'required-checks': z
      .strictObject({ mode, scope, ignore, contexts })
      .prefault({})
      .describe(
        'The required-checks gate: will every required check be reported on this pull request?',
      ),
    bumps: bumpsSchema,
  })
  .describe('Configuration of Lockkeeper, read from `.github/lockkeeper.yml` of the base branch.');

/** JSON Schema (draft 7, which YAML language servers know best) of what users may write. */
export function configurationJsonSchema(): object {
  return z.toJSONSchema(configurationSchema, { io: 'input', target: 'draft-7' });
}

/** The schema's output is what the gates take. */
export function toConfiguration(value: unknown): z.ZodSafeParseResult<RepositoryConfiguration> {
  return configurationSchema.safeParse(value);
}
