import type { Issue } from '../../errors.ts';
import type { PhoneField, PhoneForm } from '../../operation.ts';
import { toWireForm } from '../../phone/e164.ts';
import { phoneIssue, phoneWarnings } from '../../phone/issues.ts';
import type { PhoneParser } from '../../phone/load-phones.ts';

interface Judge {
  readonly parsePhone: PhoneParser;
  readonly defaultCountry: string | undefined;
  readonly digitsAlone?: 'national' | 'international' | undefined;
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
