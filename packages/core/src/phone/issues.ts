import type { Issue } from '../errors.ts';
import type { Phone, PhoneFault } from './parse-phone.ts';
import { PHONE_ADVICE } from './reasons.ts';

/** What is wrong with a phone, and both readings, masked, of one that is ambiguous. */
export function phoneIssue(path: string, { reason, readings }: Pick<PhoneFault, 'reason' | 'readings'>): Issue {
  const told = readings === undefined ? '' : ` (${readings.national} or ${readings.international})`;
  return { path, message: `${PHONE_ADVICE[reason]}${told}`, code: reason };
}

/** A warning for a number that is possible by its length, but that its country has not given out. */
export function phoneWarnings(path: string, { valid }: Pick<Phone, 'valid'>): readonly Issue[] {
  if (valid) return [];
  const message = 'is possible by its length, but is not in a range that its country has given out';
  return [{ path, message, code: 'unassigned-number' }];
}
