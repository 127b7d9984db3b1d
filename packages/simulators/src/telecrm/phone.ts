import { callingCodeOf } from '../calling-codes.ts';

/** Calling code and length of a national number, for the countries that a workspace may be set to here. */
const COUNTRIES = {
  AE: ['971', 9],
  AU: ['61', 9],
  BD: ['880', 10],
  CA: ['1', 10],
  GB: ['44', 10],
  IN: ['91', 10],
  LK: ['94', 9],
  NP: ['977', 10],
  PK: ['92', 10],
  QA: ['974', 8],
  SA: ['966', 9],
  SG: ['65', 8],
  US: ['1', 10],
} as const;

export type Country = keyof typeof COUNTRIES;

const hasCode = (digits: string) => digits.length >= 8 && digits.length <= 15 && callingCodeOf(digits) !== undefined;

/**
 * Country code and national number without a plus sign, or undefined for what is no number.
 * assumption: a number is taken for a national one by its length, with or without a leading zero; no sign but a leading plus is
 * let through; the rest must begin with a calling code that exists and have 8 to 15 digits.
 */
export function normalisePhone(value: string, country: Country): string | undefined {
  if (!/^\+?\d+$/.test(value)) return undefined;
  if (value.startsWith('+')) return hasCode(value.slice(1)) ? value.slice(1) : undefined;
  const [code, length] = COUNTRIES[country];
  if (value.length === length && !value.startsWith('0')) return `${code}${value}`;
  if (value.length === length + 1 && value.startsWith('0')) return `${code}${value.slice(1)}`;
  return value.length > length && hasCode(value) ? value : undefined;
}
