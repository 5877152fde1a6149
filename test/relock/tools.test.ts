/** The real tools, in their sandbox, against the local index. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Files, locked, manifestFor, type ToolKind } from './projects.ts';
import { useBench } from './support.ts';

const local = useBench();

/** Before the newer releases appeared. */
const PAST = '2026-02-01T00:00:00Z';
/** Of the newer ones, beta's is younger. */
const COOLED_DOWN = '2026-11-20T00:00:00Z';

const KINDS: readonly ToolKind[] = ['uv', 'uv pip compile', 'poetry', 'pdm'];

describe.each(KINDS)('%s', (kind) => {
  let files: Files;

  async function first(): Promise<Files> {
    const made = await local.bench.relock(
      kind,
      manifestFor(kind, local.index, '==1.0'),
      'none',
      PAST,
    );
    expect(made.result).toMatchObject({ kind: 'relocked', cutOff: 'bound' });
    return { ...made.files, ...withoutLock(manifestFor(kind, local.index, '>=1.0')) };
  }

  beforeAll(async () => {
    files = await first();
  });

  test('makes a lock with what there was at an instant', () => {
    expect(locked(files, kind)).toBe('alpha 1.0, beta 1.0, gamma 1.0');
  });

  test('follows the manifest, and moves nothing that can stay', async () => {
    const widened = await local.bench.relock(kind, files, 'none');
    expect(locked(widened.files, kind)).toBe('alpha 1.0, beta 1.0, gamma 1.0');
  });

  test('moves one package, and leaves the clean one beside it alone', async () => {
    const moved = await local.bench.relock(kind, files, [{ name: 'gamma' }]);
    expect(locked(moved.files, kind)).toBe('alpha 1.0, beta 1.0, gamma 1.1');
  });

  test('moves everything, and lets nobody pull in what is too young', async () => {
    const all = await local.bench.relock(kind, files, 'all', COOLED_DOWN);
    expect(locked(all.files, kind)).toBe('alpha 1.1, beta 1.0, gamma 1.1');
    expect(all.result).toMatchObject({ kind: 'relocked', cutOff: 'bound' });
  });

  test('leaves a lock alone that is in step', async () => {
    const settled = await local.bench.relock(kind, files, 'none');
    const again = await local.bench.relock(kind, settled.files, 'none');
    expect(again.result.kind).toBe('unchanged');
  });

  test('says what the tool said where there is no solution', async () => {
    const { result } = await local.bench.relock(
      kind,
      { ...files, ...withoutLock(manifestFor(kind, local.index, '>=7')) },
      'none',
    );
    expect(result).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/could not lock$/),
    });
    expect(result.kind === 'failed' ? result.diagnosis : '').toContain('alpha');
  });
});

/** pip-compile has a cut-off only with a new pip, so its old pins come from a range; Pipenv's, too. */
describe('Pipenv', () => {
  test('moves everything, and lets nobody pull in what is too young', async () => {
    const files = manifestFor('pipenv', local.index, '>=1.0');
    const { result, files: made } = await local.bench.relock('pipenv', files, 'all', COOLED_DOWN);
    expect(locked(made, 'pipenv')).toBe('alpha 1.1, beta 1.0, gamma 1.1');
    expect(result).toMatchObject({ cutOff: 'bound' });
  }, 60_000);

  test('keeps the pins of a Pipfile that was widened, and moves one package', async () => {
    const narrow = await local.bench.relock(
      'pipenv',
      manifestFor('pipenv', local.index, '==1.0'),
      'none',
    );
    expect(locked(narrow.files, 'pipenv')).toBe('alpha 1.0, beta 1.1, gamma 1.1');
    const widened = { ...narrow.files, ...manifestFor('pipenv', local.index, '>=1.0') };
    const kept = await local.bench.relock('pipenv', widened, 'none');
    expect(locked(kept.files, 'pipenv')).toBe('alpha 1.0, beta 1.1, gamma 1.1');
    const moved = await local.bench.relock('pipenv', kept.files, [
      { name: 'alpha', version: '1.1' },
    ]);
    expect(locked(moved.files, 'pipenv')).toBe('alpha 1.1, beta 1.1, gamma 1.1');
  }, 60_000);
});

describe('pip-compile', () => {
  test('keeps its pins and its header, and moves one package', async () => {
    const kind = 'pip-compile';
    const narrow = await local.bench.relock(kind, manifestFor(kind, local.index, '==1.0'), 'none');
    const wide = { ...narrow.files, ...withoutLock(manifestFor(kind, local.index, '>=1.0')) };
    const kept = await local.bench.relock(kind, wide, 'none');
    expect(locked(kept.files, kind)).toBe('alpha 1.0, beta 1.1, gamma 1.1');
    const moved = await local.bench.relock(kind, kept.files, [{ name: 'alpha', version: '1.1' }]);
    expect(locked(moved.files, kind)).toBe('alpha 1.1, beta 1.1, gamma 1.1');
    expect(moved.files['requirements.txt']).toContain('#    pip-compile requirements.in\n');
  }, 60_000);

  // It writes down the options that it was called with.
  test.each([
    ['none of ours', '', /^--(?!index-url)/m, false],
    ['that of the project', '--only-binary gamma\n', /^--only-binary gamma\n(?!--)/m, true],
    ['what it said itself', '--only-binary :all:\n', /^--only-binary :all:/m, true],
  ])(
    'records no option but its own: %s',
    async (_, own, option, isThere) => {
      const manifest = manifestFor('pip-compile', local.index, '==1.0');
      const input = `${own}${manifest['requirements.in']}`.replace(/^--trusted-host.*\n/m, '');
      const { files } = await local.bench.relock(
        'pip-compile',
        { ...manifest, 'requirements.in': input },
        'none',
      );
      expect(locked(files, 'pip-compile')).toBe('alpha 1.0, beta 1.1, gamma 1.1');
      expect(option.test(files['requirements.txt'] ?? '')).toBe(isThere);
    },
    60_000,
  );

  test('runs in no other Python than before', async () => {
    const manifest = manifestFor('pip-compile', local.index, '==1.0');
    const old = (manifest['requirements.txt'] ?? '').replace('Python 3.11', 'Python 3.5');
    const files = { ...manifest, 'requirements.txt': old };
    const { result } = await local.bench.relock('pip-compile', files, 'none');
    expect(result).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(
        /^pip-tools runs in Python 3\.\d+ here, and the lock was made in Python 3\.5: /,
      ),
    });
  });
});

function withoutLock({ 'requirements.txt': _, ...files }: Files): Files {
  return files;
}
