import type { Issue } from '../errors.ts';
import type { PhoneField, PhoneForm } from '../operation.ts';
import { err, type Result } from '../result.ts';
import { phoneIssue, phoneWarnings } from './issues.ts';
import type { E164 } from './library.ts';
import type { ParsePhoneOptions, PhoneParser } from './parse-phone.ts';
import type { PhoneReason } from './reasons.ts';

/**
 * True for text that is E.164 already: `+`, a digit that is not 0, at most 15 digits, nothing else. Says nothing of whether its country has such numbers.
 * @example isE164('+14155552671') // true
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export const isE164 = (text: string): text is E164 => ANY.test(text);

/**
 * A number as a provider takes it on the wire: `e164-lead` has 9 to 15 digits, `e164` at most 15, `digits` the same without `+`;
 * `as-given` leaves it alone. A number that does not fit is `not-dialable`.
 * @example toWireForm(phone.value.e164, 'digits') // { ok: true, value: '14155552671' }
 */
export function toWireForm(phone: E164, form: PhoneForm): Result<string, { readonly reason: PhoneReason }> {
  const fits = form === 'as-given' || (form === 'e164-lead' ? LEAD : ANY).test(phone);
  if (!fits) return notDialable;
  return { ok: true, value: form === 'digits' ? phone.slice(1) : phone };
}

const ANY = /^\+[1-9]\d{1,14}$/;
const LEAD = /^\+[1-9]\d{8,14}$/;
const notDialable = err({ reason: 'not-dialable' } as const);

interface Judge extends Pick<ParsePhoneOptions, 'defaultCountry' | 'digitsAlone'> {
  readonly parsePhone: PhoneParser;
  /** Takes every fault that is found. */
  readonly issues: Issue[];
  /** A write: bare digits that could be read as a national number keep their `+`. What only reads compares with what the provider shows: bare digits. */
  readonly isWrite?: boolean | undefined;
  /** Takes what does not keep the request from being sent. */
  readonly warnings?: Issue[] | undefined;
}

/** The value with every phone in its wire form, all of them before anything is sent; what was given is left as it was. */
export function writePhones(
  root: unknown,
  where: PhoneField['in'],
  places: readonly PhoneField[],
  judge: Judge,
): unknown {
  let value = root;
  for (const { at, form, in: place } of places) {
    if (place === where && form !== 'as-given') value = rewrite(value, { steps: stepsOf(at), form, judge }, 0, '');
  }
  return value;
}

interface Writing {
  readonly steps: readonly Step[];
  readonly form: PhoneForm;
  readonly judge: Judge;
}

interface Step {
  readonly key: string;
  readonly isList: boolean;
}

const knownSteps = new Map<string, readonly Step[]>();

/** The steps of a place such as `leads[].phone_number`; places are few, and each is read once. */
function stepsOf(at: string): readonly Step[] {
  let steps = knownSteps.get(at);
  if (steps === undefined) {
    steps = at.split('.').map((step) => ({ key: step.replace(/\[\]$/, ''), isList: step.endsWith('[]') }));
    knownSteps.set(at, steps);
  }
  return steps;
}

function rewrite(value: unknown, writing: Writing, depth: number, path: string): unknown {
  const step = writing.steps[depth];
  if (step === undefined) return typeof value === 'string' ? write(value, path, writing) : value;
  if (typeof value !== 'object' || value === null) return value;
  const { isList, key } = step;
  const inner = (value as Record<string, unknown>)[key];
  if (inner === undefined || inner === null) return value;
  const at = path === '' ? key : `${path}.${key}`;
  if (!isList) return { ...value, [key]: rewrite(inner, writing, depth + 1, at) };
  if (!Array.isArray(inner)) return value;
  return { ...value, [key]: inner.map((item, index) => rewrite(item, writing, depth + 1, `${at}[${index}]`)) };
}

function write(text: string, path: string, { form, judge }: Writing): string {
  const { defaultCountry, digitsAlone, parsePhone } = judge;
  const phone = parsePhone(text, { defaultCountry, digitsAlone, form });
  const wire = phone.ok ? toWireForm(phone.value.e164, form) : phone;
  if (phone.ok && !phone.value.valid) judge.warnings?.push(...phoneWarnings(path, phone.value));
  if (!wire.ok) judge.issues.push(phoneIssue(path, wire.error));
  if (!wire.ok || !phone.ok) return text;
  return form === 'digits' && isNationalToo(wire.value, judge) ? phone.value.e164 : wire.value;
}

/** Whether bare digits are also a valid number of the default country: the provider could read them as that, so they keep their `+`. */
function isNationalToo(digits: string, { defaultCountry, isWrite, parsePhone }: Judge): boolean {
  if (defaultCountry === undefined || isWrite !== true) return false;
  const national = parsePhone(digits, { defaultCountry, digitsAlone: 'national' });
  return national.ok && national.value.valid && national.value.e164 !== `+${digits}`;
}

/** Fewer digits than these are not a phone number. */
const MIN_DIGITS = 7;

/**
 * Whether the phone that a provider's record shows is this number. A spelling with `+` or `00` is compared as a whole; other digits may be
 * the number without its plus sign, or the national number, with or without a trunk zero.
 * @param shown - as the provider shows it, in any spelling
 * @param phone - in E.164
 * @example isSameNumber('(415) 555-2671', '+14155552671') // true
 * @example isSameNumber('+44 20 7946 0958', '+442079460959') // false
 */
export function isSameNumber(shown: unknown, phone: string): boolean {
  const text = String(shown ?? '')
    .slice(0, 64)
    .replace(/\(0\)|(?:;ext=|ext\.?|x)\s*\d+$/gi, '')
    .trim();
  const wanted = phone.replace(/\D/g, '');
  const digits = text.replace(/\D/g, '');
  if (/^\(?(?:\+|00)/.test(text)) return digits.replace(/^00/, '') === wanted;
  if (digits === wanted) return true;
  const national = digits.replace(/^0+/, '');
  return national.length >= MIN_DIGITS && wanted.endsWith(national) && isCallingCode(wanted.slice(0, -national.length));
}

/** The North American (1) and the Russian (7) calling codes have one digit, all others two or three. */
const isCallingCode = (prefix: string): boolean => /^(?:[17]|[2-689]\d{1,2})$/.test(prefix);
