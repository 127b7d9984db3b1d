import type { ReadOptions } from '../options.ts';
import { mapOf } from './profile.ts';

const destinationOf = (text: string): string => text.slice(0, Math.max(0, text.indexOf('=')));

/** Options with what their profile says beside them; what is named for this run goes first. */
export function withProfile({ profile, ...options }: ReadOptions): ReadOptions {
  if (profile === undefined) return options;
  const told = new Set((options.map ?? []).map(destinationOf));
  return {
    ...options,
    map: [
      ...(options.map ?? []),
      ...mapOf(profile).filter((text) => !told.has(destinationOf(text)) || text === 'fields.*'),
    ],
    skip: [...(options.skip ?? []), ...(profile.skip ?? [])],
    country: options.country ?? profile.country,
    countryColumn: options.countryColumn ?? profile.countryColumn,
    phones: options.phones ?? profile.phones,
    skipLines: options.skipLines ?? profile.skipLines,
    sheet: options.sheet ?? profile.sheet,
    encoding: options.encoding ?? profile.encoding,
    delimiter: options.delimiter ?? profile.delimiter,
  };
}
