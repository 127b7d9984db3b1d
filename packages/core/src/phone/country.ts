import { LeadwireError } from '../errors.ts';
import type { PhoneMetadata } from './metadata.ts';

/**
 * Whether the metadata knows a country, in capitals or not.
 * @param country - ISO 3166-1 alpha-2: `GB`, not `UK`
 * @example isKnownCountry('GB', metadata) // true
 */
export function isKnownCountry(country: string, metadata: PhoneMetadata): boolean {
  return knownCountry(country, metadata) !== undefined;
}

/** The country as the metadata spells it. */
function knownCountry(country: string, metadata: PhoneMetadata): string | undefined {
  if (Object.hasOwn(metadata.countries, country)) return country;
  const capitals = String(country).toUpperCase();
  return Object.hasOwn(metadata.countries, capitals) ? capitals : undefined;
}

/** The same; throws where it is none, which is the caller's mistake and no lead's. */
export function requireCountry(country: string, metadata: PhoneMetadata): string {
  const known = knownCountry(country, metadata);
  if (known !== undefined) return known;
  throw new LeadwireError('misconfigured', `defaultCountry ${JSON.stringify(country)} is not a country`, {
    issues: [{ path: 'defaultCountry', message: 'is no ISO 3166-1 alpha-2 country' }],
    hint: 'Give two letters, ISO 3166-1: GB (not UK), IN, US.',
  });
}
