import { expect, test } from 'vitest';
import {
  endOfLife,
  hasEnded,
  newestReleased,
  oldestSupported,
} from '../../src/python/end-of-life.ts';

test.each([
  ['2.7', '2020-01-01'],
  ['3.8', '2024-10-07'],
  ['3.9', '2025-10-31'],
  ['3.10', '2026-10-31'],
  ['3.14', '2030-10-31'],
  ['3.20', '2036-10-31'],
] as const)('%s is supported until %s', (minor, end) => {
  expect(endOfLife(minor)).toBe(end);
  expect(hasEnded(minor, end)).toBe(false);
  expect(hasEnded(minor, '2099-01-01')).toBe(true);
});

test('what is no Python has no end', () => {
  expect(endOfLife('4.0')).toBeUndefined();
  expect(hasEnded('1.5', '2099-01-01')).toBe(false);
});

test.each([
  ['2026-11-24', '3.11', '3.15'],
  ['2026-10-30', '3.10', '3.14'],
  ['2024-01-01', '3.8', '3.12'],
  ['2036-12-01', '3.21', '3.25'],
] as const)('on %s the supported ones are %s to %s', (today, oldest, newest) => {
  expect(oldestSupported(today)).toBe(oldest);
  expect(newestReleased(today)).toBe(newest);
});
