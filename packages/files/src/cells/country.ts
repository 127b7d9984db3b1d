import { parsePhone } from '@leadwire/core/phone';
import { nearestWord } from '../did-you-mean.ts';
import { FileError } from '../errors.ts';

/** The country of `--country` in capitals; one that is not a country is refused. */
export function checkCountry(country: string | undefined): string | undefined {
  if (country === undefined) return undefined;
  const code = country.toUpperCase();
  try {
    parsePhone('0', { defaultCountry: code });
    return code;
  } catch (cause) {
    throw new FileError(`--country ${country || '""'} is not a country.`, {
      hints: [...countryMeant(country), 'Give two letters (ISO 3166-1): IN, US, GB, DE.'],
      cause,
    });
  }
}

/** A country that was given by its name, or by a code that people use for it. */
function countryMeant(text: string): string[] {
  const written = text.trim().toLowerCase();
  if (written === 'uk') return ['The United Kingdom is GB.'];
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const named = new Map<string, string>();
  for (const code of codes) {
    const name = NAMES.of(code);
    if (name !== undefined) named.set(name.toLowerCase(), code);
  }
  const name = named.has(written) ? written : nearestWord(written, written.length < 4 ? [] : [...named.keys()]);
  const code = named.get(name ?? '');
  return code === undefined ? [] : [`${NAMES.of(code) ?? code} is ${code}.`];
}

const NAMES = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
