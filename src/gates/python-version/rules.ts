/** The rules of the python-version gate: their words, examples and severities. */
import type { Facts, Rule } from '../types.ts';
import { project, workflow } from './examples.ts';
import type { PlaceFacts, PythonFacts } from './facts.ts';
import { repair as repairOf, sentence } from './sentences.ts';

const message = (facts: Facts) => sentence(facts as PythonFacts);
const repair = (facts: Facts) => repairOf(facts as PythonFacts);

const FILE: PlaceFacts = { path: '.python-version', name: '`.python-version`', says: '3.11' };
const RANGE: PlaceFacts = {
  path: 'pyproject.toml',
  name: '`requires-python` in `pyproject.toml`',
  says: '>=3.12',
};
const IMAGE: PlaceFacts = { path: 'Dockerfile', name: '`Dockerfile`', says: '3.13' };
const WORKFLOW: PlaceFacts = {
  path: '.github/workflows/test.yml',
  name: 'matrix python-version in `.github/workflows/test.yml`',
  says: '3.10',
};

export const rules = [
  {
    id: 'python-version/conflict',
    title: 'Places disagree on the Python version',
    severity: 'violation',
    what: 'Two places name Python versions that cannot both be right: a pin, an image, a test job, a classifier or a type checker outside of `requires-python`; a pin that is not what gets deployed; two pins; a linter that may write syntax newer than the lowest supported version (an older one is only remarked on). Who decides: what the manifest supports, then what is deployed, then what is pinned. What differs for good reasons is no conflict: a library tested on many versions, PyPy and free-threaded jobs, jobs that may fail, projects of one repository.',
    why: 'What was tested is not what runs, or an install is refused.',
    message,
    repair,
    example: {
      kind: 'conflict',
      conflict: 'outside-range',
      role: 'pin',
      at: FILE,
      values: ['3.11'],
      authority: RANGE,
      wanted: { by: 'fix', version: '3.12' },
    } satisfies PythonFacts,
    bad: { ...project({ requires: '>=3.12' }), '.python-version': '3.11\n' },
    good: { ...project({ requires: '>=3.12' }), '.python-version': '3.12\n' },
  },
  {
    id: 'python-version/untested',
    title: 'Version that no test runs on',
    severity: 'violation',
    what: 'An image deploys a version, or a package promises one as its lowest, that no job, tox environment or nox session tests. For classifiers it is a remark. Said only where every tested version is known: a matrix that is made at run time counts as if it had them all.',
    why: 'What breaks there is found by users.',
    message,
    repair,
    example: {
      kind: 'untested',
      what: 'deployed',
      at: IMAGE,
      values: ['3.13'],
      tested: ['3.11', '3.12'],
    } satisfies PythonFacts,
    bad: {
      ...project({ requires: '>=3.11' }),
      Dockerfile: 'FROM python:3.13-slim\n',
      '.github/workflows/test.yml': workflow(['3.11', '3.12']),
    },
    good: {
      ...project({ requires: '>=3.11' }),
      Dockerfile: 'FROM python:3.13-slim\n',
      '.github/workflows/test.yml': workflow(['3.11', '3.13']),
    },
  },
  {
    id: 'python-version/too-loose',
    title: 'No minor version is named',
    severity: 'violation',
    what: 'A test job, a pin or a deployed image says `3`, `3.x` or `latest`, has a digest without a tag, or says nothing at all. For other jobs and earlier stages of an image it is a remark.',
    why: 'A new Python arrives by itself, one day in the middle of other work.',
    message,
    repair,
    example: {
      kind: 'too-loose',
      role: 'deploy',
      at: IMAGE,
      wanted: { by: 'fix', version: '3.12' },
    } satisfies PythonFacts,
    bad: { ...project({ requires: '>=3.12' }), Dockerfile: 'FROM python:3-slim\n' },
    good: { ...project({ requires: '>=3.12' }), Dockerfile: 'FROM python:3.12-slim\n' },
  },
  {
    id: 'python-version/float',
    title: 'Version that is read as a number',
    severity: 'violation',
    what: 'YAML reads a bare `3.10` as the number 3.1 (https://yaml.org/spec/1.2.2/#1032-tag-resolution), and Pipenv takes strings only.',
    why: 'The job looks for a Python that never was, or finds an ancient one.',
    message,
    repair,
    example: { kind: 'float', at: WORKFLOW, written: '3.10', read: '3.1' } satisfies PythonFacts,
    bad: { '.github/workflows/test.yml': workflow(['3.10'], { isQuoted: false }) },
    good: { '.github/workflows/test.yml': workflow(['3.10']) },
  },
  {
    id: 'python-version/end-of-life',
    title: 'Python without security fixes',
    severity: 'violation',
    what: 'A pin or a deployed image names a version past its end of life (PEP 602: five years; `lockkeeper --version` shows the date of the data). That a package still supports one is a remark.',
    why: 'Known holes in the interpreter stay open, and packages drop the version.',
    message,
    repair,
    example: {
      kind: 'end-of-life',
      what: 'used',
      at: FILE,
      minor: '3.8',
      ended: '2024-10-07',
      oldest: '3.11',
      isSetEverywhere: true,
    } satisfies PythonFacts,
    bad: { ...project({ requires: '>=3.8' }), '.python-version': '3.8\n' },
    good: { ...project({ requires: '>=3.13' }), '.python-version': '3.13\n' },
  },
  {
    id: 'python-version/unpinned',
    title: 'Application without a pinned Python',
    severity: 'violation',
    what: 'An application (it is deployed, or is no package) says only from which version on it works, and nothing says on which one it runs. A library needs no pin.',
    why: 'Every machine takes another Python, and the newest one as soon as it is out.',
    message,
    repair,
    example: {
      kind: 'unpinned',
      at: RANGE,
      directory: '',
      isDeployed: false,
      wanted: '3.12',
    } satisfies PythonFacts,
    bad: project({ requires: '>=3.12' }),
    good: { ...project({ requires: '>=3.12' }), '.python-version': '3.12\n' },
  },
  {
    id: 'python-version/ignored-file',
    title: 'Version file that nothing reads',
    severity: 'notice',
    what: 'setup-python takes `python-version` and leaves the file of `python-version-file` alone; or every job and image names another version than `.python-version`.',
    why: 'Whoever changes the file believes to have changed the version.',
    message,
    repair,
    example: {
      kind: 'ignored-file',
      cause: 'unread',
      at: FILE,
      file: '.python-version',
      others: ['3.12'],
    } satisfies PythonFacts,
    bad: {
      ...project({ requires: '>=3.11' }),
      '.python-version': '3.13\n',
      '.github/workflows/test.yml': workflow(['3.12']),
    },
    good: {
      ...project({ requires: '>=3.11' }),
      '.python-version': '3.12\n',
      '.github/workflows/test.yml': workflow(['3.12']),
    },
  },
] as const satisfies readonly Rule[];

export type PythonRuleId = (typeof rules)[number]['id'];
