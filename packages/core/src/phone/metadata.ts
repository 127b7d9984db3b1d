import type { MetadataJson } from 'libphonenumber-js/core';
import { LeadwireError } from '../errors.ts';

/** libphonenumber-js's own metadata: `min` knows lengths, `max` and `mobile` know types too. */
export type PhoneMetadata = MetadataJson;
export type PhoneMetadataChoice = 'min' | 'max' | 'mobile' | PhoneMetadata;

const loaded = new Map<PhoneMetadataChoice, Promise<PhoneMetadata> | PhoneMetadata>();

/**
 * Loads metadata, once; a client does so with its first phone, so that a program without phones does not carry it. Ahead of that it is for tests
 * with fake timers, which do not move an import on.
 * @example
 * await loadPhoneMetadata()
 * vi.useFakeTimers()
 */
export function loadPhoneMetadata(choice: PhoneMetadataChoice = 'max'): Promise<PhoneMetadata> | PhoneMetadata {
  if (typeof choice !== 'string') return choice;
  const known = loaded.get(choice);
  if (known !== undefined) return known;
  const loading = importMetadata(choice).then(
    (metadata) => {
      loaded.set(choice, metadata);
      return metadata;
    },
    (error: unknown) => {
      loaded.delete(choice);
      throw error;
    },
  );
  loaded.set(choice, loading);
  return loading;
}

async function importMetadata(choice: 'min' | 'max' | 'mobile'): Promise<PhoneMetadata> {
  switch (choice) {
    case 'min':
      return (await import('libphonenumber-js/min/metadata')).default;
    case 'max':
      return (await import('libphonenumber-js/max/metadata')).default;
    case 'mobile':
      return (await import('libphonenumber-js/mobile/metadata')).default;
    default:
      return choice satisfies never;
  }
}

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

/** The same; throws where it is not a country: that is the caller's mistake, not the lead's. */
export function requireCountry(country: string, metadata: PhoneMetadata): string {
  const known = knownCountry(country, metadata);
  if (known !== undefined) return known;
  throw new LeadwireError('misconfigured', `defaultCountry ${JSON.stringify(country)} is not a country`, {
    issues: [{ path: 'defaultCountry', message: 'is not an ISO 3166-1 alpha-2 country' }],
    hint: 'Give two letters, ISO 3166-1: GB (not UK), IN, US.',
  });
}
