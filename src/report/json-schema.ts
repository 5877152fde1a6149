/**
 * The schema of `--format json`. Others build on it: within a version keys are only added. Kept
 * apart from the rendering, which needs no zod.
 */
import { z } from 'zod';

const path = z.string().describe('Relative to the root of the repository, with `/`.');
const line = z.int().min(1).describe('1-based. Line 1 also stands for the whole file.');

const offset = z.int().min(0).describe('In UTF-16 units from the start of the file.');

const related = z.strictObject({ path, line, endLine: line, note: z.string() });

const fix = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('relock'), tool: z.string(), lock: path }),
    z.strictObject({
      kind: z.literal('edit'),
      edits: z.array(z.strictObject({ path, start: offset, end: offset, text: z.string() })),
    }),
  ])
  .describe(
    'How a machine can repair it: make the lock again, or put these texts in the place of others.',
  );

const finding = z.strictObject({
  rule: z.string().describe('The id of the rule, such as `lockfile/stale`.'),
  title: z.string(),
  subject: z
    .string()
    .describe('With `rule` and `path` it identifies the finding, also when lines move.'),
  path,
  line,
  endLine: line,
  level: z.enum(['failure', 'warning', 'notice']),
  origin: z
    .enum(['introduced', 'preexisting', 'unknown'])
    .describe(
      'Whether the judged change caused it, or the base had it already; unknown without a base.',
    ),
  message: z.string(),
  why: z.string(),
  repair: z.string().describe('A command (starts in lower case) or a sentence; may be empty.'),
  related: z.array(related).describe('Other places that are involved.'),
  fix: fix.optional(),
});

const undecided = z.strictObject({
  path,
  reason: z.string(),
  remedy: z.string().describe('What would make it decidable.'),
});

const subject = z.strictObject({
  path,
  label: z.string(),
  status: z.enum(['passed', 'failed', 'unable']),
  note: z.string().optional(),
});

const repaired = z.strictObject({
  rule: z.string(),
  title: z.string(),
  path,
  message: z.string(),
});

const table = z.strictObject({
  title: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())),
});

const gate = z.strictObject({
  gate: z.string(),
  title: z.string(),
  mode: z.enum(['observe', 'warn', 'enforce']),
  scope: z.enum(['introduced', 'all']),
  status: z
    .enum(['passed', 'skipped', 'unable', 'failed'])
    .describe('`unable`: nothing proven wrong, but something could not be decided.'),
  reason: z.string().optional().describe('Why the gate was skipped.'),
  findings: z.array(finding).describe('What counts.'),
  notices: z.array(finding).describe('What is shown and does not count.'),
  undecided: z.array(undecided),
  subjects: z.array(subject).describe('Everything that was judged.'),
  repaired: z.array(repaired).describe('What the base had and the head has not.'),
  tables: z.array(table).describe('What the findings are about; empty where there are none.'),
});

const problem = z.strictObject({
  path,
  key: z.string().describe('Dotted key; empty for the document as a whole.'),
  line,
  message: z.string(),
  state: z
    .enum(['base', 'head'])
    .describe('`base`: the configuration in force; `head`: what the change would make of it.'),
});

export const verdictSchema = z
  .strictObject({
    version: z.literal(1),
    repository: z.string(),
    base: z.string().describe('The commit compared with; `none` if the state was judged alone.'),
    head: z.string().describe('The judged commit, or `working tree`.'),
    conclusion: z
      .enum(['success', 'neutral', 'failure'])
      .describe('`neutral` is visible and blocks nothing.'),
    gates: z.array(gate),
    configuration: z.array(problem).describe('Mistakes in `.github/lockkeeper.yml`.'),
  })
  .describe('A verdict of Lockkeeper, as `lockkeeper check --format json` prints it.');

export type JsonVerdict = z.infer<typeof verdictSchema>;

/** JSON Schema (2020-12) of the output. */
export function verdictJsonSchema(): object {
  return z.toJSONSchema(verdictSchema);
}
