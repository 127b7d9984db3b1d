import { err, ok, type Result } from '../result.ts';
import { requireCountry } from './country.ts';
import type { E164 } from './e164.ts';
import type { Judge, JudgedNumber } from './judge.ts';
import { judgeOf } from './judges.ts';
import type { PhoneMetadata } from './metadata.ts';
import { readText, type WrittenNumber } from './read-text.ts';
import type { PhoneReason } from './reasons.ts';

export type { E164 } from './e164.ts';

export interface Phone {
  readonly e164: E164;
  /** ISO 3166-1 alpha-2; undefined for numbers of no country (+800), and where several share the code and none claims the number. */
  readonly region: string | undefined;
  /** `MOBILE`, `FIXED_LINE` and so on; known for all countries with `max` metadata. */
  readonly type: string | undefined;
  /** False warns: possible by length, but not a range that its country has given out. */
  readonly valid: boolean;
  /** The extension that was written behind the number; no provider takes one. */
  readonly extension: string | undefined;
  /** Version of the metadata that judged it. */
  readonly metadataVersion: number;
}

export interface PhoneFault {
  readonly reason: PhoneReason;
  readonly metadataVersion: number;
}

export interface ParsePhoneOptions {
  /** ISO 3166-1 alpha-2, for numbers written without `+`. */
  readonly defaultCountry?: string | undefined;
}

/**
 * Any spelling of a phone number as E.164, judged by the metadata that is handed in.
 * Throws {@link LeadwireError} `misconfigured` for a `defaultCountry` that the metadata does not know.
 * @example parsePhoneWith('(415) 555-2671', await loadPhoneMetadata('max'), { defaultCountry: 'US' })
 */
export function parsePhoneWith(
  text: string,
  metadata: PhoneMetadata,
  { defaultCountry }: ParsePhoneOptions = {},
): Result<Phone, PhoneFault> {
  const metadataVersion = metadata.version;
  const country = defaultCountry === undefined ? undefined : requireCountry(defaultCountry, metadata);
  const written = readText(text);
  if (typeof written === 'string') return err({ reason: written, metadataVersion });
  const judged = judgeWritten(written, country, judgeOf(metadata));
  if (typeof judged === 'string') return err({ reason: judged, metadataVersion });
  const { number, region, type, valid } = judged;
  return ok({ e164: number as E164, region, type, valid, extension: written.extension, metadataVersion });
}

/** Where nothing says how numbers abroad are dialled, 00 in front means what it does nearly everywhere: a calling code follows. */
function judgeWritten(written: WrittenNumber, country: string | undefined, judge: Judge): JudgedNumber | PhoneReason {
  const judged = judge(written, country);
  if (typeof judged !== 'string' || written.international || !written.digits.startsWith('00')) return judged;
  const digits = written.digits.slice(2);
  const abroad = digits.length < 3 ? 'too-short' : judge({ digits, international: true }, undefined);
  if (country === undefined) return abroad;
  // The default country dials otherwise, so 0044 may be a slip or a number of its own: we ask rather than guess.
  return typeof abroad === 'string' ? judged : 'needs-country';
}
