import type { PhoneForm } from '../operation.ts';
import { isReading, knowsLandlines, type Reading, readDigits } from './library.ts';
import type { PhoneMetadata } from './metadata.ts';
import type { WrittenNumber } from './read-text.ts';
import type { PhoneReason } from './reasons.ts';

/** What decides how a number is read, beside the text. */
export interface ReadingOptions {
  readonly metadata: PhoneMetadata;
  /** As the metadata spells it. */
  readonly country: string | undefined;
  readonly digitsAlone: 'national' | 'international' | undefined;
  readonly form: PhoneForm | undefined;
}

/** Two numbers that the same digits may stand for. */
interface Ambiguous {
  readonly national: Reading;
  readonly international: Reading;
}

export type Chosen = Reading | Ambiguous | PhoneReason;

/** Says which number was written: a number that says what it is, or the only one that its digits can stand for. */
export function chooseReading(written: WrittenNumber, options: ReadingOptions): Chosen {
  const { digits, says } = written;
  const { country, metadata } = options;
  if (says === 'international') return readDigits(`+${digits}`, undefined, metadata);
  if (says === 'trunk-in-brackets') {
    const reading = readBehindCallingCode(written, metadata);
    if (isReading(reading)) return reading;
  }
  if (digits.startsWith('00')) return readAbroad(digits, options);
  if (country === undefined) return readWithoutCountry(digits, options);
  const national = readDigits(digits, country, metadata);
  // No calling code begins with 0.
  return digits.startsWith('0') ? national : chooseBetween(written, national, country, options);
}

/** `49 (0) 711 123456`: the 0 is not dialled, except where it is a digit of the number, as in Italy. */
function readBehindCallingCode({ digits, text }: WrittenNumber, metadata: PhoneMetadata): Reading | PhoneReason {
  const whole = readDigits(`+${digits}`, undefined, metadata);
  if (isReading(whole)) return whole;
  return readDigits(`+${text.replace('(0)', '').replace(/\D/g, '')}`, undefined, metadata);
}

/** 00 is dialled before a calling code nearly everywhere, but in a few countries it also begins a number. */
function readAbroad(digits: string, { country, metadata }: ReadingOptions): Chosen {
  const abroad = digits.length < 5 ? 'too-short' : readDigits(`+${digits.slice(2)}`, undefined, metadata);
  if (country === undefined) return abroad;
  const home = readDigits(digits, country, metadata);
  if (!isReading(abroad)) return home;
  const isDoubtful = isReading(home) && home.valid && home.e164 !== abroad.e164;
  return isDoubtful ? { national: home, international: abroad } : abroad;
}

function readWithoutCountry(digits: string, { metadata, digitsAlone, form }: ReadingOptions): Chosen {
  if (digitsAlone !== 'international' && form !== 'digits') return 'needs-country';
  const reading = digits.startsWith('0') ? 'needs-country' : readDigits(`+${digits}`, undefined, metadata);
  return isReading(reading) && reading.valid ? reading : 'needs-country';
}

/** Digits alone: as they are dialled at home, or with their `+` lost. */
function chooseBetween(
  written: WrittenNumber,
  national: Reading | PhoneReason,
  country: string,
  options: ReadingOptions,
): Chosen {
  const { metadata, form } = options;
  // A tel: URI without + is a local number.
  const digitsAlone = written.says === 'local' ? 'national' : options.digitsAlone;
  const international = readDigits(`+${written.digits}`, undefined, metadata);
  if (!isReading(international) || !international.valid) return national;
  if (!isReading(national)) return international;
  if (national.e164 === international.e164) return national;
  if (isGroupedNationally(written.text, national, international)) return national;
  if (digitsAlone === 'international') return international;
  if (!national.valid && knowsLandlines(country, metadata)) return international;
  if (national.valid && digitsAlone === 'national') return national;
  // A value that a provider of bare digits gave back is international, so there a landline abroad is as likely.
  const isLikelyHome = isMobile(national) && international.type === 'FIXED_LINE' && form !== 'digits';
  return isLikelyHome ? national : { national, international };
}

const isMobile = ({ type }: Reading): boolean => type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';

/** Whether a number is written in the groups of its national format, and not in those of the international one: `656-429-1234` in the US. */
function isGroupedNationally(text: string, national: Reading, international: Reading): boolean {
  const groups = groupsOf(text);
  if (!groups.includes(' ')) return false;
  const { number } = national;
  const formats = [number.formatNational(), number.formatNational({ nationalPrefix: false })];
  if (formats.some((format) => format.includes('(') && format === text.trim())) return true;
  return formats.map(groupsOf).includes(groups) && groupsOf(international.number.formatInternational()) !== groups;
}

const groupsOf = (text: string): string => (text.match(/\d+/g) ?? []).join(' ');
