import { loadPhoneMetadata, parsePhone } from '@leadwire/core/phone';
import { expect, test } from 'vitest';
import { hasTwoReadings, homeNumbers } from './two-readings.ts';

const mobiles = await loadPhoneMetadata('mobile');

function isDoubtful(written: string, country: string): boolean {
  const phone = parsePhone(written, { defaultCountry: country });
  const home = homeNumbers(country, mobiles);
  return phone.ok && home !== undefined && hasTwoReadings(written, phone.value.e164, home);
}

test.each([
  ['491711234569', 'DE'],
  ['p:4915125000014', 'DE'],
  ['4915125000016.00', 'DE'],
  ['49 151 2500 0018', 'DE'],
])('%s in %s may be a mobile number without its +, or a number at home', (written, country) => {
  expect(isDoubtful(written, country)).toBe(true);
});

test.each([
  ['+49 171 1234569', 'DE', 'it says its country'],
  ['0049 171 1234569', 'DE', 'it says its country'],
  ['0171 1234569', 'DE', 'it says that it is at home'],
  ['0491 1234567', 'DE', 'Leer is at home there'],
  ['1711234569', 'DE', 'it begins otherwise'],
  ['9198765432', 'IN', 'it is a mobile number at home'],
  ['919876543210', 'IN', 'it is too long for one at home'],
  ['14155552671', 'US', 'it is too long for one at home'],
  ['447911123456', 'GB', 'it is too long for one at home'],
])('%s in %s reads one way: %s', (written, country) => {
  expect(isDoubtful(written, country)).toBe(false);
});

test('a country that the metadata does not know has no numbers to compare', () => {
  expect(homeNumbers('XX', mobiles)).toBeUndefined();
});
