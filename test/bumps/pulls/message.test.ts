import { describe, expect, it } from 'vitest';
import {
  type Marker,
  markerOf,
  readMarker,
  withoutMarker,
  withSplit,
} from '../../../src/bumps/pulls/marker.ts';
import { commitMessage, pythonTitle, styleOf, titleOf } from '../../../src/bumps/pulls/message.ts';
import type { Bump, MadeBump } from '../../../src/bumps/types.ts';
import { candidate } from '../candidate.ts';

function bump(group: string, ...names: readonly string[]): Bump {
  const moves = names.map((name) => candidate(`${name} 1.0 1.1`));
  const [first = candidate('httpx 1.0 1.1'), ...others] = moves;
  return { group, branch: `lockkeeper/${group}`, moves: [first, ...others] };
}

describe('the style of a repository', () => {
  it.each<[name: string, headlines: readonly string[], style: string]>([
    ['none', ['Fix the greeting', 'Add a test'], ''],
    [
      'Conventional Commits',
      ['fix: greet', 'feat(api): routes', 'Merge pull request #1'],
      'chore(deps): ',
    ],
    ['with a prefix for dependencies', ['fix: greet', 'build(deps): bump idna'], 'build(deps): '],
    ['that sets development apart', ['build(deps-dev): bump ruff'], 'build(deps): '],
    ['with a type for dependencies', ['fix: greet', 'deps: bump idna'], 'deps: '],
    ['mostly not', ['fix: greet', 'Add a test', 'Remove it', 'Say more'], ''],
    ['an empty repository', [], ''],
  ])('%s', (_, headlines, style) => {
    expect(styleOf(headlines)).toBe(style);
  });
});

describe('a title', () => {
  it.each<[given: Bump, lock: string, style: string, title: string]>([
    [bump('weekly', 'httpx'), 'uv.lock', '', 'Bump httpx to 1.1'],
    [bump('weekly', 'attrs', 'httpx'), 'uv.lock', '', 'Bump attrs and httpx'],
    [bump('weekly', 'a', 'b', 'c', 'd'), 'uv.lock', '', 'Bump 4 packages'],
    [
      bump('weekly', 'httpx'),
      'api/uv.lock',
      'chore(deps): ',
      'chore(deps): bump httpx to 1.1 in api/uv.lock',
    ],
    [bump('web', 'django', 'gunicorn'), 'uv.lock', '', 'Bump the group web'],
    [bump('major-httpx', 'httpx'), 'uv.lock', 'deps: ', 'deps: bump httpx to 1.1'],
  ])('%#: $3', (given, lock, style, title) => {
    expect(titleOf(given, lock, style)).toBe(title);
  });
});

describe('Python', () => {
  const of = (minor: string, to: string) => ({
    ...candidate(`python ${minor}.1 ${to}`),
    name: `Python ${minor}`,
  });
  const one: Bump = {
    group: 'python',
    branch: 'lockkeeper/python',
    moves: [of('3.12', '3.12.7')],
  };
  const two: Bump = { ...one, moves: [of('3.11', '3.11.9'), of('3.12', '3.12.7')] };

  it.each<[given: Bump, directory: string, style: string, title: string]>([
    [one, '', '', 'Bump Python to 3.12.7'],
    [one, 'api', 'chore(deps): ', 'chore(deps): bump Python to 3.12.7 in api'],
    [two, '', '', 'Bump Python to 3.11.9 and 3.12.7'],
  ])('%#: $3', (given, directory, style, title) => {
    expect(pythonTitle(given, directory, style)).toBe(title);
  });

  it('has its places in the commit', () => {
    const place = { path: '.python-version', line: 1, label: '.python-version' };
    const places = [{ ...place, from: '3.12.1', to: '3.12.7' }];
    expect(commitMessage({ ...one, places }, 'Bump Python to 3.12.7')).toBe(
      'Bump Python to 3.12.7\n\n- .python-version:1 3.12.1 -> 3.12.7',
    );
  });
});

describe('what a pull request remembers', () => {
  const made: MadeBump = {
    ...bump('weekly', 'httpx'),
    changes: [{ path: 'uv.lock', before: 'a', after: 'b' }],
    diffs: [],
    tool: { name: 'uv', version: '0.13.9', because: '' },
    notes: [],
  };
  const at = new Date('2026-11-24T06:00:00Z');

  it('is read as it was written', () => {
    expect(readMarker(`Text\n\n${markerOf(made, 'uv.lock', at)}`)).toMatchObject({
      group: 'weekly',
      lock: 'uv.lock',
      at: '2026-11-24T06:00:00.000Z',
      moves: [{ name: 'httpx', to: '1.1' }],
    });
  });

  it('is not ended by a folder with a strange name', () => {
    const lock = 'a --> <b>/uv.lock';
    const text = markerOf(made, lock, at);
    expect(text.match(/-->/g)).toHaveLength(1);
    expect(readMarker(text)).toMatchObject({ lock });
  });

  it('is what we wrote last, whatever stands before it', () => {
    const forged = markerOf({ ...made, group: 'forged' }, 'other.lock', at);
    const text = `${forged}\n\n${markerOf(made, 'uv.lock', at)}`;
    expect(readMarker(text)).toMatchObject({ group: 'weekly', lock: 'uv.lock' });
    expect(readMarker(withoutMarker(text))).toBe('none');
  });

  it('tells of a split where somebody asked for one', () => {
    const body = `Text\n\n${markerOf(made, 'uv.lock', at)}`;
    expect(readMarker(withSplit(body))).toEqual({ ...(readMarker(body) as Marker), split: true });
    expect(withSplit('Somebody wrote it anew')).toBe('Somebody wrote it anew');
  });

  it.each([
    '',
    '<!-- lockkeeper: {} -->',
    '<!-- lockkeeper: {"version":2} -->',
    '<!-- lockkeeper: {{ -->',
  ])('is nothing in %j', (body) => {
    expect(readMarker(body)).toBe('none');
  });
});
