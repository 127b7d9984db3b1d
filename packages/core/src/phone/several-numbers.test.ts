import { expect, test } from 'vitest';
import { holdsSeveralNumbers } from './split-text.ts';

test.each([
  '+14155552671, +14155552672',
  '+14155552671; 4155552672',
  '4155552671 / 4155552672',
  '030 1234567/030 7654321',
  '+4930 1234567 / +4930 7654321',
  '4155552671 or 4155552672',
  '4155552671 & 4155552672',
  '4155552671|4155552672',
  '4155552671\n4155552672',
])('%j holds several', (text) => {
  expect(holdsSeveralNumbers(text)).toBe(true);
});

test.each([
  '+14155552671',
  '+49 33203/1234567',
  '030/12345678',
  '+14155552671,,1234567#',
  '+14155552671;ext=1234567',
  'tel:4155552671;phone-context=+14155552671',
  '+1 415 555 2671 / office',
  '+1 415 555 2671, ext. 12',
  'order 4155552671',
])('%j holds one', (text) => {
  expect(holdsSeveralNumbers(text)).toBe(false);
});
