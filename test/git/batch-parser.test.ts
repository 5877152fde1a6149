import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBatchParser } from '../../src/git/batch-parser.ts';

const OID = 'a'.repeat(40);

function printed(contents: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    contents.map((bytes) =>
      Buffer.concat([Buffer.from(`${OID} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]),
    ),
  );
}

test('gives every object whole, wherever the stream is cut', () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 5 });
  fc.assert(
    fc.property(contents, fc.array(fc.nat(60), { minLength: 1 }), (objects, cuts) => {
      const parse = createBatchParser(1000);
      const stream = printed(objects);
      const answers = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const length = (cuts[turn % cuts.length] ?? 0) + 1;
        answers.push(...parse(stream.subarray(at, at + length)));
        at += length;
      }
      expect(answers.map((one) => one.kind === 'object' && [...one.bytes])).toEqual(
        objects.map((bytes) => [...bytes]),
      );
    }),
  );
});

test.each(['nowhere missing', 'abc ambiguous', 'HEAD:a b missing'])('no object: %s', (line) => {
  expect(createBatchParser(10)(Buffer.from(`${line}\n${OID} blob 1\nx\n`))).toMatchObject([
    { kind: 'missing' },
    { kind: 'object', oid: OID, type: 'blob' },
  ]);
});

test('stops at what is too large, before its bytes come', () => {
  expect(createBatchParser(10)(Buffer.from(`${OID} blob 11\n`))).toEqual([
    { kind: 'too-large', oid: OID, type: 'blob', size: 11 },
  ]);
});
