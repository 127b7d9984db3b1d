import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalInConstantTime } from './secrets.ts';

test('says what a plain comparison says', () => {
  const bytes = fc.uint8Array({ maxLength: 12 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalInConstantTime(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(equalInConstantTime(a, Uint8Array.from(a))).toBe(true);
    }),
  );
});

test('a repetition or a beginning of the secret is not the secret', () => {
  const secret = Buffer.from('abc');
  for (const given of ['', 'a', 'ab', 'abca', 'abcabc', 'abd']) {
    expect(equalInConstantTime(Buffer.from(given), secret)).toBe(false);
  }
});

test('looks at every given byte, wherever the first difference is', () => {
  const expected = Buffer.from('a secret of some length');
  const looksAt = (given: string): number => {
    let looks = 0;
    const watched = new Proxy(Buffer.from(given), {
      get(bytes, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
        return Reflect.get(bytes, key);
      },
    });
    equalInConstantTime(watched, expected);
    return looks;
  };
  expect(looksAt('A secret of some length')).toBe(23);
  expect(looksAt('a secret of some lengtH')).toBe(23);
  expect(looksAt('a secret of some length')).toBe(23);
});
