import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Installation tokens (both formats), personal tokens, and keys: never in a log. */
const SECRETS =
  /\bgh[a-z]_[A-Za-z0-9._-]{16,}|\bgithub_pat_\w{16,}|-----BEGIN[^-]+-----[\s\S]*?-----END[^-]+-----|(?<=[Bb]earer )\S+/g;

/** Text without anything that looks like a credential. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(SECRETS, '[secret]');
}

/** JSON lines; errors with message and stack, without the request (it can hold file contents). */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: 'lockkeeper' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly status?: number;
}

function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: withoutSecrets(String(error)) };
  return {
    type: error.name,
    message: withoutSecrets(error.message).slice(0, 2000),
    ...(error.stack === undefined ? {} : { stack: withoutSecrets(error.stack).slice(0, 4000) }),
    ...('status' in error && typeof error.status === 'number' ? { status: error.status } : {}),
  };
}
