import type { Candidate } from '../../src/bumps/types.ts';

/** `httpx 0.27 0.28`: a package that a manifest asks for, and may move freely. */
export function candidate(text: string, more: Partial<Candidate> = {}): Candidate {
  const [name = '', from = '', to = ''] = text.split(' ');
  const [a, b] = [from, to].map((version) => version.split('.'));
  const step = a?.[0] !== b?.[0] ? 'major' : a?.[1] !== b?.[1] ? 'minor' : 'patch';
  return {
    ...{ name, from, to, step, uploaded: '2026-10-01T00:00:00.000Z' },
    ...{ direct: true, via: '', dependencyGroups: [], inRange: true, fixes: [] },
    ...more,
  };
}
