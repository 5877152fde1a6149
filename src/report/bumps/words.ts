/** Words about bumps that all their outputs share. */
import type { Candidate } from '../../bumps/types.ts';
import { count } from '../words.ts';

const DAY_MS = 86_400_000;

/** "3 days old"; empty where nobody knows. */
export function ageText(uploaded: string | 'unknown', now: Date): string {
  if (uploaded === 'unknown') return '';
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(uploaded)) / DAY_MS));
  return `${count(days, ['day', 'days'])} old`;
}

/** Why it is in the lock. */
export function whyText({ direct, via, inRange }: Candidate): string {
  if (direct) return inRange ? 'direct' : 'direct; its constraint is edited';
  return via === '' ? 'pulled in' : `through ${via}`;
}

export function stepText({ step }: Pick<Candidate, 'step'>): string {
  return step === 'none' ? '' : step;
}
