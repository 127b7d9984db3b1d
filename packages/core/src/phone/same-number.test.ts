import { describe, expect, test } from 'vitest';
import { isSameNumber } from './wire-form.ts';

describe('a number that a record shows', () => {
  test.each([
    ['+14155552671', '+14155552671'],
    ['(415) 555-2671', '+14155552671'],
    ['1 415 555 2671', '+14155552671'],
    ['415-555-2671 x12', '+14155552671'],
    ['001 415 555 2671', '+14155552671'],
    ['919876543210', '+919876543210'],
    ['098765 43210', '+919876543210'],
    ['0711 123456', '+49711123456'],
    ['+49 (0) 711 123456', '+49711123456'],
    ['555 1234', '+3545551234'],
  ])('is the same person in another spelling: %s', (shown, phone) => {
    expect(isSameNumber(shown, phone)).toBe(true);
  });

  test.each([
    ['+19876543210', '+919876543210', 'with the same last ten digits, in another country'],
    ['+4155552671', '+14155552671', 'with + in front of a national number'],
    ['+14155552672', '+14155552671', 'with another last digit'],
    ['555-2671', '+14155552671', 'without its area code'],
    ['5552671', '+914155552671', 'with the end of ours alone'],
    ['', '+14155552671', 'with no digits'],
    ['unknown', '+14155552671', 'with text'],
    ['71', '+14155552671', 'with too few digits'],
    [null, '+14155552671', 'with null'],
  ])('is another person: %s beside %s, %s', (shown, phone, _how) => {
    expect(isSameNumber(shown, phone)).toBe(false);
  });

  test('takes linear time, however long the text is', () => {
    expect(isSameNumber('1'.repeat(1_000_000), '+14155552671')).toBe(false);
  });
});
