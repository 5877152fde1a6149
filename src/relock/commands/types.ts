/** How a lock tool is called. Pure: what is run, where, with which surroundings. */
import type { Refusal, RelockRequest, ToolName } from '../types.ts';

export interface ToolCommand {
  /** Behind the name of the program. */
  readonly args: readonly string[];
  /** Folder that it runs in, relative to the repository. */
  readonly cwd: string;
  /** What it is shown, from now on, in the place of files, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What the calls depend on beside the request. */
export interface Setting {
  /** Of the tool that will run. */
  readonly version: string;
  /** Of the pip beside it; empty where there is none. */
  readonly pip: string;
  /** The configuration allows that packages without a wheel are built, which runs their code. */
  readonly builds: boolean;
}

export type Calls =
  | {
      readonly kind: 'calls';
      readonly commands: readonly [ToolCommand, ...ToolCommand[]];
      readonly environment: Readonly<Record<string, string>>;
      /** What becomes of the lock where the tool was shown other files than there are. */
      finish?(made: string): string;
      /** Locked packages whose requirements it was told from the lock, for it may not build them. */
      readonly told?: readonly string[];
      /** Of those, the ones about which a lock that it made needs to know more. */
      undertold?(made: string): readonly string[];
      /** The lock as the tool is shown it. */
      shown?(lock: string): string;
    }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] };

export interface LockTool {
  readonly name: ToolName;
  /** Its program: pip-tools has `pip-compile`. */
  readonly program: string;
  /** What it calls itself in sentences. */
  readonly title: string;
  /** Files that it needs beside those that our verdict looks at. */
  files(request: RelockRequest): readonly string[];
  calls(request: RelockRequest, setting: Setting): Calls;
  /** Whether it can be told a cut-off for releases, which then binds every package. */
  bindsNewest(request: RelockRequest, setting: Pick<Setting, 'version' | 'pip'>): boolean;
}

export function calls(
  environment: Readonly<Record<string, string>>,
  first: ToolCommand,
  ...others: readonly ToolCommand[]
): Extract<Calls, { readonly kind: 'calls' }> {
  return { kind: 'calls', commands: [first, ...others], environment };
}
