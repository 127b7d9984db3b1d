import type { PhoneForm } from '../operation.ts';
import { maskPhone } from '../privacy.ts';
import { err, type Result } from '../result.ts';
import { type Chosen, chooseReading, type ReadingOptions } from './choose-reading.ts';
import { type E164, isReading, type Reading, readDigits } from './library.ts';
import { type PhoneMetadata, requireCountry } from './metadata.ts';
import { readText, type WrittenNumber } from './read-text.ts';
import type { PhoneReason } from './reasons.ts';

export type { E164 } from './library.ts';

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
  /** The two numbers that an `ambiguous-number` may be, masked. */
  readonly readings?: { readonly national: string; readonly international: string };
}

export interface ParsePhoneOptions {
  /** ISO 3166-1 alpha-2, for numbers written without `+`. */
  readonly defaultCountry?: string | undefined;
  /**
   * What digits without `+` or a trunk prefix are where they can be either: numbers of `defaultCountry`, or international ones that lost their `+`.
   * Default: refused as `ambiguous-number`, unless the national reading is a mobile and the international one a landline.
   */
  readonly digitsAlone?: 'national' | 'international' | undefined;
  /**
   * The form in which the provider writes numbers. With `digits` a number may be one that it gave back: it is international where there is no
   * `defaultCountry`, and `ambiguous-number` wherever it can also be a national one.
   */
  readonly form?: PhoneForm | undefined;
}

/**
 * Any spelling of a phone number as E.164, judged by the metadata that is handed in.
 * @throws {@link LeadwireError} `misconfigured` for a `defaultCountry` that the metadata does not know
 * @example parsePhoneWith('(415) 555-2671', await loadPhoneMetadata('max'), { defaultCountry: 'US' })
 */
export function parsePhoneWith(
  text: string,
  metadata: PhoneMetadata,
  { defaultCountry, digitsAlone, form }: ParsePhoneOptions = {},
): Result<Phone, PhoneFault> {
  const country = defaultCountry === undefined ? undefined : requireCountry(defaultCountry, metadata);
  if (PLAIN_E164.test(text)) return parseE164(text, metadata);
  const written = readText(text);
  if (typeof written === 'string') return err({ reason: written, metadataVersion: metadata.version });
  const result = toResult(
    chooseWritten(written, { metadata, country, digitsAlone, form }),
    written.extension,
    metadata,
  );
  // A valid number is the same whichever way it was written.
  if (result.ok && result.value.valid)
    remember(result.value.e164, { ok: true, value: { ...result.value, extension: undefined } }, metadata);
  return result;
}

/** Parses phones by the metadata that it was made with; see `parsePhoneWith`. */
export type PhoneParser = (text: string, options?: ParsePhoneOptions) => Result<Phone, PhoneFault>;

/** A parser that keeps to one set of metadata. */
export const createPhoneParser =
  (metadata: PhoneMetadata): PhoneParser =>
  (text, options) =>
    parsePhoneWith(text, metadata, options);

const PLAIN_E164 = /^\+[1-9]\d{6,14}$/;

/** More than an import has under way: a lead whose phone was read is not parsed again when it is checked and sent. */
const RECENT = 4_000;

/** The last numbers that were parsed: the newer ones, and those before them. */
interface RecentPhones {
  newer: Map<string, Result<Phone, PhoneFault>>;
  older: Map<string, Result<Phone, PhoneFault>>;
}

const recentOf = new WeakMap<PhoneMetadata, RecentPhones>();

function parseE164(text: string, metadata: PhoneMetadata): Result<Phone, PhoneFault> {
  const recent = recentOf.get(metadata);
  const known = recent?.newer.get(text) ?? recent?.older.get(text);
  if (known !== undefined) return known;
  const result = toResult(readDigits(text, undefined, metadata), undefined, metadata);
  remember(text, result, metadata);
  return result;
}

function remember(e164: string, result: Result<Phone, PhoneFault>, metadata: PhoneMetadata): void {
  const recent = recentOf.get(metadata) ?? { newer: new Map(), older: new Map() };
  recentOf.set(metadata, recent);
  if (recent.newer.size >= RECENT) {
    recent.older = recent.newer;
    recent.newer = new Map();
  }
  recent.newer.set(e164, result);
}

/** A short number at the end may belong to a remark: the reading that is valid tells. */
function chooseWritten(written: WrittenNumber, options: ReadingOptions): Chosen {
  const whole = chooseReading(written, options);
  if (written.shorter === undefined) return whole;
  const shorter = chooseReading(written.shorter, options);
  const isShorterValid = isReading(shorter) && shorter.valid;
  const isWholeValid = isReading(whole) && whole.valid;
  const { preferred } = written.shorter;
  if (isWholeValid && isShorterValid && preferred === 'neither') return 'several-numbers';
  if (isWholeValid !== isShorterValid) return isWholeValid ? whole : shorter;
  return preferred === 'shorter' ? shorter : whole;
}

function toResult(chosen: Chosen, extension: string | undefined, metadata: PhoneMetadata): Result<Phone, PhoneFault> {
  const metadataVersion = metadata.version;
  if (typeof chosen === 'string') return err({ reason: chosen, metadataVersion });
  if ('national' in chosen) {
    const masked = ({ e164 }: Reading): string => maskPhone(e164);
    const readings = { national: masked(chosen.national), international: masked(chosen.international) };
    return err({ reason: 'ambiguous-number', metadataVersion, readings });
  }
  const { e164, region, type, valid } = chosen;
  return { ok: true, value: { e164, region, type, valid, extension, metadataVersion } };
}
