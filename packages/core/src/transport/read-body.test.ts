import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBody } from './read-body.ts';

const read = (text: string) => {
  const parsed = parseBody(text);
  return parsed.kind === 'json' ? parsed.value : parsed.kind;
};

test('JSON reads as itself', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      if (!/\d{16}/.test(text)) expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

describe('ids above 2^53 are kept as text', () => {
  test('with every digit, wherever they stand', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }), fc.boolean(), (id, negative) => {
        const digits = `${negative ? '-' : ''}${id}`;
        expect(read(`{"id":${digits},"ids":[1, ${digits} ,${digits}],"in":{"id": ${digits}\n}}`)).toEqual({
          id: digits,
          ids: [1, digits, digits],
          in: { id: digits },
        });
      }),
    );
  });

  test.each([
    ['numbers that are exact stay numbers', '{"id":9007199254740991}', { id: 9007199254740991 }],
    ['the last exact one below 0', '{"id":-9007199254740991}', { id: -9007199254740991 }],
    ['fractions stay numbers', '{"cost":0.02000000000000000042}', { cost: 0.02 }],
    ['powers stay numbers', '{"n":1234567890123456e3}', { n: 1234567890123456e3 }],
    [
      'digits inside a text stay text',
      '{"note":"a, 12345678901234567890, b","id":12345678901234567890}',
      { note: 'a, 12345678901234567890, b', id: '12345678901234567890' },
    ],
    [
      'escapes inside a text',
      String.raw`{"note":"say \"[12345678901234567890]\" \\","id":12345678901234567890}`,
      { note: String.raw`say "[12345678901234567890]" \ `.trim(), id: '12345678901234567890' },
    ],
    [
      'a text that ends in a backslash',
      String.raw`{"a":"\\","id":12345678901234567890}`,
      { a: '\\', id: '12345678901234567890' },
    ],
  ])('%s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('a text of a megabyte is no obstacle', () => {
    const note = '\\"x'.repeat(300_000);
    expect(read(`{"note":"${note}","id":12345678901234567890}`)).toMatchObject({ id: '12345678901234567890' });
  });
});

test('a body that is cut off inside a string full of quotes is read in linear time', () => {
  const cut = `{"id":12345678901234567890,"note":"${'\\"'.repeat(500_000)}`;
  expect(parseBody(cut)).toEqual({ kind: 'text' }); // 40,000 quotes took 15 s before
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['<!doctype html>', 'html'],
  ['\n <html>', 'html'],
  ['OK', 'text'],
  ['{"id":', 'text'],
  ['{"id":12345678901234567890,', 'text'],
])('%j is %s', (text, kind) => {
  expect(parseBody(text).kind).toBe(kind);
});
