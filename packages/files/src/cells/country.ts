import { parsePhone } from '@leadwire/core/phone';
import { FileError } from '../errors.ts';

/** The country of `--country` in capitals; one that is none is refused. */
export function checkCountry(country: string | undefined): string | undefined {
  if (country === undefined) return undefined;
  const code = country.toUpperCase();
  try {
    parsePhone('0', { defaultCountry: code });
    return code;
  } catch (cause) {
    const hint = code === 'UK' ? 'The United Kingdom is GB.' : 'Give two letters (ISO 3166-1): IN, US, GB, DE.';
    throw new FileError(`--country ${country || '""'} is not a country.`, { hints: [hint], cause });
  }
}
