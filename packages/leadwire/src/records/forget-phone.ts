import { type Clock, LeadwireError } from '@leadwire/core';
import type { LeadwireOptions } from '../options.ts';

/** Forgets a phone in every spelling that the targets read it as: their default countries may differ. */
export async function forgetPhone(
  { targets, ledger }: Pick<LeadwireOptions, 'targets' | 'ledger'>,
  clock: Clock,
  phone: string,
): Promise<number> {
  const checks = await Promise.all(Object.values(targets).map((target) => target.check({ phone })));
  const phones = new Set(checks.flatMap((check) => (check.phone === undefined ? [] : [check.phone as string])));
  if (phones.size === 0 && /^\+[1-9]\d{6,14}$/.test(phone)) phones.add(phone);
  if (phones.size === 0) {
    throw new LeadwireError('invalid-phone', 'leadwire: no target reads this as a phone number', {
      issues: [{ path: 'phone', message: 'is not a phone number' }],
      hint: 'Write it with + and the country code.',
    });
  }
  let rows = 0;
  for (const one of phones) rows += await ledger.forget(one, clock.now());
  return rows;
}
