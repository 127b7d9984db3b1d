import examples from 'libphonenumber-js/examples.mobile.json';
import minMetadata from 'libphonenumber-js/min/metadata';
import { expect, test } from 'vitest';
import { isLeadwireError } from '../errors.ts';
import { isKnownCountry } from './country.ts';
import { loadPhoneMetadata } from './load-metadata.ts';
import type { PhoneMetadata } from './metadata.ts';
import { parsePhoneWith } from './parse-phone.ts';

/** Stands for a packing that comes after this release: the library reads it, the index does not. */
const unknown = (): PhoneMetadata => ({ ...minMetadata, version: 5 });

test('metadata is loaded once', async () => {
  const first = loadPhoneMetadata('max');
  expect(loadPhoneMetadata('max')).toBe(first);
  const metadata = await first;
  expect(loadPhoneMetadata('max')).toBe(metadata);
});

test('metadata that is handed in is taken as it is', () => {
  expect(loadPhoneMetadata(minMetadata)).toBe(minMetadata);
});

test('the library judges by metadata that the index cannot read, with the same verdicts', async () => {
  const metadata = await loadPhoneMetadata(unknown());
  for (const [region, national] of Object.entries(examples)) {
    for (const text of [national, `${national}0`, national.slice(2), `+${national}`, `00${national}`, 'none']) {
      const [theirs, ours] = [metadata, minMetadata].map((one) =>
        parsePhoneWith(text, one, { defaultCountry: region }),
      );
      expect(JSON.stringify(theirs).replace('"metadataVersion":5', '"metadataVersion":4')).toBe(JSON.stringify(ours));
    }
  }
});

test('without the library such metadata is refused', () => {
  let thrown: unknown;
  try {
    parsePhoneWith('+14155552671', unknown());
  } catch (error) {
    thrown = error;
  }
  expect(isLeadwireError(thrown) && thrown.kind).toBe('misconfigured');
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
