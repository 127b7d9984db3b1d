import minMetadata from 'libphonenumber-js/min/metadata';
import { expect, test } from 'vitest';
import { loadPhoneMetadata } from './load-phones.ts';
import { isKnownCountry } from './metadata.ts';

test('metadata is loaded once', async () => {
  const first = loadPhoneMetadata('max');
  expect(loadPhoneMetadata('max')).toBe(first);
  const metadata = await first;
  expect(loadPhoneMetadata('max')).toBe(metadata);
});

test('metadata that is handed in is taken as it is', () => {
  expect(loadPhoneMetadata(minMetadata)).toBe(minMetadata);
});

test.each([
  ['GB', true],
  ['gb', true],
  ['UK', false],
  ['', false],
  ['001', false],
  ['toString', false],
])('%j is a country: %s', (country, known) => {
  expect(isKnownCountry(country, minMetadata)).toBe(known);
});
