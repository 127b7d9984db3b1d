import { expect, test } from 'vitest';
import { createTelecrm } from './index.ts';

const telecrm = createTelecrm({ enterpriseId: 'e1', syncToken: 'sync', defaultCountry: 'IN' });

test.each([
  ['919999999999', '+919999999999'],
  [919999999999, '+919999999999'],
  ['14155552671', '+14155552671'],
  ['6591234567', '+6591234567'],
  ['+91 99999 99999', '+919999999999'],
])('a phone from an answer, %j, is international whatever the default country: %s', (value, e164) => {
  expect(telecrm.readPhone(value)).toBe(e164);
});

test.each([undefined, null, '', 'none', '0919999999', '12345', {}, '919999999999x'])('%j is not a phone', (value) => {
  expect(telecrm.readPhone(value)).toBeUndefined();
});
