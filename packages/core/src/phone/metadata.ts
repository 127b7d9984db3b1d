import type { MetadataJson } from 'libphonenumber-js/core';
import { LeadwireError } from '../errors.ts';

/** libphonenumber-js's own metadata: `min` knows lengths, `max` and `mobile` know types too. */
export type PhoneMetadata = MetadataJson;
export type PhoneMetadataChoice = 'min' | 'max' | 'mobile' | PhoneMetadata;

/**
 * Whether the metadata knows a country, in capitals or not.
 * @param country - ISO 3166-1 alpha-2: `GB`, not `UK`
 * @example isKnownCountry('GB', metadata) // true
 */
export const isKnownCountry = (country: string, metadata: PhoneMetadata): boolean =>
  knownCountry(country, metadata) !== undefined;

/** The country as the metadata spells it. */
function knownCountry(country: string, metadata: PhoneMetadata): string | undefined {
  if (Object.hasOwn(metadata.countries, country)) return country;
  const capitals = String(country).toUpperCase();
  return Object.hasOwn(metadata.countries, capitals) ? capitals : undefined;
}

/** The same; throws where it is not a country: that is the caller's mistake, not the lead's. */
export function requireCountry(country: string, metadata: PhoneMetadata): string {
  const known = knownCountry(country, metadata);
  if (known !== undefined) return known;
  throw new LeadwireError('misconfigured', `defaultCountry ${JSON.stringify(country)} is not a country`, {
    issues: [{ path: 'defaultCountry', message: 'is not an ISO 3166-1 alpha-2 country' }],
    hint: 'Give two letters, ISO 3166-1: GB (not UK), IN, US.',
  });
}
