import { expect, it } from 'vitest';
import { renderGithub } from '../../src/report/github.ts';
import {
  allClear,
  enforced,
  failed,
  finding,
  hostile,
  mixed,
  observing,
  report,
  verdict,
} from './verdicts.ts';

it('is one sentence when all is right', () => {
  expect(renderGithub(allClear)).toBe('Lockkeeper: 2 locks in step.\n');
});

it('gives a command for what counts, then remarks and what is undecided', () => {
  expect(renderGithub(mixed)).toMatchInlineSnapshot(`
    "::warning file=pyproject.toml,line=12,endLine=12,title=Lock out of step with its manifest::\`httpx\`: pyproject.toml says \`>=0.28\`, uv.lock was made for \`>=0.27\`.%0ATo repair: uv lock%0ARule: lockfile/stale%0ASee uv.lock:40 recorded here
    ::warning file=pyproject.toml,line=13,endLine=14,title=Lock out of step with its manifest::\`trio\`: pyproject.toml asks for \`>=0.30\`, uv.lock was made without it.%0ATo repair: uv lock%0ARule: lockfile/stale
    ::notice file=uv.lock,line=90,endLine=90,title=Package went backwards::\`h11\` went from \`0.16.0\` back to \`0.14.0\`.%0ATo repair: uv lock%0ARule: lockfile/downgrade
    ::notice file=tools/poetry.lock,line=1,endLine=1,title=Could not be decided::The metadata of \`x\` comes from its build backend.%0AWhat would help: Static metadata in its pyproject.toml.
    Lockkeeper: 1 lock is stale: run \`uv lock\`.
    "
  `);
});

it('calls failures errors, as GitHub does', () => {
  expect(renderGithub(enforced).match(/^::\w+/gm)).toEqual(['::error', '::error']);
});

it('says nothing of gates that observe', () => {
  expect(renderGithub(observing)).toBe(
    'Lockkeeper: No gate reports: each is off, or only observes.\n',
  );
});

it('escapes as the toolkit of GitHub does', () => {
  const place = { path: 'a,b:c%.toml', line: 3, endLine: 4 };
  const gates = [
    report({ result: failed([finding({ place, message: '100%: a,b\r\nnext', repair: '' })]) }),
  ];
  expect(renderGithub(verdict({ gates })).split('\n')[0]).toBe(
    '::warning file=a%2Cb%3Ac%25.toml,line=3,endLine=4,title=Lock out of step with its manifest::100%25: a,b%0Anext%0ARule: lockfile/stale',
  );
});

it('lets no name start a command of its own', () => {
  const commands = renderGithub(hostile)
    .split('\n')
    .filter((line) => line.includes('::'));
  expect(commands.map((line) => line.slice(0, 10))).toEqual([
    '::warning ',
    '::warning ',
    'Lockkeeper',
  ]);
});
