import { describe, expect, it } from 'vitest';
import { createLogger, withoutSecrets } from '../../src/app/log.ts';

const TOKENS = [
  `ghs_${'a'.repeat(36)}`,
  // The format of 2026: `ghs_<app>_<JWT>`, with dots.
  `ghs_4711_${'e'.repeat(40)}.${'y'.repeat(200)}.${'z'.repeat(86)}`,
  `github_pat_${'b'.repeat(60)}`,
  `-----BEGIN RSA PRIVATE KEY-----\n${'c'.repeat(64)}\n-----END RSA PRIVATE KEY-----`,
];

describe('no credential gets into a log', () => {
  it.each(TOKENS)('%s', (token) => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line: string) => lines.push(line) });
    log.error({ err: new Error(`401 with ${token} in it`) }, 'Failed');
    const [line = ''] = lines;
    expect(line).toContain('[secret]');
    for (const part of token.split(/[\n.]/)) expect(line).not.toContain(part);
  });

  it('keeps the rest of the sentence', () => {
    expect(withoutSecrets(`Bearer ${TOKENS[0]} was refused`)).toBe('Bearer [secret] was refused');
  });

  it('leaves out what a request carried: it can hold file contents', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line: string) => lines.push(line) });
    const error = Object.assign(new Error('422'), {
      status: 422,
      request: { body: 'FILE CONTENT' },
    });
    log.error({ err: error }, 'Failed');
    expect(lines[0]).toContain('"status":422');
    expect(lines[0]).not.toContain('FILE CONTENT');
  });
});
