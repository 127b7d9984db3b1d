import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';

test('digits of every script become ASCII digits of the same value', () => {
  for (let zero = 0x80; zero < 0x20000; zero++) {
    if (!/^(?!\p{Nd})..?\p{Nd}/su.test(String.fromCodePoint(zero - 1, zero))) continue;
    const digits = String.fromCodePoint(...Array.from({ length: 10 }, (_, value) => zero + value));
    expect([zero, cleanText(digits)]).toEqual([zero, '0123456789']);
  }
});

test('digits of scripts that stand side by side are told apart', () => {
  expect(cleanText('𝟎𝟗𝟘𝟡𝟢𝟫𝟬𝟵𝟶𝟿')).toBe('0909090909');
});

test('what cannot be seen goes, other spaces become plain ones', () => {
  expect(cleanText('\u200E+1\u00A0\u202F\u3000(4\u200D1\u20605)\u00AD\uFEFF\u2066 5\u0000')).toBe('+1   (415) 5');
});

test('plain text only loses the space around it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(cleanText(text)).toBe(text.trim());
    }),
  );
});

test('a tab and every new line are one kind of break', () => {
  expect(cleanText('1\t2\r3\n4\u20285')).toBe('1\n2\n3\n4\n5');
});

test.each([
  ['4155552671.0', '4155552671'],
  ['+14155552671.000', '+14155552671'],
  ['415.555.0', '415.555.0'],
  ['4155552671.5', '4155552671.5'],
  ['06.12.34.56.00', '06.12.34.56.00'],
])('%s reads as %s', (text, expected) => {
  expect(cleanText(text)).toBe(expected);
});
