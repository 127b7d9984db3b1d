import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeValue, maskEmail, maskPhone, maskText } from './privacy.ts';
import { phoneNumbers } from './testing/arbitraries.ts';

describe('masks', () => {
  test.each([
    ['+919999999999', '+91******99'],
    ['919999999999', '91******99'],
    [' +14155552671 ', '+14******71'],
    ['1234', '****'],
    ['', ''],
  ])('the phone %j prints as %j', (phone, shown) => {
    expect(maskPhone(phone)).toBe(shown);
  });

  test.each([
    ['anna@example.com', 'a***@e…'],
    ['a@b', 'a***@b…'],
    ['no address', '***'],
    ['@example.com', '***'],
    ['anna@', 'a***@…'],
  ])('the e-mail %j prints as %j', (email, shown) => {
    expect(maskEmail(email)).toBe(shown);
  });

  test('no mask of a phone shows more than four of its digits', () => {
    fc.assert(fc.property(phoneNumbers(), (phone) => maskPhone(phone).replace(/\D/g, '').length <= 4));
  });
});

test.each([
  ['+14155552671', '+14******71'],
  ['anna@example.com', 'a***@e…'],
  ['Jane Doe', '***'],
])('the text %j is masked as what it is: %j', (text, shown) => {
  expect(maskText(text)).toBe(shown);
});

test('a value is described, never shown', () => {
  expect([null, [1, 2], 'secret', 7, true, undefined, {}].map(describeValue)).toEqual([
    'null',
    'array of 2',
    'string of 6',
    'number',
    'boolean',
    'undefined',
    'object',
  ]);
});
