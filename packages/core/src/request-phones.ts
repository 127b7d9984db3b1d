import type { Issue } from './errors.ts';
import type { PhoneForm, PhonePlace } from './operation.ts';
import type { PhoneMetadata } from './phone/metadata.ts';
import { parsePhoneWith } from './phone/parse-phone.ts';
import { PHONE_ADVICE } from './phone/reasons.ts';
import { toWireForm } from './phone/wire-form.ts';

export interface PhoneStep {
  /** The value with every phone in its wire form; what was given is left as it was. */
  readonly value: unknown;
  readonly issues: Issue[];
}

interface Judge {
  readonly metadata: PhoneMetadata;
  readonly defaultCountry: string | undefined;
}

/** Puts the phones of a request into their wire forms, all of them before anything is sent. */
export function writePhones(
  root: unknown,
  where: PhonePlace['in'],
  places: readonly PhonePlace[],
  judge: Judge,
): PhoneStep {
  const issues: Issue[] = [];
  let value = root;
  for (const { at, form, in: place } of places) {
    if (place === where && form !== 'as-given') value = rewrite(value, at.split('.'), '', form, judge, issues);
  }
  return { value, issues };
}

function rewrite(
  value: unknown,
  steps: readonly string[],
  path: string,
  form: PhoneForm,
  judge: Judge,
  issues: Issue[],
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'string' ? write(value, path, form, judge, issues) : value;
  if (typeof value !== 'object' || value === null) return value;
  const key = step.endsWith('[]') ? step.slice(0, -2) : step;
  const inner = (value as Record<string, unknown>)[key];
  if (inner === undefined || inner === null) return value;
  const at = path === '' ? key : `${path}.${key}`;
  if (!step.endsWith('[]')) return replaced(value, key, inner, rewrite(inner, rest, at, form, judge, issues));
  if (!Array.isArray(inner)) return value;
  const items = inner.map((item, index) => rewrite(item, rest, `${at}[${index}]`, form, judge, issues));
  return replaced(value, key, inner, items.some((item, index) => item !== inner[index]) ? items : inner);
}

const replaced = (value: object, key: string, before: unknown, after: unknown): unknown =>
  before === after ? value : { ...value, [key]: after };

function write(text: string, path: string, form: PhoneForm, judge: Judge, issues: Issue[]): string {
  const phone = parsePhoneWith(text, judge.metadata, { defaultCountry: judge.defaultCountry });
  const wire = phone.ok ? toWireForm(phone.value.e164, form) : phone;
  if (wire.ok) return wire.value;
  const { reason } = wire.error;
  issues.push({ path, message: PHONE_ADVICE[reason], code: reason });
  return text;
}
