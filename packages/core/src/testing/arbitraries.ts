import fc from 'fast-check';
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import examples from 'libphonenumber-js/mobile/examples';
import type { Lead } from '../lead/lead.ts';

interface ExampleNumber {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** `+14155552671` */
  readonly e164: string;
  /** As it is dialled at home. */
  readonly national: string;
  /** With its calling code and spaces. */
  readonly international: string;
}

const EXAMPLES: readonly ExampleNumber[] = getCountries(metadata).flatMap((country: CountryCode) => {
  const number = getExampleNumber(country, examples, metadata);
  return number === undefined
    ? []
    : [
        {
          country,
          e164: number.number,
          national: number.formatNational(),
          international: number.formatInternational(),
        },
      ];
});

/** A number of some country that libphonenumber-js gives as its example, in three spellings. */
export const exampleNumbers = (): fc.Arbitrary<ExampleNumber> => fc.constantFrom(...EXAMPLES);

/** A mobile number in E.164. */
export const phoneNumbers = (): fc.Arbitrary<string> => exampleNumbers().map(({ e164 }) => e164);

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');

/** A neutral lead with a phone that its country has, and any of the rest. */
export const leads = (): fc.Arbitrary<Lead> =>
  fc.record(
    {
      phone: phoneNumbers(),
      name: words,
      firstName: words,
      lastName: words,
      email: fc.emailAddress(),
      company: words,
      jobTitle: words,
      notes: words,
      tags: fc.array(words, { maxLength: 3 }),
      source: words,
      ref: fc.uuid(),
    },
    { requiredKeys: ['phone'] },
  );
