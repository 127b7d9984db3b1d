import { expect, test } from 'vitest';
import { builtInFormat, createNumberText } from './number-text.ts';

const shown = (value: number, format: string, is1904 = false): string => createNumberText([format], is1904)(value, 0);

test.each([
  [46143, 'dd/mm/yyyy', '01/05/2026'],
  [46143, 'yyyy\\-mm\\-dd', '2026-05-01'],
  [46143.5, 'm/d/yyyy h:mm', '5/1/2026 12:00'],
  [0.5, 'h:mm AM/PM', '12:00 PM'],
  [1200.5, '#,##0.00', '1,200.50'],
  [0.25, '0%', '25%'],
  [4155552671, '[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', '(415) 555-2671'],
])('%d in the format %s is shown as %s', (value, format, text) => {
  expect(shown(value, format)).toBe(text);
});

test.each([
  [919876543212, 'General', '919876543212'],
  [919876543212, '0', '919876543212'],
  [9876543210, '0.00E+00', '9876543210'],
  [123456789012345, 'General', '123456789012345'],
  [9876543210, '@', '9876543210'],
  [0.1 + 0.2, 'General', '0.3'],
])('no digit of %d is lost in the format %s', (value, format, text) => {
  expect(shown(value, format)).toBe(text);
});

test('leading zeros that a format writes are shown', () => {
  expect(shown(9876543210, '00000000000')).toBe('09876543210');
});

test('dates of an old Mac are counted from 1904', () => {
  expect(shown(46143 - 1462, 'yyyy-mm-dd', true)).toBe('2026-05-01');
});

test('format 14 is the short date', () => {
  expect(shown(46143, builtInFormat(14))).toBe('5/1/2026');
});
