import type { PhoneMetadata } from './metadata.ts';

/**
 * Whether the metadata knows a country, in capitals or not. What is no country as `defaultCountry` is the caller's mistake, not the lead's: ask first.
 * @param country - ISO 3166-1 alpha-2: `GB`, not `UK`
 * @example isKnownCountry('GB', metadata) // true
 */
export function isKnownCountry(country: string, metadata: PhoneMetadata): boolean {
  return knownCountry(country, metadata) !== undefined;
}

/** The country as the metadata spells it. */
export function knownCountry(country: string, metadata: PhoneMetadata): string | undefined {
  if (Object.hasOwn(metadata.countries, country)) return country;
  const capitals = country.toUpperCase();
  return Object.hasOwn(metadata.countries, capitals) ? capitals : undefined;
}
