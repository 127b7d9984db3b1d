import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainWord } from './plain-words.ts';
import { describeValue, maskEmail, maskPhone, scrub } from './privacy.ts';
import { phoneNumbers } from './testing.ts';

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

describe('scrub', () => {
  test('takes out what was sent: whole, and each of its words, in any case', () => {
    const sent = { name: 'Jane Doe', notes: 'Rings at dawn', tags: ['Gold'], nested: [{ city: 'Łódź' }] };
    expect(scrub('JANE DOE of łódź (gold) exists; doe, jane is not unique at Dawn', sent)).toBe(
      '… of … (…) exists; … is not unique …',
    );
  });

  test('takes out words of two letters, as words', () => {
    expect(scrub('Lead Jo Li exists', { name: 'Jo Li' })).toBe('Lead … exists');
    expect(scrub('Li and Jo, valid', { first: 'Jo', last: 'Li' })).toBe('… and …, valid');
  });

  test('takes what is sent as it is, never as a pattern', () => {
    expect(scrub('valid value', { text: 'v.l', other: '(x[' })).toBe('valid value');
  });

  test('takes out every word that may be somebody’s name or note, whoever sent it', () => {
    expect(scrub('Lead Zoë O’Brien-Smith exists, note: 请勿打电话 or 7 times')).toBe(
      'Lead … exists, note: … or 7 times',
    );
    expect(scrub('key tc_live_abc123 is revoked')).toBe('key … is …');
  });

  test('masks what looks like a phone or an e-mail, whoever sent it', () => {
    expect(scrub('Lead with phone +91 99999 99999 and anna@example.com exists')).toBe(
      'Lead with phone +91******99 and a***@e… exists',
    );
  });

  test.each([
    'The name field is required.',
    'Invalid phone number',
    'team ID is required when teams exist in the account',
    'Rating must be between 1 and 5',
    'The selected voice is not compatible with the chosen engine type.',
    'Only function_call mode is available for multimodal assistants.',
    'The speech_speed must be between 0.7 and 1.2.',
    'The name has already been taken.',
    'Invalid role. Allowed roles: ADMIN, MANAGER, CALLER, MARKETING_USER',
    'Limit should be between 1 and 100',
    'Cannot update amount, currency, or paymentid fields for existing payment action.',
    'You have reached your plan limit of 5 mid call tools.',
  ])('leaves what vendors say of a field: %s', (message) => {
    expect(scrub(message, { speech_speed: 9, amount: 1, paymentid: 2, mid: 0 })).toBe(message);
  });

  test('no phone survives it, in any spelling', () => {
    fc.assert(
      fc.property(phoneNumbers(), fc.constantFrom('', ' ', '-', '.'), (phone, separator) => {
        const spelled = phone.replace(/(\d{3})(?=\d)/g, `$1${separator}`);
        const digits = phone.slice(1);
        if (digits.length >= 7) expect(scrub(`number ${spelled} is taken`).replace(/\D/g, '')).not.toContain(digits);
      }),
    );
  });

  test('no word of anything survives it but plain ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        for (const word of scrub(text).match(/\p{L}{2,}/gu) ?? []) expect(isPlainWord(word)).toBe(true);
      }),
    );
  });

  test('cuts what is long', () => {
    expect(scrub('the lead '.repeat(1_000)).length).toBe(300);
  });
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
